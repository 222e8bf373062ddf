package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A session with the cluster, and what is known of its nodes and tables. */
public final class Cluster implements AutoCloseable {
  private static final Object ONE_REPLICA_SET = new Object();

  private final CqlSession session;

  private Cluster(CqlSession session) {
    this.session = session;
  }

  /**
   * Connects.
   *
   * @param name shown to the servers as the client's
   * @param timeout for each connection to be made and answered
   * @throws ClusterUnreachableException saying what to correct
   */
  public static Cluster connect(ConnectionSettings settings, String name, Duration timeout)
      throws ClusterUnreachableException {
    try {
      CqlSessionBuilder builder =
          CqlSession.builder()
              .withApplicationName(name)
              .withClassLoader(Cluster.class.getClassLoader())
              .withConfigLoader(DriverOptions.loader(settings, timeout));
      for (String host : settings.contactPoints()) {
        builder.addContactPoint(address(host, settings.port()));
      }
      secure(builder, settings);
      Cluster cluster = new Cluster(builder.build());
      cluster.checkDatacenter(settings);
      return cluster;
    } catch (AllNodesFailedException e) {
      throw new ClusterUnreachableException(explain(settings, e), e);
    } catch (RuntimeException e) {
      throw new ClusterUnreachableException(
          "the driver cannot start: " + ErrorClassifier.describe(e), e);
    }
  }

  private static void secure(CqlSessionBuilder builder, ConnectionSettings settings)
      throws ClusterUnreachableException {
    if (settings.secureConnectBundle().isPresent()) {
      String bundle = settings.secureConnectBundle().get();
      builder.withCloudSecureConnectBundle(
          new ByteArrayInputStream(FileContent.read(Settings.SECURE_CONNECT_BUNDLE, bundle)));
    }
    ConnectionSettings.Authentication login = settings.authentication();
    if (login.method() == ConnectionSettings.Authentication.Method.PLAIN) {
      builder.withAuthCredentials(login.username(), login.password().value());
    }
    ConnectionSettings.Encryption encryption = settings.encryption();
    if (encryption.provider() != ConnectionSettings.Encryption.Provider.NONE) {
      String[] ciphers =
          encryption.cipherSuites().isEmpty()
              ? null
              : encryption.cipherSuites().toArray(new String[0]);
      builder.withSslEngineFactory(
          new ProgrammaticSslEngineFactory(
              new TransportSecurity(encryption).context(),
              ciphers,
              encryption.validateHostname(),
              DriverOptions.looksUpNames(settings)));
    }
  }

  private static InetSocketAddress address(String host, int defaultPort) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
    String name = hasPort ? host.substring(0, colon) : host;
    int port = hasPort ? Integer.parseInt(host.substring(colon + 1)) : defaultPort;
    return new InetSocketAddress(name.replace("[", "").replace("]", ""), port);
  }

  private static String explain(ConnectionSettings settings, AllNodesFailedException e) {
    boolean denied =
        e.getAllErrors().values().stream()
            .flatMap(List::stream)
            .anyMatch(AuthenticationException.class::isInstance);
    String reason = ErrorClassifier.describe(e);
    return denied
        ? "the cluster refuses to log in; correct auth.username and auth.password: " + reason
        : "no node of "
            + (settings.contactPoints().isEmpty()
                ? "127.0.0.1"
                : String.join(", ", settings.contactPoints()))
            + " answers; look at contactPoints, port and ssl.*: "
            + reason;
  }

  /** The driver itself connects to no node of a data centre that does not exist, and waits. */
  private void checkDatacenter(ConnectionSettings settings) throws ClusterUnreachableException {
    String wanted = settings.localDatacenter();
    Set<String> known =
        session.getMetadata().getNodes().values().stream()
            .map(Node::getDatacenter)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!wanted.isBlank() && !known.isEmpty() && !known.contains(wanted)) {
      close();
      throw new ClusterUnreachableException(
          Settings.LOCAL_DC
              + " names no data centre: "
              + wanted
              + " is not one of "
              + String.join(", ", known),
          null);
    }
  }

  /** The same for every way to the cluster, and another one for every other cluster. */
  public String identity() {
    return session.getMetadata().getClusterName().orElse("")
        + session.getMetadata().getNodes().keySet().stream()
            .sorted()
            .findFirst()
            .map(node -> " " + node)
            .orElse("");
  }

  CqlSession session() {
    return session;
  }

  /** The table as the driver knows it now; names are literal. */
  public Optional<TableLayout> table(String keyspace, String table) {
    return metadata(keyspace, table).map(TableLayout::of);
  }

  Optional<TableMetadata> metadata(String keyspace, String table) {
    return session
        .getMetadata()
        .getKeyspace(CqlIdentifier.fromInternal(keyspace))
        .flatMap(found -> found.getTable(CqlIdentifier.fromInternal(table)));
  }

  /** Why there is no such table: names the keyspaces or tables that there are. */
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

  /** Replication factors of the keyspace, by data centre or as a whole; 1 where unknown. */
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

  /** Equal for partitions that live on the same nodes. */
  Object replicas(String keyspace, ByteBuffer routingKey) {
    if (routingKey == null || session.getMetadata().getNodes().size() == 1) {
      return ONE_REPLICA_SET;
    }
    TokenMap tokens = session.getMetadata().getTokenMap().orElse(null);
    return tokens == null
        ? ONE_REPLICA_SET
        : tokens.getReplicas(CqlIdentifier.fromInternal(keyspace), routingKey);
  }

  @Override
  public void close() {
    session.close();
  }
}
