package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Opens sessions by the connection settings. */
record ClusterConnector(ConnectionSettings settings) {
  /** So many sessions are made to ask contact points side by side; each asks its share in turn. */
  private static final int SIDE_BY_SIDE = 16;

  /**
   * @param name of the client, shown by the servers
   * @param timeout for making each connection
   */
  CqlSession connect(String name, Duration timeout)
      throws ClusterUnreachableException, SetupException {
    CqlSession session;
    try {
      session = builder(name, DriverOptions.loader(settings, timeout), endPoints()).build();
    } catch (AllNodesFailedException e) {
      throw ConnectFailures.ofNodes(settings, e);
    } catch (RuntimeException e) {
      throw ConnectFailures.ofDriver(e);
    }
    checkSchema(session);
    return session;
  }

  /**
   * Takes the session of the first contact point that answers. It knows the others only from the
   * cluster, so it is not for writing.
   *
   * @param deadline for all contact points together
   */
  CqlSession connectToFirst(String name, Duration deadline)
      throws ClusterUnreachableException, SetupException {
    List<EndPoint> points = endPoints();
    List<CompletionStage<CqlSession>> asked = new ArrayList<>();
    int sessions = Math.max(1, Math.min(SIDE_BY_SIDE, points.size()));
    try {
      for (int first = 0; first < sessions; first++) {
        List<EndPoint> share = new ArrayList<>();
        for (int i = first; i < points.size(); i += sessions) {
          share.add(points.get(i));
        }
        asked.add(builder(name, DriverOptions.small(settings, deadline), share).buildAsync());
      }
    } catch (RuntimeException e) {
      throw ConnectFailures.ofDriver(e);
    }
    CqlSession session = new FirstToAnswer(asked).within(deadline, settings);
    checkSchema(session);
    return session;
  }

  private CqlSessionBuilder builder(
      String name, DriverConfigLoader options, List<EndPoint> endPoints) throws SetupException {
    CqlSessionBuilder builder =
        SchemaReading.sessions()
            .withApplicationName(name)
            .withClassLoader(ClusterConnector.class.getClassLoader())
            .withConfigLoader(options)
            .addContactEndPoints(endPoints);
    secure(builder);
    return builder;
  }

  private List<EndPoint> endPoints() {
    List<EndPoint> points = new ArrayList<>();
    for (String host : settings.contactPoints()) {
      points.addAll(endPoints(host, ContactEndPoint.Names.SYSTEM));
    }
    return points;
  }

  /** Addresses stay what they are; names are looked up again at each connection. */
  List<EndPoint> endPoints(String host, ContactEndPoint.Names names) {
    int start = ConnectionSettings.portStart(host);
    String name = (start > 0 ? host.substring(0, start - 1) : host).replaceAll("[\\[\\]]", "");
    int port = start > 0 ? Integer.parseInt(host.substring(start)) : settings.port();
    if (name.matches("[0-9.]+") || name.contains(":")) {
      return List.of(new DefaultEndPoint(new InetSocketAddress(name, port)));
    }
    List<EndPoint> points = ContactEndPoint.of(name, port, names);
    return points.isEmpty()
        ? List.of(new DefaultEndPoint(InetSocketAddress.createUnresolved(name, port)))
        : points;
  }

  private void secure(CqlSessionBuilder builder) throws SetupException {
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

  /**
   * Checked because a driver that cannot read the schema goes on without it, as if there were no
   * table.
   */
  private static void checkSchema(CqlSession session)
      throws ClusterUnreachableException, SetupException {
    if (!session.getMetadata().getKeyspaces().isEmpty()) {
      return;
    }
    try {
      session.refreshSchema();
    } catch (RuntimeException e) {
      session.close();
      throw ConnectFailures.ofSchema(e);
    }
  }
}
