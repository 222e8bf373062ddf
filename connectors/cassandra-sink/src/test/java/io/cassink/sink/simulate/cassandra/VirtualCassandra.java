package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.metadata.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of a cluster, and what a client does with them. */
public final class VirtualCassandra {
  private final Map<String, VirtualTable> tables = new HashMap<>();
  private final Map<String, WriteStatement> parsed = new HashMap<>();
  private final StatementRunner.Limits limits;
  private final String name;
  private Metadata metadata;
  private long statements;

  /**
   * @param longestElement bytes of an element of a collection; longer ones are refused
   * @param longestValue bytes of another value; longer ones are refused
   */
  public VirtualCassandra(
      String name, List<ColumnDefinitions> definitions, int longestElement, int longestValue) {
    this.name = name;
    this.limits = new StatementRunner.Limits(longestElement, longestValue);
    definitions.forEach(table -> tables.put(table.qualifiedName(), new VirtualTable(table)));
    refreshMetadata();
  }

  /** Adds or drops columns; what they hold stays. */
  public void alter(ColumnDefinitions altered) {
    tables.get(altered.qualifiedName()).alter(altered);
    parsed.clear();
    refreshMetadata();
  }

  private void refreshMetadata() {
    metadata =
        new VirtualSchema(name, tables.values().stream().map(VirtualTable::definitions).toList());
  }

  Metadata metadata() {
    return metadata;
  }

  /** The statement, which stays valid until a column of it is dropped. */
  WriteStatement parse(String text) {
    return parsed.computeIfAbsent(text, unused -> CqlParser.parse(text, this::definitions));
  }

  private ColumnDefinitions definitions(String table) {
    VirtualTable found = tables.get(table);
    return found == null ? null : found.definitions();
  }

  /**
   * Carries out all of them or, where one is refused, none.
   *
   * @param nowMillis the server's clock
   * @throws RefusedException as the server would refuse the request
   */
  void apply(List<BoundWrite> writes, long nowMillis) {
    StatementRunner[] runners = new StatementRunner[writes.size()];
    for (int i = 0; i < runners.length; i++) {
      BoundWrite write = writes.get(i);
      long ownTime = write.ownTime() == null ? nowMillis * 1_000 : write.ownTime();
      runners[i] =
          new StatementRunner(
              write.statement(), write.values(), ownTime, nowMillis / 1_000, statements++, limits);
      checkColumns(write.statement());
      runners[i].check();
    }
    for (int i = 0; i < runners.length; i++) {
      runners[i].run(tables.get(writes.get(i).table()));
    }
  }

  private void checkColumns(WriteStatement statement) {
    ColumnDefinitions now = definitions(statement.table().qualifiedName());
    for (WriteStatement.Operation operation : statement.operations()) {
      if (now == null || now.column(operation.column().name()) == null) {
        throw new RefusedException("Undefined column name " + operation.column().name());
      }
    }
  }

  /**
   * The highest write time that the column of a row has seen, of values and deletions alike.
   *
   * @param key as the driver's codecs take it
   * @param column null for the row's marker
   */
  public long highestWriteTime(String table, List<Object> key, String column) {
    return new RowProbe(tables.get(table), key).highestWriteTime(column);
  }

  /**
   * @param nowMillis the server's clock
   */
  public List<ReadRow> read(String table, long nowMillis) {
    return new TableReader(tables.get(table), nowMillis / 1_000).rows();
  }
}
