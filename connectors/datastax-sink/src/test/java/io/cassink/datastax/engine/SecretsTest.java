package io.cassink.datastax.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cassink.datastax.errors.FailedOffsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "name", "masked",
          "jmx", "false",
          "contactPoints", "127.0.0.1",
          "port", "1",
          "loadBalancing.localDc", "datacenter1",
          "auth.username", "alice",
          "auth.password", "hunter2",
          "ssl.truststore.password", "hunter3",
          "datastax-java-driver.advanced.auth-provider.password", "hunter4",
          "datastax-java-driver.advanced.ssl-engine-factory.keystore-password", "hunter5");

  private final Logger root = (Logger) LoggerFactory.getLogger("com.datastax.oss.common");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @BeforeEach
  void listen() {
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    root.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(appender);
    root.setLevel(null);
    root.setAdditive(true);
  }

  private String logged() {
    return appender.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  /** Nothing listens on port 1; the engine logs its settings before it connects. */
  @Test
  void aStartLogsNoPassword() {
    EngineTask task = new EngineTask("1.0", new FailedOffsets());
    assertThatThrownBy(() -> task.start(SETTINGS))
        .hasMessageContaining("Could not reach any contact point");
    assertThat(logged())
        .contains("CassandraSinkTask starting with config", "username: alice")
        .contains("advanced.auth-provider.password=********")
        .doesNotContain("hunter");
  }

  @Test
  void masksByNameAndInlineFilesByValue() {
    assertThat(
            new MaskedSettings(
                Map.of(
                    "a.PassWord", "x1",
                    "my.clientSecret", "x2",
                    "access-token", "x3",
                    "ssl.keystore.path", "base64:eDQ=",
                    "ssl.truststore.path", "/etc/trust.jks")))
        .hasToString(
            "{a.PassWord=********, access-token=********, my.clientSecret=********,"
                + " ssl.keystore.path=********, ssl.truststore.path=/etc/trust.jks}");
  }

  @Test
  void settingsKeepTheirValues() {
    MaskedSettings masked = new MaskedSettings(SETTINGS);
    assertThat(masked).isEqualTo(SETTINGS);
    assertThat(masked.get("auth.password")).isEqualTo("hunter2");
    assertThat(masked.get("absent")).isNull();
  }
}
