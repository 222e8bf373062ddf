package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.rows.Plans;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.FakeTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A writer whose rows, clock and cluster are controlled by the test. */
abstract class WriterTestCase {
  final ScriptedRequests cluster = new ScriptedRequests();

  /** Offsets of rows that the cluster refused for what they hold. */
  final List<Long> refused = new ArrayList<>();

  final HeldRecords held = new HeldRecords();
  final PartitionProgress progress = new PartitionProgress(new TopicPartition("t", 0), held);
  Plans.Compiled plan;
  Writer writer;
  int mostInFlight = 100;
  Duration retryTimeout = Duration.ofSeconds(60);

  final FakeTiming timing = new FakeTiming();

  private long nextOffset;

  Writer writer(int maxRows, long maxBytes) {
    return new Writer(
        cluster,
        new Limits(maxRows, maxBytes, retryTimeout),
        () -> mostInFlight,
        row -> "replicas",
        (ticket, table, cause) -> {
          refused.add(ticket.offset());
          ticket.release();
        },
        new RequestMetrics(Duration.ofSeconds(35)),
        held,
        timing);
  }

  /** The row of the next offset's record. */
  Row row(String key, Object value, long writeTime, int timeToLive) throws Exception {
    return plan.row(progress.add(Plans.record(key, value, nextOffset++)), writeTime, timeToLive);
  }

  /** Hands over a row, which is then all that its ticket waits for. */
  void add(Row row) {
    row.ticket.hold();
    row.ticket.keep(row.heldBytes());
    writer.add(row);
    row.ticket.release();
  }
}
