package io.cassink.sink.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How the cluster is reached. Secrets are {@link Password}s, which print as {@code [hidden]}.
 *
 * @param contactPoints hosts, with or without a port
 * @param secureConnectBundle a path, an address, or {@code base64:} with the content
 * @param driver settings of the driver itself, by their full names; ours take precedence
 */
public record ConnectionSettings(
    List<String> contactPoints,
    int port,
    String localDatacenter,
    Optional<String> secureConnectBundle,
    Duration requestTimeout,
    int connectionsPerNode,
    String compression,
    Authentication authentication,
    Encryption encryption,
    Map<String, Password> driver) {
  /** Settings with this prefix are passed to the driver. */
  public static final String DRIVER_PREFIX = "datastax-java-driver.";

  public ConnectionSettings {
    contactPoints = List.copyOf(contactPoints);
    driver = Map.copyOf(driver);
  }

  /** The index after the colon before the port, or -1 for a contact point without a port. */
  public static int portStart(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    boolean isIpv6 = contactPoint.indexOf(':') != colon && contactPoint.charAt(colon - 1) != ']';
    return colon <= 0 || isIpv6 ? -1 : colon + 1;
  }

  /** How the connector logs in. */
  public record Authentication(
      Method method,
      String username,
      Password password,
      String keyTab,
      String principal,
      String service) {
    /** The settings' words. */
    public enum Method {
      NONE,
      PLAIN,
      GSSAPI
    }
  }

  /** How connections are encrypted. Files are paths, or {@code base64:} with the content. */
  public record Encryption(
      Provider provider,
      List<String> cipherSuites,
      boolean validateHostname,
      String keystore,
      Password keystorePassword,
      String truststore,
      Password truststorePassword,
      String certificateChain,
      Password privateKey) {
    /** The settings' words. */
    public enum Provider {
      NONE,
      JDK,
      OPENSSL
    }
  }
}
