package io.cassink.sink.config;

import static io.cassink.sink.config.Settings.*;

import io.cassink.sink.config.ConnectionSettings.Authentication;
import io.cassink.sink.config.ConnectionSettings.Encryption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;

/** Reads the connection settings and checks that they fit together. */
final class ConnectionReader {
  private final AbstractConfig config;
  private final List<SettingProblem> problems;

  ConnectionReader(AbstractConfig config, List<SettingProblem> problems) {
    this.config = config;
    this.problems = problems;
  }

  ConnectionSettings read() {
    ConnectionSettings settings =
        new ConnectionSettings(
            config.getList(CONTACT_POINTS).stream().filter(host -> !host.isBlank()).toList(),
            config.getInt(PORT),
            config.getString(LOCAL_DC),
            Optional.of(config.getString(SECURE_CONNECT_BUNDLE)).filter(text -> !text.isBlank()),
            Duration.ofSeconds(config.getInt(QUERY_TIMEOUT)),
            config.getInt(POOL_SIZE),
            config.getString(COMPRESSION).toLowerCase(Locale.ROOT),
            authentication(),
            encryption(),
            driver());
    check(settings);
    return settings;
  }

  private void check(ConnectionSettings settings) {
    boolean driverNamesDatacenter =
        settings.driver().keySet().stream().anyMatch(key -> key.endsWith("local-datacenter"));
    if (settings.secureConnectBundle().isPresent()) {
      refuseWithBundle(CONTACT_POINTS, !settings.contactPoints().isEmpty());
      refuseWithBundle(LOCAL_DC, !settings.localDatacenter().isBlank());
      refuseWithBundle(SSL_PROVIDER, settings.encryption().provider() != Encryption.Provider.NONE);
      encryptionKeys(settings.encryption()).forEach(key -> refuseWithBundle(key, true));
    } else {
      refuseWithoutProvider(settings.encryption());
      if (!settings.contactPoints().isEmpty()
          && settings.localDatacenter().isBlank()
          && !driverNamesDatacenter) {
        problem(
            LOCAL_DC, "is needed with " + CONTACT_POINTS + ": name the data centre to write to");
      }
    }
    for (String host : settings.contactPoints()) {
      checkHost(host);
    }
  }

  /** Without a provider the connection, and the password on it, would not be encrypted. */
  private void refuseWithoutProvider(Encryption encryption) {
    if (encryption.provider() == Encryption.Provider.NONE) {
      encryptionKeys(encryption).stream()
          .findFirst()
          .ifPresent(
              key ->
                  problem(
                      SSL_PROVIDER,
                      "is None, but " + key + " is set: write JDK, or take that away"));
    }
  }

  /** The keys that are set and say how to encrypt. */
  private static List<String> encryptionKeys(Encryption encryption) {
    Map<String, Boolean> isSet = new LinkedHashMap<>();
    isSet.put(SSL_CIPHERS, !encryption.cipherSuites().isEmpty());
    isSet.put(SSL_KEYSTORE, !encryption.keystore().isEmpty());
    isSet.put(SSL_TRUSTSTORE, !encryption.truststore().isEmpty());
    isSet.put(SSL_CERTIFICATE_CHAIN, !encryption.certificateChain().isEmpty());
    return isSet.keySet().stream().filter(isSet::get).toList();
  }

  private void refuseWithBundle(String key, boolean isSet) {
    if (isSet) {
      problem(key, "does not go with " + SECURE_CONNECT_BUNDLE + ", which says it already");
    }
  }

  private void checkHost(String host) {
    int port = ConnectionSettings.portStart(host);
    if (port > 0 && !host.substring(port).matches("[0-9]{1,5}")) {
      problem(CONTACT_POINTS, "'" + host + "' has no number behind its colon");
    }
  }

  private Authentication authentication() {
    String username = config.getString(AUTH_USERNAME);
    Password password = config.getPassword(AUTH_PASSWORD);
    Authentication.Method method =
        Authentication.Method.valueOf(config.getString(AUTH_PROVIDER).toUpperCase(Locale.ROOT));
    boolean hasPassword = !password.value().isEmpty();
    if (method == Authentication.Method.NONE && (!username.isEmpty() || hasPassword)) {
      method = Authentication.Method.PLAIN;
    }
    if (method == Authentication.Method.PLAIN && username.isEmpty()) {
      problem(AUTH_USERNAME, "is needed to log in with PLAIN");
    }
    if (method == Authentication.Method.PLAIN && !hasPassword) {
      problem(AUTH_PASSWORD, "is needed to log in with PLAIN");
    }
    return new Authentication(
        method,
        username,
        password,
        config.getString(AUTH_KEY_TAB),
        config.getString(AUTH_PRINCIPAL),
        config.getString(AUTH_SERVICE));
  }

  private Encryption encryption() {
    Encryption encryption =
        new Encryption(
            Encryption.Provider.valueOf(config.getString(SSL_PROVIDER).toUpperCase(Locale.ROOT)),
            config.getList(SSL_CIPHERS).stream().filter(cipher -> !cipher.isBlank()).toList(),
            config.getBoolean(SSL_HOSTNAME),
            config.getString(SSL_KEYSTORE),
            config.getPassword(SSL_KEYSTORE_PASSWORD),
            config.getString(SSL_TRUSTSTORE),
            config.getPassword(SSL_TRUSTSTORE_PASSWORD),
            config.getString(SSL_CERTIFICATE_CHAIN),
            config.getPassword(SSL_PRIVATE_KEY));
    boolean hasKey = !encryption.privateKey().value().isEmpty();
    if (encryption.certificateChain().isEmpty() == hasKey) {
      boolean chainIsMissing = encryption.certificateChain().isEmpty();
      problem(
          chainIsMissing ? SSL_CERTIFICATE_CHAIN : SSL_PRIVATE_KEY,
          "is needed with " + (chainIsMissing ? SSL_PRIVATE_KEY : SSL_CERTIFICATE_CHAIN));
    }
    return encryption;
  }

  /** Kept as passwords, because any setting of the driver may be one. */
  private Map<String, Password> driver() {
    Map<String, Password> settings = new LinkedHashMap<>();
    config
        .originalsStrings()
        .forEach(
            (key, value) -> {
              if (key.startsWith(ConnectionSettings.DRIVER_PREFIX)) {
                settings.put(key, new Password(value));
              }
            });
    return settings;
  }

  private void problem(String key, String message) {
    problems.add(new SettingProblem(key, message));
  }
}
