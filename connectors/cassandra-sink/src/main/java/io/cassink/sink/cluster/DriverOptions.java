package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/**
 * The driver's configuration: our settings, then the user's {@code datastax-java-driver.*}, then
 * our defaults.
 */
final class DriverOptions {
  private static final String ROOT = ConnectionSettings.DRIVER_PREFIX;

  private DriverOptions() {}

  /**
   * @param connectTimeout for making each connection
   * @throws SetupException where a file that a setting names cannot be read
   */
  static DriverConfigLoader loader(ConnectionSettings settings, Duration connectTimeout)
      throws SetupException {
    return loader(settings, defaults(connectTimeout));
  }

  /** For a session that only looks at the cluster, and is one of several: with few threads. */
  static DriverConfigLoader small(ConnectionSettings settings, Duration connectTimeout)
      throws SetupException {
    Map<String, Object> options = defaults(connectTimeout);
    options.put(ROOT + "advanced.netty.io-group.size", 1);
    options.put(ROOT + "advanced.netty.admin-group.size", 1);
    return loader(settings, options);
  }

  private static DriverConfigLoader loader(
      ConnectionSettings settings, Map<String, Object> defaultOptions) throws SetupException {
    Map<String, Object> users = new LinkedHashMap<>();
    settings.driver().forEach((key, value) -> users.put(key, value.value()));
    Config all = ConfigFactory.parseMap(ours(settings)).withFallback(ConfigFactory.parseMap(users));
    Config defaults = ConfigFactory.parseMap(defaultOptions);
    return DriverConfigLoader.fromString(
        all.withFallback(defaults).root().render(ConfigRenderOptions.concise()));
  }

  /**
   * Whether a certificate is compared with the DNS name of a node's address instead of the address:
   * the driver's setting for that, with its default.
   */
  static boolean looksUpNames(ConnectionSettings settings) {
    Password set =
        settings.driver().get(ROOT + "advanced.ssl-engine-factory.allow-dns-reverse-lookup-san");
    return set == null || Boolean.parseBoolean(set.value());
  }

  private static Map<String, Object> ours(ConnectionSettings settings) throws SetupException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(ROOT + "basic.request.timeout", millis(settings.requestTimeout()));
    options.put(ROOT + "advanced.connection.pool.local.size", settings.connectionsPerNode());
    options.put(ROOT + "advanced.protocol.compression", settings.compression());
    if (!settings.localDatacenter().isBlank()) {
      options.put(
          ROOT + "basic.load-balancing-policy.local-datacenter", settings.localDatacenter());
    }
    ConnectionSettings.Authentication login = settings.authentication();
    if (login.method() == ConnectionSettings.Authentication.Method.GSSAPI) {
      String provider = ROOT + "advanced.auth-provider.";
      options.put(provider + "class", "DseGssApiAuthProvider");
      options.put(provider + "service", login.service());
      boolean hasKeyTab = !login.keyTab().isEmpty();
      options.put(provider + "login-configuration.useTicketCache", String.valueOf(!hasKeyTab));
      options.put(provider + "login-configuration.useKeyTab", String.valueOf(hasKeyTab));
      if (hasKeyTab) {
        Path keyTab = FileContent.file(Settings.AUTH_KEY_TAB, login.keyTab());
        options.put(provider + "login-configuration.keyTab", keyTab.toString());
      }
      if (!login.principal().isEmpty()) {
        options.put(provider + "login-configuration.principal", login.principal());
      }
    }
    return options;
  }

  private static Map<String, Object> defaults(Duration connectTimeout) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(ROOT + "advanced.connection.connect-timeout", millis(connectTimeout));
    options.put(ROOT + "advanced.connection.init-query-timeout", millis(connectTimeout));
    options.put(ROOT + "advanced.control-connection.timeout", millis(connectTimeout));
    options.put(ROOT + "advanced.metadata.schema.request-timeout", millis(connectTimeout));
    // A change of a table is to be known soon: until then, rows are made for the table as it was.
    options.put(ROOT + "advanced.metadata.schema.debouncer.window", "100 milliseconds");
    options.put(ROOT + "advanced.monitor-reporting.enabled", false);
    // The driver's default is a minute, for which a node that is back would get no writes.
    options.put(ROOT + "advanced.reconnection-policy.max-delay", "5 seconds");
    // Sessions are closed without waiting for what is in flight, so there is nothing to be quiet
    // for;
    // a failure to connect would be told 2 s later.
    options.put(ROOT + "advanced.netty.io-group.shutdown.quiet-period", 0);
    options.put(ROOT + "advanced.netty.admin-group.shutdown.quiet-period", 0);
    // No warnings of leaked sessions: each connector of a worker has one.
    options.put(ROOT + "advanced.session-leak.threshold", 0);
    // The native clock needs a library that is not in the plugin; the driver would log a stack
    // trace.
    options.put(ROOT + "advanced.timestamp-generator.force-java-clock", true);
    return options;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " milliseconds";
  }
}
