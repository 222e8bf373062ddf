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
import io.cassink.sink.mapping.Source;
import io.cassink.sink.metrics.RowCounts;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Turns the records of one topic into rows of one table. Compiled once; used by one thread.
 *
 * @see RowPlanCompiler
 */
public final class RowPlan {
  private static final String BEYOND_5138 =
      "is beyond the year 5138; is timestampTimeUnit the unit of the record's number?";

  /** Bytes. Cassandra stores the length of a key's part in two bytes. */
  private static final int LONGEST_KEY = 65_535;

  /**
   * A column, or a bind variable of a query, and where its value comes from.
   *
   * @param source of its value, for messages
   * @param slot of the field in {@link FieldValues}, or -1 for now()
   * @param clusteringForm see {@link ClusteringForm}
   */
  record Binding(
      String name,
      Source source,
      int slot,
      ColumnCodec codec,
      DataType type,
      TableLayout.Kind kind,
      UnaryOperator<ByteBuffer> clusteringForm) {
    boolean isNow() {
      return slot < 0;
    }
  }

  /**
   * What a row holds.
   *
   * @param values of all bindings, or of the key alone for a DELETE
   */
  record Content(StatementKind kind, ByteBuffer[] values) {}

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
  private final boolean coversTable;
  private final int ttlSlot;
  private final int writeTimeSlot;
  private final ColumnCodecs codecs;
  private final long nameHash;
  private final int keys;
  private final boolean hasSeveralCells;
  private final boolean hasStatics;
  private final WriteTimeNeed writeTimeNeed;
  private final boolean idempotent;
  private final RowCounts counts;

  RowPlan(
      TableSettings settings,
      StatementKind kind,
      List<Binding> bindings,
      boolean coversTable,
      int ttlSlot,
      int writeTimeSlot,
      ColumnCodecs codecs,
      TableLayout layout,
      RowCounts counts) {
    this.settings = settings;
    this.kind = kind;
    this.bindings = bindings;
    this.coversTable = coversTable;
    this.ttlSlot = ttlSlot;
    this.writeTimeSlot = writeTimeSlot;
    this.codecs = codecs;
    this.nameHash = RowHash.of(settings.qualifiedName());
    this.keys = (int) bindings.stream().filter(RowPlan::isOfPrimaryKey).count();
    this.hasSeveralCells = bindings.stream().map(Binding::type).anyMatch(Cells::areSeveral);
    this.hasStatics =
        bindings.stream().anyMatch(binding -> binding.kind() == TableLayout.Kind.STATIC);
    this.writeTimeNeed = findWriteTimeNeed(layout);
    this.idempotent =
        kind == StatementKind.QUERY
            ? QueryRules.isIdempotent(settings.query().orElseThrow(), layout)
            : kind != StatementKind.COUNT;
    this.counts = counts;
  }

  /** Whether a record may delete its row. */
  boolean deletes() {
    return coversTable && settings.deletesEnabled();
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
    return idempotent;
  }

  WriteTimeNeed writeTimeNeed() {
    return writeTimeNeed;
  }

  /** Whether rows are written with a time of the sink, or of the record. */
  public boolean takesWriteTime() {
    return writeTimeNeed != WriteTimeNeed.NONE;
  }

  private WriteTimeNeed findWriteTimeNeed(TableLayout layout) {
    if (kind == StatementKind.QUERY) {
      return QueryRules.writeTimeNeed(settings.query().orElseThrow(), layout);
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
   * The values of a record's row, in the order of the bindings; a DELETE where the record has a
   * null for each column, or a null value in a table of key columns alone.
   *
   * @param fields of the record
   * @throws ConversionException naming the column and the field
   */
  Content content(FieldValues fields, SinkRecord record) throws ConversionException {
    ByteBuffer[] values = new ByteBuffer[bindings.size()];
    boolean isTombstone = record.value() == null;
    boolean allNull = true;
    // Where only the key can tell, a value that is there is one to write.
    boolean canBeNull = isTombstone;
    for (int i = 0; i < values.length; i++) {
      Binding binding = bindings.get(i);
      values[i] = value(binding, fields, record);
      if (!isOfPrimaryKey(binding) && !binding.isNow()) {
        // An empty text becomes a null in its column, but it does not mean that the row is deleted.
        boolean isNull = isTombstone || !fields.isAbsent(binding.slot());
        allNull &= fields.value(binding.slot()) == null && isNull;
        canBeNull = true;
      }
    }
    if (allNull && canBeNull && deletes()) {
      if (kind == StatementKind.COUNT) {
        throw new ConversionException(
            "counters are not deleted by a record without values; deletesEnabled=false passes it over");
      }
      return deletion(values);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && leavesUnset(bindings.get(i), fields)) {
        values[i] = Row.UNSET;
      }
    }
    return new Content(kind, values);
  }

  private Content deletion(ByteBuffer[] values) {
    return new Content(StatementKind.DELETE, Arrays.copyOf(values, keys));
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
   */
  Content expired(ByteBuffer[] values) {
    boolean setsAll = Arrays.stream(values).noneMatch(value -> value == Row.UNSET);
    if (coversTable && setsAll && !hasStatics) {
      return deletion(values);
    }
    ByteBuffer[] nulls = values.clone();
    for (int i = keys; i < nulls.length; i++) {
      nulls[i] = nulls[i] == Row.UNSET ? Row.UNSET : null;
    }
    return new Content(kind, nulls);
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

  /** How many cells those values have that may have several; one for each value is not counted. */
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

  private ByteBuffer value(Binding binding, FieldValues fields, SinkRecord record)
      throws ConversionException {
    if (binding.isNow()) {
      return binding.codec().encode(Uuids.timeBased().toString(), false);
    }
    int slot = binding.slot();
    boolean isMissing =
        fields.isAbsent(slot) && settings.missingFields() == TableSettings.MissingFields.ERROR;
    try {
      Object value = fields.value(slot);
      ByteBuffer bytes = value == null ? null : binding.codec().encode(value, fields.isJson(slot));
      if (isMissing || (bytes == null && isOfPrimaryKey(binding))) {
        throw new ConversionException(AbsentValue.reason(binding, fields, record));
      }
      if (bytes != null && isOfPrimaryKey(binding)) {
        checkKey(binding, bytes);
      }
      return bytes;
    } catch (ConversionException e) {
      throw e.at("column " + binding.name() + ", from " + binding.source());
    }
  }

  private void checkKey(Binding binding, ByteBuffer bytes) throws ConversionException {
    if (bytes.remaining() > LONGEST_KEY) {
      throw new ConversionException("a part of the primary key is longer than 65535 bytes");
    }
    boolean isPartition = binding.kind() == TableLayout.Kind.PARTITION_KEY;
    if (bytes.remaining() == 0 && isPartition && hasOnePartitionColumn()) {
      throw new ConversionException("the partition key is empty");
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
      Instant instant = codecs.instant(value);
      if (instant != null) {
        long micros = Math.multiplyExact(instant.getEpochSecond(), 1_000_000L);
        return bounded(Math.addExact(micros, instant.getNano() / 1_000));
      }
      Long number = codecs.wholeNumber(value);
      return number == null ? null : bounded(inMicros(number, settings.timestampTimeUnit()));
    } catch (ArithmeticException e) {
      throw new ConversionException("__timestamp: " + BEYOND_5138);
    } catch (ConversionException e) {
      throw e.at("__timestamp");
    }
  }

  /** A write time of far in the future could never be overwritten, so it is refused. */
  private static long bounded(long micros) throws ConversionException {
    long latest = 1_000 * RecordRows.LATEST;
    if (micros >= latest || micros <= -latest) {
      throw new ConversionException(BEYOND_5138);
    }
    return micros;
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
