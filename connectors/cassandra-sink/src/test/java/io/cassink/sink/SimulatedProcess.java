package io.cassink.sink;

import com.datastax.oss.driver.api.core.CqlSession;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.cluster.VirtualClusters;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.RecordWriter;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;

/** A worker's process: its tasks are the production task over a given session and clock. */
public final class SimulatedProcess {
  private final ReportedRecords reported = new ReportedRecords();

  /**
   * @param session empty while the cluster cannot be reached
   */
  public SinkTask task(Timing timing, Supplier<Optional<CqlSession>> session) {
    return new CassandraSinkTask(
        (properties, settings, context) ->
            () -> {
              try {
                Cluster cluster =
                    VirtualClusters.of(session.get().orElseThrow(VirtualClusters::unreachable));
                return new StartedSink(
                    settings,
                    context,
                    (badRows, metrics, held) ->
                        RecordWriter.prepare(
                            cluster,
                            settings,
                            settings::maxConcurrentRequests,
                            badRows,
                            metrics,
                            held,
                            timing),
                    cluster::close,
                    reported,
                    timing);
              } catch (ClusterUnreachableException e) {
                throw e;
              } catch (SetupException | RuntimeException e) {
                throw new ConnectException(e.getMessage(), e);
              }
            },
        timing);
  }
}
