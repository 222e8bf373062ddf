package io.cassink.sink.write;

import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import io.cassink.sink.Logged;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.rows.Plans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An outage is logged when it begins and when it is over, however often requests are repeated. */
class OutageTest extends WriterTestCase {
  private final Logged logged = new Logged("io.cassink.sink.write", Level.INFO);

  @BeforeEach
  void prepare() throws Exception {
    plan =
        Plans.compile(
            Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER),
            Plans.settings("mapping", "id=key, a=value"));
    retryTimeout = Duration.ofHours(1);
    writer = writer(1, 1 << 20);
  }

  @AfterEach
  void close() {
    logged.close();
  }

  private void addRows(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      add(row("key" + i, "value", 0, -1));
    }
    writer.flush();
  }

  private void pass(Duration time) {
    timing.now += time.toNanos();
    writer.poll();
  }

  private void failAll() {
    while (!cluster.sent.isEmpty()) {
      cluster.answer(new ClosedConnectionException("gone"));
      writer.poll();
    }
  }

  private void answerAll() {
    while (!cluster.sent.isEmpty()) {
      cluster.answer(null);
      writer.poll();
    }
  }

  @Test
  void aLongOutageIsLoggedAtItsBeginAndItsEnd() throws Exception {
    addRows(3);
    failAll();
    for (int minute = 0; minute < 10; minute++) {
      pass(Duration.ofMinutes(1));
      failAll();
    }
    pass(Duration.ofMinutes(1));
    answerAll();
    pass(Duration.ofSeconds(10));
    assertThat(logged.lines())
        .containsExactly(
            "WARN ks.t: waiting for the cluster: ClosedConnectionException: gone",
            "INFO the cluster answers again after 660 s; records that were waiting: 3");
  }

  /** A server that answers some requests and fails others is in one outage. */
  @Test
  void relapsesBelongToTheSameOutage() throws Exception {
    for (int round = 0; round < 20; round++) {
      addRows(2);
      failAll();
      pass(Duration.ofSeconds(1));
      answerAll();
    }
    assertThat(logged.lines()).hasSize(1);
    pass(Duration.ofSeconds(5));
    assertThat(logged.lines())
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("INFO the cluster answers again after 20 s; records that were waiting: 2");
    addRows(1);
    failAll();
    assertThat(logged.lines()).hasSize(3).last().asString().startsWith("WARN");
  }
}
