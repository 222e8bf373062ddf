package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.cassandra.VirtualTable.StoredPartition;
import io.cassink.sink.simulate.cassandra.WriteStatement.Operation;
import io.cassink.sink.simulate.cassandra.WriteStatement.Restriction;
import io.cassink.sink.simulate.cassandra.WriteStatement.Term;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Carries one statement out. */
final class StatementRunner {
  /** Cassandra's limit for an element of a collection, a key, and what a cell's path may take. */
  static final int LONGEST_ELEMENT = 65_535;

  private static final ByteBuffer UNSET = ProtocolConstants.UNSET_VALUE;

  private final WriteStatement statement;
  private final List<ByteBuffer> bound;
  private final long writeTime;
  private final int timeToLive;
  private final long now;
  private final Limits limits;

  /** Makes the paths of list elements rise, as the time UUIDs of a server do. */
  private final long serial;

  /**
   * What a server refuses by size; scaled down in simulations.
   *
   * @param longestElement bytes of an element of a collection that is not frozen
   * @param longestValue bytes of any other value
   */
  record Limits(int longestElement, int longestValue) {}

  /**
   * @param bound values of the variables; null and unset are told apart
   * @param ownTime microseconds: the client's time for a statement without USING TIMESTAMP
   * @param now seconds since 1970, of the server
   * @param serial higher at each call
   */
  StatementRunner(
      WriteStatement statement,
      List<ByteBuffer> bound,
      long ownTime,
      long now,
      long serial,
      Limits limits) {
    this.statement = statement;
    this.bound = bound;
    this.now = now;
    this.serial = serial;
    this.limits = limits;
    ByteBuffer time = value(statement.writeTime());
    this.writeTime = isAbsent(time) ? ownTime : time.getLong(time.position());
    ByteBuffer seconds = value(statement.timeToLive());
    this.timeToLive = isAbsent(seconds) ? 0 : seconds.getInt(seconds.position());
    if (timeToLive < 0) {
      throw new RefusedException("A TTL must be greater or equal to 0, but was " + timeToLive);
    }
  }

  private static boolean isAbsent(ByteBuffer value) {
    return value == null || value == UNSET;
  }

  private ByteBuffer value(Term term) {
    return term == null ? UNSET : term.value(bound);
  }

  /** Throws what a server would refuse, before anything is changed. */
  void check() {
    for (Restriction restriction : statement.restrictions()) {
      ByteBuffer key = value(restriction.value());
      if (isAbsent(key)) {
        throw new RefusedException(
            "Invalid null value in condition for column " + restriction.column().name());
      }
      if (key.remaining() > LONGEST_ELEMENT) {
        throw new RefusedException(
            "Key length of " + key.remaining() + " is longer than maximum of 65535");
      }
    }
    for (Operation operation : statement.operations()) {
      ByteBuffer value = value(operation.value());
      if (!isAbsent(value)) {
        checkSize(operation, value);
      }
    }
  }

  private void checkSize(Operation operation, ByteBuffer value) {
    DataType type = operation.column().type();
    if (isMultiCell(type) && !(type instanceof UserDefinedType)) {
      List<ByteBuffer> elements =
          operation.change() == WriteStatement.Change.PUT
              ? List.of(value)
              : type instanceof MapType ? TypeOrder.pairs(value) : TypeOrder.elements(value);
      for (ByteBuffer element : elements) {
        if (element.remaining() > limits.longestElement()) {
          throw new RefusedException("Collection element is too long: " + element.remaining());
        }
      }
    }
    if (value.remaining() > limits.longestValue()) {
      throw new RefusedException(
          "Rejected an oversized mutation of " + value.remaining() + " bytes");
    }
  }

  static boolean isMultiCell(DataType type) {
    return (type instanceof ListType list && !list.isFrozen())
        || (type instanceof SetType set && !set.isFrozen())
        || (type instanceof MapType map && !map.isFrozen())
        || (type instanceof UserDefinedType udt && !udt.isFrozen());
  }

  void run(VirtualTable table) {
    ColumnDefinitions definitions = table.definitions();
    StoredPartition partition = table.partition(key(definitions.of(Role.PARTITION_KEY)));
    List<Column> clustering = definitions.of(Role.CLUSTERING);
    boolean wholeRow = clustering.stream().allMatch(column -> restriction(column, "=") != null);
    if (statement.kind() == WriteStatement.Kind.DELETE && statement.operations().isEmpty()) {
      delete(partition, clustering, wholeRow);
      return;
    }
    boolean regular = wholeRow && (clustering.isEmpty() || !onlyStatic() || isInsert());
    StoredRow row = regular ? partition.row(key(clustering)) : null;
    if (isInsert() && row != null) {
      row.mark(RowMarker.of(writeTime, timeToLive, now));
    }
    for (Operation operation : statement.operations()) {
      boolean isStatic = operation.column().role() == Role.STATIC;
      change(isStatic ? partition.statics() : row, operation);
    }
  }

  private boolean isInsert() {
    return statement.kind() == WriteStatement.Kind.INSERT;
  }

  private boolean onlyStatic() {
    return statement.operations().stream().allMatch(o -> o.column().role() == Role.STATIC);
  }

  private void delete(StoredPartition partition, List<Column> clustering, boolean wholeRow) {
    if (!clustering.isEmpty() && !wholeRow) {
      List<Predicate<List<ByteBuffer>>> all = new ArrayList<>();
      for (int i = 0; i < clustering.size(); i++) {
        int index = i;
        DataType type = clustering.get(i).type();
        for (Restriction restriction : statement.restrictions()) {
          if (restriction.column().equals(clustering.get(i))) {
            ByteBuffer edge = TypeOrder.stored(type, value(restriction.value()));
            all.add(
                key ->
                    satisfies(
                        TypeOrder.compare(type, key.get(index), edge), restriction.operator()));
          }
        }
      }
      if (all.isEmpty()) {
        partition.delete(writeTime);
      } else {
        partition.deleteRange(key -> all.stream().allMatch(test -> test.test(key)), writeTime);
      }
    } else if (clustering.isEmpty()) {
      partition.delete(writeTime);
    } else {
      partition.row(key(clustering)).delete(writeTime);
    }
  }

  private static boolean satisfies(int order, String operator) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> order == 0;
    };
  }

  private Restriction restriction(Column column, String operator) {
    for (Restriction restriction : statement.restrictions()) {
      if (restriction.column().equals(column) && restriction.operator().equals(operator)) {
        return restriction;
      }
    }
    return null;
  }

  private List<ByteBuffer> key(List<Column> columns) {
    List<ByteBuffer> key = new ArrayList<>(columns.size());
    for (Column column : columns) {
      key.add(TypeOrder.stored(column.type(), value(restriction(column, "=").value())));
    }
    return key;
  }

  private void change(StoredRow row, Operation operation) {
    Column column = operation.column();
    ByteBuffer value = value(operation.value());
    if (value == UNSET && operation.value() != null) {
      return;
    }
    ColumnCells cells = row.column(column);
    switch (operation.change()) {
      case SET -> set(column, cells, value);
      case ADD -> add(column, cells, value);
      case SUBTRACT -> count(cells, -value.getLong(value.position()));
      case PUT -> put(cells, value(operation.key()), value);
      case REMOVE -> {
        if (isMultiCell(column.type())) {
          cells.delete(writeTime);
        } else {
          put(cells, ColumnCells.WHOLE, null);
        }
      }
      case REMOVE_ELEMENT -> put(cells, value(operation.key()), null);
      default -> throw new IllegalStateException();
    }
  }

  private void put(ColumnCells cells, ByteBuffer path, ByteBuffer value) {
    cells.put(path, Cell.of(writeTime, timeToLive, now, value));
  }

  private void set(Column column, ColumnCells cells, ByteBuffer value) {
    if (!isMultiCell(column.type())) {
      put(cells, ColumnCells.WHOLE, TypeOrder.stored(column.type(), value));
      return;
    }
    cells.delete(writeTime - 1);
    if (value != null) {
      add(column, cells, value);
    }
  }

  private void add(Column column, ColumnCells cells, ByteBuffer value) {
    DataType type = column.type();
    if (type.equals(DataTypes.COUNTER)) {
      count(cells, value.getLong(value.position()));
    } else if (type instanceof MapType map) {
      List<ByteBuffer> pairs = TypeOrder.pairs(value);
      for (int i = 0; i < pairs.size(); i += 2) {
        put(
            cells,
            TypeOrder.stored(map.getKeyType(), pairs.get(i)),
            TypeOrder.stored(map.getValueType(), pairs.get(i + 1)));
      }
    } else if (type instanceof SetType set) {
      for (ByteBuffer element : TypeOrder.elements(value)) {
        put(cells, TypeOrder.stored(set.getElementType(), element), ByteBuffer.allocate(0));
      }
    } else if (type instanceof ListType list) {
      int index = 0;
      for (ByteBuffer element : TypeOrder.elements(value)) {
        ByteBuffer path = ByteBuffer.allocate(12).putLong(serial).putInt(index++).flip();
        put(cells, path, TypeOrder.stored(list.getElementType(), element));
      }
    } else {
      UserDefinedType udt = (UserDefinedType) type;
      List<ByteBuffer> fields = TypeOrder.fields(value);
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i) != null) {
          ByteBuffer path = ByteBuffer.allocate(2).putShort((short) i).flip();
          put(cells, path, TypeOrder.stored(udt.getFieldTypes().get(i), fields.get(i)));
        }
      }
    }
  }

  /** Counters have no write time of a client: each addition counts. */
  private static void count(ColumnCells cells, long added) {
    Cell before = cells.cells().get(ColumnCells.WHOLE);
    long sum = added + (before == null ? 0 : before.value().getLong(0));
    ByteBuffer value = ByteBuffer.allocate(8).putLong(0, sum);
    cells.cells().put(ColumnCells.WHOLE, new Cell(0, 0, Cell.NEVER, value));
  }
}
