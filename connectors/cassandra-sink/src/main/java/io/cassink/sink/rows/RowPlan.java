package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ClusteringForm;
import io.cassink.sink.codec.ColumnCodec;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.metrics.RowCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Turns the records of one topic into rows of one table. Compiled once; used by one thread.
 *
 * @see RowPlanCompiler
 */
public final class RowPlan {
  /** Bytes. Cassandra stores the length of a key's part in two bytes. */
  private static final int LONGEST_KEY = 65_535;

  /**
   * A column, or a bind variable of a query, and where its value comes from.
   *
   * @param slot of the field in {@link FieldValues}, or -1 for now()
   * @param clusteringForm see {@link ClusteringForm}
   */
  record Binding(
      String name,
      int slot,
      ColumnCodec codec,
      DataType type,
      TableLayout.Kind kind,
      UnaryOperator<ByteBuffer> clusteringForm) {
    boolean isNow() {
      return slot < 0;
    }
  }

  /** What write times the rows of a plan need of the sink. */
  enum WriteTimeNeed {
    /** None: counters and lightweight transactions take none, and a query may set its own. */
    NONE,

    /**
     * Those of later records must be higher, but a replay may give others: rows of lists that are
     * not frozen, whose elements double when they are written again.
     */
    RISING,

    /** Also the same at each replay, so the commit is held for them. */
    REPEATABLE
  }

  private final TableSettings settings;
  private final List<Binding> bindings;
  private final StatementKind kind;
  private final boolean deletes;
  private final int ttlSlot;
  private final int writeTimeSlot;
  private final ColumnCodecs codecs;
  private final long nameHash;
  private final int keys;
  private final boolean hasSeveralCells;
  private final boolean hasStatics;
  private final WriteTimeNeed writeTimeNeed;
  private final RowCounts counts = new RowCounts();

  RowPlan(
      TableSettings settings,
      StatementKind kind,
      List<Binding> bindings,
      boolean deletes,
      int ttlSlot,
      int writeTimeSlot,
      ColumnCodecs codecs) {
    this.settings = settings;
    this.kind = kind;
    this.bindings = bindings;
    this.deletes = deletes;
    this.ttlSlot = ttlSlot;
    this.writeTimeSlot = writeTimeSlot;
    this.codecs = codecs;
    this.nameHash = RowHash.of(settings.qualifiedName());
    this.keys = (int) bindings.stream().filter(RowPlan::isOfPrimaryKey).count();
    this.hasSeveralCells = bindings.stream().map(Binding::type).anyMatch(Cells::areSeveral);
    this.hasStatics =
        bindings.stream().anyMatch(binding -> binding.kind() == TableLayout.Kind.STATIC);
    this.writeTimeNeed = findWriteTimeNeed();
  }

  private static boolean isOfPrimaryKey(Binding binding) {
    return binding.kind().isOfPrimaryKey();
  }

  public TableSettings settings() {
    return settings;
  }

  StatementKind kind() {
    return kind;
  }

  /** How many rows were written, superseded, deleted and refused. */
  public RowCounts counts() {
    return counts;
  }

  /** The columns of an INSERT or a counter's UPDATE, or a query's variables, keys first. */
  List<Binding> bindings() {
    return bindings;
  }

  /** How many of the bindings are of the primary key. */
  int keys() {
    return keys;
  }

  /** Whether carrying out a statement twice has the same result as once. */
  public boolean isIdempotent() {
    return kind == StatementKind.QUERY
        ? CustomQuery.isIdempotent(settings.query().orElseThrow())
        : kind != StatementKind.COUNT;
  }

  WriteTimeNeed writeTimeNeed() {
    return writeTimeNeed;
  }

  private WriteTimeNeed findWriteTimeNeed() {
    if (kind == StatementKind.QUERY) {
      String query = settings.query().orElseThrow();
      return CustomQuery.isConditional(query) || CustomQuery.setsWriteTime(query)
          ? WriteTimeNeed.NONE
          : WriteTimeNeed.REPEATABLE;
    }
    if (kind == StatementKind.COUNT) {
      return WriteTimeNeed.NONE;
    }
    List<Binding> columns = bindings.subList(keys, bindings.size());
    boolean onlyLists =
        columns.stream().allMatch(column -> TableLayout.growsWhenRepeated(column.type()));
    return onlyLists && !columns.isEmpty() ? WriteTimeNeed.RISING : WriteTimeNeed.REPEATABLE;
  }

  /** Whether rows are written with a time to live. */
  boolean hasTimeToLive() {
    return kind == StatementKind.INSERT && (ttlSlot >= 0 || settings.ttl() >= 0);
  }

  /**
   * The values of a record's row, in the order of the bindings: of the key alone where the record
   * deletes the row.
   *
   * @param wholeValueIsNull whether the record is a tombstone, so that absent fields count as null
   * @throws ConversionException naming the column
   */
  ByteBuffer[] values(FieldValues record, boolean wholeValueIsNull) throws ConversionException {
    ByteBuffer[] values = new ByteBuffer[bindings.size()];
    boolean allNull = true;
    for (int i = 0; i < values.length; i++) {
      Binding binding = bindings.get(i);
      values[i] = value(binding, record);
      if (values[i] == null && isOfPrimaryKey(binding)) {
        throw new ConversionException(
            "column " + binding.name() + ": is of the primary key and cannot be null or absent");
      }
      if (!isOfPrimaryKey(binding) && !binding.isNow()) {
        // An empty text becomes a null in its column, but it does not mean that the row is deleted.
        boolean isNull = wholeValueIsNull || !record.isAbsent(binding.slot());
        allNull &= record.value(binding.slot()) == null && isNull;
      }
    }
    if (deletes && allNull) {
      if (kind == StatementKind.COUNT) {
        throw new ConversionException(
            "counters are not deleted by a record without values; deletesEnabled=false passes it over");
      }
      return Arrays.copyOf(values, keys);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && leavesUnset(bindings.get(i), record)) {
        values[i] = Row.UNSET;
      }
    }
    return values;
  }

  /** DELETE for values of the key alone, else the plan's own statement. */
  StatementKind kindOf(ByteBuffer[] values) {
    return values.length < bindings.size() ? StatementKind.DELETE : kind;
  }

  private boolean leavesUnset(Binding binding, FieldValues record) {
    return settings.nullToUnset()
        || kind == StatementKind.COUNT
        || (binding.slot() >= 0 && record.isAbsent(binding.slot()));
  }

  /**
   * The values to write for a row whose time to live is over already. Only a record that sets every
   * column may delete the row. Any other one writes nulls where it would set values, so that what
   * other records set stays; its row marker is written with a time to live of 1 s.
   *
   * @param coversTable whether the table has no other columns than those of the plan
   */
  ByteBuffer[] expired(ByteBuffer[] values, boolean coversTable) {
    boolean setsAll = Arrays.stream(values).noneMatch(value -> value == Row.UNSET);
    if (coversTable && setsAll && !hasStatics) {
      return Arrays.copyOf(values, keys);
    }
    ByteBuffer[] nulls = values.clone();
    for (int i = keys; i < nulls.length; i++) {
      nulls[i] = nulls[i] == Row.UNSET ? Row.UNSET : null;
    }
    return nulls;
  }

  /** Whether some cell of a row is shared by all rows of its partition. */
  boolean hasStatics() {
    return hasStatics;
  }

  /** A hash of the table and the partition key. */
  long partitionHash(ByteBuffer[] values) {
    return withColumns(TableLayout.Kind.PARTITION_KEY, nameHash, values);
  }

  /** A hash of the table and the primary key: the same for two keys that are one row. */
  long rowHash(long partitionHash, ByteBuffer[] values) {
    return withColumns(TableLayout.Kind.CLUSTERING, partitionHash, values);
  }

  private long withColumns(TableLayout.Kind part, long hash, ByteBuffer[] values) {
    long all = hash;
    for (int i = 0; i < values.length; i++) {
      if (bindings.get(i).kind() == part) {
        all = RowHash.with(all, identity(i, values[i]));
      }
    }
    return all;
  }

  /** Whether a server takes the two keys for one row. */
  boolean isSameRow(ByteBuffer[] one, ByteBuffer[] other) {
    for (int i = 0; i < keys; i++) {
      if (!identity(i, one[i]).equals(identity(i, other[i]))) {
        return false;
      }
    }
    return true;
  }

  /** A key's value as bytes that are the same for all values which a server takes for the same. */
  private ByteBuffer identity(int binding, ByteBuffer value) {
    Binding key = bindings.get(binding);
    return key.kind() == TableLayout.Kind.CLUSTERING ? key.clusteringForm().apply(value) : value;
  }

  /** How many cells there are beyond one for each value. */
  int furtherCells(ByteBuffer[] values) {
    int further = 0;
    for (int i = keys; hasSeveralCells && i < values.length; i++) {
      DataType type = bindings.get(i).type();
      if (Cells.areSeveral(type) && values[i] != null && values[i] != Row.UNSET) {
        further += Cells.count(type, values[i]);
      }
    }
    return further;
  }

  private ByteBuffer value(Binding binding, FieldValues record) throws ConversionException {
    if (binding.isNow()) {
      return binding.codec().encode(Uuids.timeBased().toString(), false);
    }
    int slot = binding.slot();
    try {
      if (record.isAbsent(slot) && settings.missingFields() == TableSettings.MissingFields.ERROR) {
        throw new ConversionException("the record has no such field");
      }
      Object value = record.value(slot);
      ByteBuffer bytes = value == null ? null : binding.codec().encode(value, record.isJson(slot));
      boolean tooLong = bytes != null && isOfPrimaryKey(binding) && bytes.remaining() > LONGEST_KEY;
      if (tooLong) {
        throw new ConversionException("a part of the primary key is longer than 65535 bytes");
      }
      boolean empty = bytes != null && bytes.remaining() == 0;
      if (empty && binding.kind() == TableLayout.Kind.PARTITION_KEY && hasOnePartitionColumn()) {
        throw new ConversionException("the partition key is empty");
      }
      return bytes;
    } catch (ConversionException e) {
      throw e.at("column " + binding.name());
    }
  }

  private boolean hasOnePartitionColumn() {
    return bindings.stream().filter(b -> b.kind() == TableLayout.Kind.PARTITION_KEY).count() == 1;
  }

  /**
   * @return the microseconds of {@code __timestamp}, or null where the record sets none
   */
  Long mappedWriteTime(FieldValues record) throws ConversionException {
    Object value = writeTimeSlot < 0 ? null : record.value(writeTimeSlot);
    if (value == null) {
      return null;
    }
    try {
      if (value instanceof java.util.Date date) {
        return Math.multiplyExact(date.getTime(), 1_000L);
      }
      Long number = codecs.wholeNumber(value);
      return number == null ? null : inMicros(number, settings.timestampTimeUnit());
    } catch (ConversionException | ArithmeticException e) {
      throw new ConversionException("__timestamp: " + e.getMessage());
    }
  }

  private static long inMicros(long number, TimeUnit unit) {
    return unit == TimeUnit.NANOSECONDS
        ? Math.floorDiv(number, 1_000L)
        : Math.multiplyExact(number, unit.toMicros(1));
  }

  /**
   * @return seconds; 0 for a row that never expires, -1 where neither the record nor a setting says
   */
  long timeToLive(FieldValues record) throws ConversionException {
    if (!hasTimeToLive()) {
      return -1;
    }
    Object value = ttlSlot < 0 ? null : record.value(ttlSlot);
    try {
      Long mapped = value == null ? null : codecs.wholeNumber(value);
      long amount = mapped == null ? settings.ttl() : Math.max(0, mapped);
      long whole = settings.ttlTimeUnit().toSeconds(amount);
      // Less than a second is rounded up to 1, because 0 means for ever.
      long seconds = amount < 0 ? -1 : amount > 0 ? Math.max(1, whole) : 0;
      if (seconds > TableSettings.LONGEST_TTL) {
        throw new ConversionException(TableSettings.TTL_TOO_LONG);
      }
      return seconds;
    } catch (ConversionException e) {
      throw e.at("__ttl");
    }
  }

  /** The serialized partition key, or null where the partition is not known. */
  public ByteBuffer routingKey(Row row) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      if (bindings.get(i).kind() == TableLayout.Kind.PARTITION_KEY) {
        parts.add(row.values[i]);
      }
    }
    if (parts.size() <= 1 || kind == StatementKind.QUERY) {
      return parts.size() == 1 ? parts.get(0).duplicate() : null;
    }
    int size = parts.stream().mapToInt(part -> part.remaining() + 3).sum();
    ByteBuffer composite = ByteBuffer.allocate(size);
    for (ByteBuffer part : parts) {
      composite.putShort((short) part.remaining()).put(part.duplicate()).put((byte) 0);
    }
    return composite.flip();
  }
}
