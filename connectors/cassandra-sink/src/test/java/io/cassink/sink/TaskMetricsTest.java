package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static io.cassink.sink.ScriptedSink.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.ScriptedCluster;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task counts, read where its users read it: the platform's MBeans, Connect's metrics. */
class TaskMetricsTest {
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final ContextStub context = new ContextStub();
  private final ScriptedCluster cluster = new ScriptedCluster(Timing.SYSTEM);
  private final List<StartedSink> started = new ArrayList<>();

  private StartedSink start(String connector, String... more) throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("name", connector);
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("errors.tolerance", "all");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    StartedSink sink = ScriptedSink.start(config, context, cluster, Timing.SYSTEM, () -> {});
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
    started.add(sink);
    return sink;
  }

  @AfterEach
  void stopAll() {
    started.forEach(StartedSink::stop);
  }

  private double bean(String name, String attribute) throws Exception {
    return ((Number) beans.getAttribute(new ObjectName(name), attribute)).doubleValue();
  }

  @Test
  void everythingIsCountedUnderConnectorTaskTopicAndTable() throws Exception {
    StartedSink sink = start("shop", "task.id", "3");
    sink.put(
        List.of(
            record(0, "{\"a\":\"x\"}"),
            record(1, "nonsense"),
            record(4, null),
            record(5, "{\"a\":\"y\"}")));
    String task = "cassink.sink:type=task-metrics,connector=shop,task=3";
    assertThat(bean(task, "requests-in-flight")).isEqualTo(1);
    assertThat(bean(task, "bytes-in-flight")).isPositive();
    sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(6)));
    assertThat(bean(task, "offsets-held-by-writes")).isEqualTo(6);
    cluster.answerAll(new ClosedConnectionException("gone"));
    while (cluster.waiting() == 0) {
      sink.put(List.of());
    }
    cluster.answerAll(null);
    sink.put(List.of());
    sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(9)));

    assertThat(bean(task, "records-read-total")).isEqualTo(4);
    assertThat(bean(task, "rows-written-total")).isEqualTo(2);
    assertThat(bean(task, "rows-deleted-total")).isEqualTo(1);
    assertThat(bean(task, "records-ignored-total")).isEqualTo(1);
    assertThat(bean(task, "records-filtered-total")).isEqualTo(5);
    assertThat(bean(task, "requests-in-flight")).isZero();
    assertThat(bean(task, "offsets-held-by-writes")).isZero();
    assertThat(bean(task, "offsets-held-by-ties")).isEqualTo(9);
    assertThat(bean(task, "retries-total")).isEqualTo(1);
    String retries = "cassink.sink:type=retry-metrics,connector=shop,task=3,cause=";
    assertThat(bean(retries + "connection", "retries-by-cause-total")).isEqualTo(1);
    assertThat(bean(retries + "timeout", "retries-by-cause-total")).isZero();
    String topic = "cassink.sink:type=topic-metrics,connector=shop,task=3,topic=t";
    assertThat(bean(topic, "records-read-total")).isEqualTo(4);
    String table = "cassink.sink:type=table-metrics,connector=shop,task=3,topic=t,table=ks.t";
    assertThat(bean(table, "rows-written-total")).isEqualTo(2);
    assertThat(bean(table, "rows-deleted-total")).isEqualTo(1);
  }

  @Test
  void connectorsDoNotMixAndNothingIsLeftWhenTheyStop() throws Exception {
    StartedSink one = start("one");
    StartedSink other = start("other");
    one.put(List.of(record(0, "{\"a\":\"x\"}")));
    String name = "cassink.sink:type=task-metrics,connector=%s,task=0";
    assertThat(bean(name.formatted("one"), "records-read-total")).isEqualTo(1);
    assertThat(bean(name.formatted("other"), "records-read-total")).isZero();
    one.stop();
    assertThatThrownBy(() -> bean(name.formatted("one"), "records-read-total"))
        .isInstanceOf(InstanceNotFoundException.class);
    assertThat(bean(name.formatted("other"), "records-read-total")).isZero();
    other.stop();
    assertThat(beans.queryNames(new ObjectName("cassink.sink:*"), null)).isEmpty();
  }

  @Test
  void aTaskThatStopsLateLeavesTheBeansOfItsSuccessor() throws Exception {
    StartedSink zombie = start("shop");
    start("shop").put(List.of(record(0, "{\"a\":\"x\"}")));
    zombie.put(List.of(record(0, "{\"a\":\"x\"}"), record(1, "{\"a\":\"x\"}")));
    zombie.stop();
    assertThat(bean("cassink.sink:type=task-metrics,connector=shop,task=0", "records-read-total"))
        .isEqualTo(1);
  }

  @Test
  void theDomainIsASettingAndJmxCanBeOff() throws Exception {
    start("shop", "jmxConnectorDomain", "com.example");
    assertThat(bean("com.example:type=task-metrics,connector=shop,task=0", "records-read-total"))
        .isZero();
    start("quiet", "jmx", "false");
    assertThat(beans.queryNames(new ObjectName("*:connector=quiet,*"), null)).isEmpty();
  }

  @Test
  void aWorkerOfKafka41ShowsThemToo() throws Exception {
    PluginMetricsStub ofWorker = new PluginMetricsStub();
    context.pluginMetrics = ofWorker;
    StartedSink sink = start("shop");
    sink.put(List.of(record(0, "{\"a\":\"x\"}")));
    assertThat(ofWorker.value("records-read-total", Map.of())).isEqualTo(1L);
    assertThat(ofWorker.value("records-read-total", Map.of("topic", "t"))).isEqualTo(1L);
    assertThat(ofWorker.value("rows-written-total", Map.of("topic", "t", "table", "ks.t")))
        .isEqualTo(0L);
    sink.stop();
    assertThat(ofWorker.metrics).isEmpty();
  }

  @Test
  void aWorkerBeforeThatStartsTheTaskAllTheSame() throws Exception {
    context.missesPluginMetrics = true;
    start("shop").put(List.of(record(0, "{\"a\":\"x\"}")));
    assertThat(bean("cassink.sink:type=task-metrics,connector=shop,task=0", "records-read-total"))
        .isEqualTo(1);
  }

  @Test
  void aDomainThatIsNoneIsRefused() {
    Map<String, String> config =
        Map.of("topic.t.ks.t.mapping", "id=key", "jmxConnectorDomain", "a:b");
    assertThat(SettingsReader.read(config).problems())
        .anyMatch(problem -> problem.key().equals("jmxConnectorDomain"));
  }

  /** The worker's own, as far as a task sees it. */
  private static final class PluginMetricsStub implements PluginMetrics {
    private final Map<MetricName, MetricValueProvider<?>> metrics = new HashMap<>();

    Object value(String name, Map<String, String> tags) {
      return metrics.get(new MetricName(name, "plugins", "", tags)).value(null, 0);
    }

    @Override
    public MetricName metricName(
        String name, String description, LinkedHashMap<String, String> tags) {
      return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
      if (metrics.putIfAbsent(name, provider) != null) {
        throw new IllegalArgumentException(name + " is there");
      }
    }

    @Override
    public void removeMetric(MetricName name) {
      if (metrics.remove(name) == null) {
        throw new IllegalArgumentException(name + " is not there");
      }
    }

    @Override
    public Sensor addSensor(String name) {
      throw new ConnectException("not used");
    }

    @Override
    public void removeSensor(String name) {
      throw new ConnectException("not used");
    }
  }
}
