package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens sessions by the connection settings. */
record ClusterConnector(ConnectionSettings settings) {
  /**
   * @param name of the client, shown by the servers
   * @param timeout for making each connection
   */
  CqlSession connect(String name, Duration timeout)
      throws ClusterUnreachableException, SetupException {
    CqlSession session;
    try {
      CqlSessionBuilder builder =
          CqlSession.builder()
              .withApplicationName(name)
              .withClassLoader(ClusterConnector.class.getClassLoader())
              .withConfigLoader(DriverOptions.loader(settings, timeout));
      for (String host : settings.contactPoints()) {
        builder.addContactPoint(address(host, settings.port()));
      }
      secure(builder);
      session = builder.build();
    } catch (AllNodesFailedException e) {
      throw ConnectFailures.ofNodes(settings, e);
    } catch (RuntimeException e) {
      throw ConnectFailures.ofDriver(e);
    }
    checkSchema(session);
    return session;
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

  private static InetSocketAddress address(String host, int defaultPort) {
    int start = ConnectionSettings.portStart(host);
    String name = start > 0 ? host.substring(0, start - 1) : host;
    int port = start > 0 ? Integer.parseInt(host.substring(start)) : defaultPort;
    return new InetSocketAddress(name.replace("[", "").replace("]", ""), port);
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
