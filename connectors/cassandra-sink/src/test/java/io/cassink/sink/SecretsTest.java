package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.receipts.KafkaReceiptClients;
import io.cassink.sink.receipts.ReceiptClients;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.ScriptedCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A canary in every setting that may hold a secret, in each form that it is given in by mistake, is
 * seen in no answer, failure, log at TRACE, or MBean.
 */
class SecretsTest {
  private static final String CANARY = "C4N4RY";

  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\n"
          + (CANARY + "s3cret").repeat(20)
          + "\n-----END PRIVATE KEY-----";

  /** What would be seen of the secret: itself, or its Base64 at each of the three alignments. */
  private static final List<String> TRACES = List.of(CANARY, "QzRONFJZ", "M0TjRSW", "NE40Ul");

  /** Of a key that nobody has. */
  private static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\n"
          + "MIIBdDCCARugAwIBAgIUD6fA8NVauhhCf4JbVdrhiEzEkjYwCgYIKoZIzj0EAwIw\n"
          + "DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjcwNDUyNDlaGA8yMTI2MTEwMzA0NTI0\n"
          + "OVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDdV\n"
          + "4piBgSL6Wd5oSSUUUs2T1h05cDk2dnh6Wpvrc5LMA3wNnyyBQWtKkCEmLflLFMH/\n"
          + "7eEzpF5eTNqt/DnUSvOjUzBRMB0GA1UdDgQWBBQonWIMPLW88XmkZYh9EiCm3+ah\n"
          + "vjAfBgNVHSMEGDAWgBQonWIMPLW88XmkZYh9EiCm3+ahvjAPBgNVHRMBAf8EBTAD\n"
          + "AQH/MAoGCCqGSM49BAMCA0cAMEQCIEH3fp5y6/TzRSNq4podPJSdGlOJckzRPPJY\n"
          + "mzkZD2RQAiAKxo6Aqa8dfC5ds/bmoRgiIZ0McVWcYzYlooCdGJIKXw==\n"
          + "-----END CERTIFICATE-----\n";

  private record Mistake(String key, String value) {
    @Override
    public String toString() {
      return key;
    }
  }

  static List<Mistake> mistakes() {
    List<String> keys = new ArrayList<>();
    Settings.definition().configKeys().values().stream()
        .filter(key -> key.type == ConfigDef.Type.PASSWORD)
        .forEach(key -> keys.add(key.name));
    keys.add("datastax-java-driver.advanced.auth-provider.password");
    keys.add("datastax-java-driver.advanced.ssl-engine-factory.keystore-password");
    keys.add("receipts.producer.sasl.jaas.config");
    keys.add("receipts.producer.ssl.keystore.password");
    keys.add("auth.pasword");
    keys.add("ssl.openssl.privatekey");
    List<Mistake> mistakes = new ArrayList<>();
    for (String key : keys) {
      forms().forEach(form -> mistakes.add(new Mistake(key, form)));
    }
    return mistakes;
  }

  private static List<String> forms() {
    String encoded = base64(PEM);
    return List.of(
        CANARY,
        encoded,
        "base64:" + encoded,
        "base64:" + encoded.substring(0, encoded.length() - 3) + "!",
        "base64: " + encoded,
        "base64:" + base64(PEM.substring(0, PEM.length() / 2)),
        "Base64:" + encoded,
        PEM,
        PEM.replace("\n", "\\n"),
        "/etc/keys/" + CANARY + ".pem",
        CANARY + "\0.pem",
        "file:///" + CANARY,
        "${file:/secrets:" + CANARY + "}",
        " " + CANARY + " ");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> config(Mistake mistake) {
    Map<String, String> config = new HashMap<>();
    config.put("name", "secrets");
    config.put("topics", "t");
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("contactPoints", "127.0.0.1:1");
    config.put("loadBalancing.localDc", "dc1");
    config.put("retry.timeout", "0");
    if (mistake.key().startsWith("ssl.openssl")) {
      config.put("ssl.provider", "OpenSSL");
      config.put("ssl.openssl.keyCertChain", "base64:" + base64(CERTIFICATE));
      config.put("ssl.openssl.privateKey", "base64:AAAA");
    } else if (mistake.key().startsWith("ssl.")) {
      String store = mistake.key().replace("password", "path");
      config.put("ssl.provider", "JDK");
      config.put(store, "base64:MIIAAAAA");
    } else if (mistake.key().startsWith("receipts.")) {
      config.put("receipts.topic", "written");
      config.put("receipts.bootstrap.servers", "127.0.0.1:1");
    } else if (mistake.key().startsWith("auth.")) {
      config.put("auth.username", "user");
    }
    config.put(mistake.key(), mistake.value());
    return config;
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aSecretInAWrongFormIsSeenNowhere(Mistake mistake) {
    List<String> seen = new ArrayList<>();
    try (Logged logged = new Logged(Logger.ROOT_LOGGER_NAME, Level.TRACE)) {
      Map<String, String> config = config(mistake);
      for (ConfigValue value : new CassandraSinkConnector().validate(config).configValues()) {
        seen.add(shownByConnect(value));
      }
      seen.add(failureOf(config));
      logged.events().forEach(event -> seen.add(text(event)));
    }
    assertThat(seen).isNotEmpty();
    assertNoTrace(seen);
  }

  /** As Connect's REST API shows it. */
  private static String shownByConnect(ConfigValue value) {
    ConfigDef.ConfigKey key = Settings.definition().configKeys().get(value.name());
    String shown =
        key == null
            ? String.valueOf(value.value())
            : ConfigDef.convertToString(value.value(), key.type);
    return value.name() + "=" + shown + " " + value.recommendedValues() + value.errorMessages();
  }

  private static String failureOf(Map<String, String> config) {
    CassandraSinkTask task = new CassandraSinkTask();
    task.initialize(new ContextStub());
    StringWriter trace = new StringWriter();
    try {
      task.start(config);
      task.put(List.of());
    } catch (RuntimeException e) {
      e.printStackTrace(new PrintWriter(trace));
    } finally {
      task.stop();
    }
    return trace.toString();
  }

  static List<Mistake> mistakesOfReceipts() {
    List<Mistake> mistakes = new ArrayList<>();
    for (String key :
        List.of(
            "sasl.jaas.config",
            "ssl.keystore.password",
            "ssl.key.password",
            "ssl.keystore.key",
            "ssl.truststore.certificates",
            "ssl.truststore.password")) {
      forms().forEach(form -> mistakes.add(new Mistake(key, form)));
    }
    String module = "org.apache.kafka.common.security.plain.PlainLoginModule ";
    for (String rest :
        List.of(
            CANARY,
            "required " + CANARY,
            "required username=u password=" + CANARY,
            "required username=\"u\" password=\"" + CANARY + ";")) {
      mistakes.add(new Mistake("sasl.jaas.config", module + rest));
    }
    return mistakes;
  }

  @ParameterizedTest
  @MethodSource("mistakesOfReceipts")
  void aSecretOfReceiptsInAWrongFormIsSeenNowhere(Mistake mistake) {
    Map<String, String> config = config(new Mistake("receipts.producer.linger.ms", "1"));
    boolean isSasl = mistake.key().startsWith("sasl");
    String prefix = "receipts.producer.";
    config.put(prefix + "security.protocol", isSasl ? "SASL_PLAINTEXT" : "SSL");
    config.put(prefix + "sasl.mechanism", "PLAIN");
    if (mistake.key().startsWith("ssl.keystore.key")) {
      config.put(prefix + "ssl.keystore.type", "PEM");
      config.put(prefix + "ssl.keystore.certificate.chain", CERTIFICATE);
    } else if (mistake.key().endsWith("certificates")) {
      config.put(prefix + "ssl.truststore.type", "PEM");
    } else if (!isSasl) {
      config.put(prefix + "ssl.keystore.location", "/nowhere.jks");
      config.put(prefix + "ssl.truststore.location", "/nowhere.jks");
    }
    config.put(prefix + mistake.key(), mistake.value());
    SinkSettings settings = SettingsReader.read(config).settings().orElseThrow();
    List<String> seen = new ArrayList<>();
    try (Logged logged = new Logged(Logger.ROOT_LOGGER_NAME, Level.TRACE)) {
      ReceiptClients clients =
          new KafkaReceiptClients(
              settings.receipts().orElseThrow(), "c", "0", Duration.ofMillis(50));
      seen.add(failureOf(() -> ReceiptClients.close(clients.producer())));
      seen.add(failureOf(() -> clients.progress(ScriptedSink.PARTITION)));
      logged.events().forEach(event -> seen.add(text(event)));
    }
    assertThat(seen).hasSizeGreaterThan(2);
    assertNoTrace(seen);
  }

  private static String failureOf(Runnable work) {
    StringWriter trace = new StringWriter();
    try {
      work.run();
    } catch (RuntimeException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    return trace.toString();
  }

  @Test
  void noMBeanAndNoLogOfARunningTaskShowsASecret() throws Exception {
    Map<String, String> config = config(new Mistake("auth.password", CANARY));
    config.put("datastax-java-driver.advanced.auth-provider.password", CANARY);
    List<String> seen = new ArrayList<>();
    try (Logged logged = new Logged(Logger.ROOT_LOGGER_NAME, Level.TRACE)) {
      ScriptedCluster cluster = new ScriptedCluster(Timing.SYSTEM);
      StartedSink sink =
          ScriptedSink.start(config, new ContextStub(), cluster, Timing.SYSTEM, () -> {});
      sink.open(List.of(ScriptedSink.PARTITION));
      sink.put(List.of(ScriptedSink.record(0, "{\"a\":\"x\"}")));
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      for (ObjectName name : beans.queryNames(new ObjectName("cassink.sink:*"), null)) {
        seen.add(name.toString());
        for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
          seen.add(attribute + " " + beans.getAttribute(name, attribute.getName()));
        }
      }
      cluster.answerAll(new ClosedConnectionException("gone"));
      try {
        sink.put(List.of());
      } catch (RuntimeException e) {
        seen.add(String.valueOf(e));
      }
      sink.stop();
      logged.events().forEach(event -> seen.add(text(event)));
    }
    assertThat(seen).hasSizeGreaterThan(20);
    assertNoTrace(seen);
  }

  @Test
  void whatIsLoggedOfASecretWouldBeSeen() {
    List<String> seen = new ArrayList<>();
    try (Logged logged = new Logged(Logger.ROOT_LOGGER_NAME, Level.TRACE)) {
      Logger other = LoggerFactory.getLogger("any.other");
      other.trace("failed", new IllegalStateException("no", new IllegalStateException(CANARY)));
      other.trace("as Base64: {}", base64("x" + CANARY + "s3cret"));
      logged.events().forEach(event -> seen.add(text(event)));
    }
    assertThat(seen).hasSize(2).allSatisfy(SecretsTest::assertHasTrace);
  }

  private static void assertHasTrace(String text) {
    assertThatThrownBy(() -> assertNoTrace(List.of(text))).isInstanceOf(AssertionError.class);
  }

  private static String text(ILoggingEvent event) {
    return event.getLoggerName()
        + " "
        + event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private static void assertNoTrace(List<String> seen) {
    assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContain(TRACES));
  }
}
