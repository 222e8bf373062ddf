package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.detach.AttachmentPoint;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.internal.core.cql.DefaultColumnDefinition;
import com.datastax.oss.protocol.internal.response.result.ColumnSpec;
import com.datastax.oss.protocol.internal.response.result.RawType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A cluster whose tables a test changes; the driver learns of it when it is told, or asks. */
public final class FakeCluster extends Cluster {
  private static final Pattern VARIABLE = Pattern.compile("\\?|:(\\w+)");

  /** What the servers have. */
  private TableLayout actual;

  /** Tables beside it, which do not change. */
  private final List<TableLayout> others;

  private UUID version = UUID.randomUUID();

  /** What the driver knows. */
  private TableLayout known;

  private Object metadata = new Object();

  /** Texts that were prepared, in their order. */
  public final List<String> prepared = new ArrayList<>();

  public int refreshes;

  /** Thrown by whatever asks a server; null while they answer. */
  public RuntimeException failure;

  public FakeCluster(TableLayout table, TableLayout... others) {
    super(null);
    actual = table;
    known = table;
    this.others = List.of(others);
  }

  /** Changes the table, or drops it with null. The driver does not know of it yet. */
  public void alter(TableLayout table) {
    actual = table;
    version = UUID.randomUUID();
  }

  /** The event of the change reaches the driver. */
  public void tellDriver() {
    known = actual;
    metadata = new Object();
  }

  @Override
  public Object version() {
    return metadata;
  }

  @Override
  public UUID schemaVersion() {
    failIfDown();
    return version;
  }

  @Override
  public CompletionStage<?> refreshSchema() {
    failIfDown();
    refreshes++;
    tellDriver();
    return CompletableFuture.completedFuture(null);
  }

  private void failIfDown() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Optional<TableLayout> table(String keyspace, String table) {
    return Stream.concat(Stream.ofNullable(known), others.stream())
        .filter(found -> found.keyspace().equals(keyspace) && found.table().equals(table))
        .findFirst();
  }

  @Override
  public String missing(String keyspace, String table) {
    return "there is no table " + table;
  }

  /** Refuses names that no column has, as a server does. */
  @Override
  public PreparedStatement prepare(String query, String consistency, boolean idempotent) {
    failIfDown();
    Map<String, TableLayout.Column> columns = new HashMap<>();
    TableLayout written =
        others.stream()
            .filter(
                table -> Pattern.compile("\\.\"?" + table.table() + "\\b").matcher(query).find())
            .findFirst()
            .orElse(actual);
    written.columns().forEach(column -> columns.put(column.name(), column));
    Matcher inserted = Pattern.compile("INSERT[^(]*\\(([^)]*)\\)").matcher(query);
    for (String name : inserted.find() ? inserted.group(1).split(",") : new String[0]) {
      if (!columns.containsKey(name.strip().replace("\"", ""))) {
        throw new InvalidQueryException(null, "Undefined column name " + name);
      }
    }
    prepared.add(query);
    List<ColumnDefinition> variables = new ArrayList<>();
    List<Integer> partitionKey = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(query);
    while (matcher.find()) {
      String name = matcher.group(1);
      TableLayout.Column column = name == null ? null : columns.get(name);
      boolean isWriteTime = query.contains("TIMESTAMP :" + name);
      int unknown = isWriteTime ? DataTypes.BIGINT.getProtocolCode() : 3;
      int code = column == null ? unknown : column.type().getProtocolCode();
      if (column != null && column.kind() == TableLayout.Kind.PARTITION_KEY) {
        partitionKey.add(variables.size());
      }
      ColumnSpec spec =
          new ColumnSpec(
              "ks", "t", name == null ? "?" : name, variables.size(), RawType.PRIMITIVES.get(code));
      variables.add(new DefaultColumnDefinition(spec, AttachmentPoint.NONE));
    }
    return new OfflineStatement(query, variables, partitionKey, idempotent);
  }
}
