package io.cassink.sink;

import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.NotReadyException;
import io.cassink.sink.cluster.SharedCluster;
import io.cassink.sink.cluster.TableClaims;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.rows.TableCheck;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects and prepares the statements; may be called again while the cluster is down. */
final class SinkStart implements WaitingSink.Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(SinkStart.class);

  private final Map<String, String> properties;
  private final SinkTaskContext context;
  private final SinkSettings settings;

  SinkStart(Map<String, String> properties, SinkSettings settings, SinkTaskContext context) {
    this.properties = properties;
    this.settings = settings;
    this.context = context;
  }

  /**
   * @throws ConnectException saying everything that is wrong with the configuration
   */
  static SinkSettings settings(Map<String, String> properties) {
    SettingsReader.Result parsed = SettingsReader.read(properties);
    return parsed
        .settings()
        .orElseThrow(
            () ->
                new ConnectException(
                    "the configuration is wrong: "
                        + parsed.problems().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining("; "))));
  }

  /**
   * Leaves nothing open when it fails.
   *
   * @throws NotReadyException where the same settings may succeed later
   * @throws ConnectException where settings, files, tables or permissions must be corrected first
   */
  @Override
  public StartedSink start() throws NotReadyException {
    TableClaims claims = new TableClaims(settings.name(), order());
    SharedCluster joined = null;
    StartedSink started = null;
    try {
      SharedCluster shared = SharedCluster.join(settings.name(), properties, settings.connection());
      joined = shared;
      claim(shared.cluster().identity(), claims);
      warn(shared.cluster());
      IntSupplier mostInFlight =
          () -> Math.max(1, settings.maxConcurrentRequests() / Math.max(1, shared.users()));
      started =
          new StartedSink(
              settings,
              context,
              (badRows, metrics, held) ->
                  RecordWriter.prepare(
                      shared.cluster(),
                      settings,
                      mostInFlight,
                      badRows,
                      metrics,
                      held,
                      Timing.SYSTEM),
              () -> release(claims, shared),
              ReportedRecords.of(settings.name(), properties.getOrDefault(DeadLetters.TOPIC, "")),
              Timing.SYSTEM);
      return started;
    } catch (SetupException | RuntimeException e) {
      throw new ConnectException(e.getMessage(), e);
    } finally {
      if (started == null) {
        release(claims, joined);
      }
    }
  }

  private static void release(TableClaims claims, SharedCluster shared) {
    claims.close();
    if (shared != null) {
      shared.close();
    }
  }

  /** Task 0 logs for all tasks, so that each warning is logged once. */
  private void warn(Cluster cluster) {
    if (settings.metrics().task().equals("0")) {
      List<String> warnings = new ArrayList<>(DeadLetters.warnings(properties));
      warnings.addAll(new TableCheck(cluster).warnings(settings));
      warnings.forEach(warning -> LOG.warn("{}: {}", settings.name(), warning));
    }
  }

  private String order() {
    return "order="
        + settings.order().name().toLowerCase(Locale.ROOT)
        + " order.epoch="
        + settings.orderEpoch()
        + " generation="
        + settings.generation();
  }

  private void claim(String cluster, TableClaims claims) throws SetupException, NotReadyException {
    for (var topic : settings.topics().values()) {
      for (TableSettings table : topic.tables()) {
        claims.claim(cluster, table.qualifiedName());
      }
    }
  }
}
