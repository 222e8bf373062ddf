package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A session with the cluster, and what the driver knows of nodes and tables. */
public class Cluster implements AutoCloseable {
  private static final Object ONE_REPLICA_SET = new Object();

  private final CqlSession session;

  /** Makes each text to be prepared another request to the driver. */
  private final AtomicInteger prepared = new AtomicInteger();

  Cluster(CqlSession session) {
    this.session = session;
  }

  /**
   * Connects.
   *
   * @param name of the client, shown by the servers
   * @param timeout for making each connection
   * @throws ClusterUnreachableException where the same settings may succeed later
   * @throws SetupException saying what to correct
   */
  public static Cluster connect(ConnectionSettings settings, String name, Duration timeout)
      throws ClusterUnreachableException, SetupException {
    return new Cluster(new ClusterConnector(settings).connect(name, timeout));
  }

  /**
   * Connects to look at the cluster once, asking all contact points side by side.
   *
   * @param deadline for all of them together
   * @throws ClusterUnreachableException where the same settings may succeed later
   * @throws SetupException saying what to correct
   */
  public static Cluster look(ConnectionSettings settings, String name, Duration deadline)
      throws ClusterUnreachableException, SetupException {
    return new Cluster(new ClusterConnector(settings).connectToFirst(name, deadline));
  }

  /** Whether there is a connection to some node. */
  boolean isConnected() {
    return session.getMetadata().getNodes().values().stream()
        .anyMatch(node -> node.getOpenConnections() > 0);
  }

  /**
   * Checked here because the driver only waits when the data centre does not exist.
   *
   * @throws SetupException naming the existing data centres
   */
  public void checkDatacenter(ConnectionSettings settings) throws SetupException {
    String wanted = settings.localDatacenter();
    Set<String> known =
        session.getMetadata().getNodes().values().stream()
            .map(Node::getDatacenter)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!wanted.isBlank() && !known.isEmpty() && !known.contains(wanted)) {
      throw new SetupException(
          Settings.LOCAL_DC,
          Settings.LOCAL_DC
              + " names no data centre: "
              + wanted
              + " is not one of "
              + String.join(", ", known),
          null);
    }
  }

  /** The same text whichever contact points were used, and another one for another cluster. */
  public String identity() {
    return session.getMetadata().getClusterName().orElse("")
        + session.getMetadata().getNodes().keySet().stream()
            .sorted()
            .findFirst()
            .map(node -> " " + node)
            .orElse("");
  }

  /**
   * Asks a server each time. The driver would answer an equal request from its memory, although the
   * table may have changed since; so no two requests have the same page size, which has no meaning
   * for writes.
   *
   * @throws DriverException where the servers refuse the statement, or cannot prepare it now
   */
  public PreparedStatement prepare(String query, String consistency, boolean idempotent) {
    return session.prepare(
        SimpleStatement.newInstance(query)
            .setPageSize(5_000 + prepared.getAndIncrement())
            .setIdempotent(idempotent)
            .setConsistencyLevel(DefaultConsistencyLevel.valueOf(consistency)));
  }

  /** Sends the statement; completed by a thread of the driver. */
  public CompletionStage<AsyncResultSet> send(Statement<?> statement) {
    return session.executeAsync(statement);
  }

  /** Reads the schema again; completed by a thread of the driver. */
  public CompletionStage<?> refreshSchema() {
    return session.refreshSchemaAsync();
  }

  /**
   * The version of the schema that a server has now: another one after each change, of which the
   * driver may learn a moment later.
   *
   * @throws DriverException where no server answers
   */
  public UUID schemaVersion() {
    Row local = session.execute("SELECT schema_version FROM system.local").one();
    return local == null ? null : local.getUuid(0);
  }

  /** Another object each time the driver learns of a change of tables or nodes. */
  public Object version() {
    return session.getMetadata();
  }

  /** The table as the driver knows it now; names are case-sensitive. */
  public Optional<TableLayout> table(String keyspace, String table) {
    return metadata(keyspace, table).map(TableLayout::of);
  }

  Optional<TableMetadata> metadata(String keyspace, String table) {
    return session
        .getMetadata()
        .getKeyspace(CqlIdentifier.fromInternal(keyspace))
        .flatMap(found -> found.getTable(CqlIdentifier.fromInternal(table)));
  }

  /** Why there is no such table, with the names of the keyspace's tables. */
  public String missing(String keyspace, String table) {
    return session
        .getMetadata()
        .getKeyspace(CqlIdentifier.fromInternal(keyspace))
        .map(
            found ->
                "there is no table "
                    + table
                    + " in keyspace "
                    + keyspace
                    + "; it has "
                    + names(found.getTables().keySet()))
        .orElseGet(() -> "there is no keyspace " + keyspace);
  }

  private static String names(Set<CqlIdentifier> identifiers) {
    return identifiers.isEmpty()
        ? "none"
        : identifiers.stream()
            .map(CqlIdentifier::asInternal)
            .sorted()
            .limit(20)
            .collect(Collectors.joining(", "));
  }

  /** The highest replication factor of the keyspace's data centres; 1 where unknown. */
  public int highestReplication(String keyspace) {
    return session
        .getMetadata()
        .getKeyspace(CqlIdentifier.fromInternal(keyspace))
        .map(
            found ->
                found.getReplication().entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("class"))
                    .map(entry -> entry.getValue().split("/")[0])
                    .filter(value -> value.matches("[0-9]+"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(1))
        .orElse(1);
  }

  /** The table's {@code default_time_to_live} in seconds; 0 for none. */
  public int defaultTimeToLive(String keyspace, String table) {
    return metadata(keyspace, table)
        .map(found -> found.getOptions().get(CqlIdentifier.fromInternal("default_time_to_live")))
        .filter(Integer.class::isInstance)
        .map(Integer.class::cast)
        .orElse(0);
  }

  /** When columns of the table were dropped; empty where the servers do not say. */
  public Map<String, Instant> dropTimes(String keyspace, String table) {
    SimpleStatement query =
        SimpleStatement.newInstance(
            "SELECT column_name, dropped_time FROM system_schema.dropped_columns"
                + " WHERE keyspace_name = ? AND table_name = ?",
            keyspace,
            table);
    try {
      return session.execute(query).all().stream()
          .collect(
              Collectors.toMap(
                  row -> row.getString("column_name"), row -> row.getInstant("dropped_time")));
    } catch (DriverException e) {
      return Map.of();
    }
  }

  /**
   * Equal for partitions that live on the same nodes.
   *
   * @param routingKey asked only in clusters of several nodes; null where it is not known
   */
  public Object replicas(String keyspace, Supplier<ByteBuffer> routingKey) {
    if (session.getMetadata().getNodes().size() == 1) {
      return ONE_REPLICA_SET;
    }
    TokenMap tokens = session.getMetadata().getTokenMap().orElse(null);
    ByteBuffer key = routingKey.get();
    return tokens == null || key == null
        ? ONE_REPLICA_SET
        : tokens.getReplicas(CqlIdentifier.fromInternal(keyspace), key);
  }

  /** Does not wait for requests in flight: a replay repeats them. */
  @Override
  public void close() {
    session.forceCloseAsync();
  }
}
