package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.rows.Plans;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.FakeTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A writer whose rows, clock and cluster are controlled by the test. */
abstract class WriterTestCase {
  final ScriptedRequests cluster = new ScriptedRequests();

  /** Offsets of rows that the cluster refused for what they hold. */
  final List<Long> refused = new ArrayList<>();

  final PartitionProgress progress = new PartitionProgress();
  Plans.Compiled plan;
  Writer writer;
  int mostInFlight = 100;

  final FakeTiming timing = new FakeTiming();

  private long nextOffset;

  Writer writer(int maxRows, long maxBytes) {
    return new Writer(
        cluster,
        new Writer.Limits(maxRows, maxBytes, Duration.ofSeconds(60)),
        () -> mostInFlight,
        row -> "replicas",
        (ticket, table, cause) -> {
          refused.add(ticket.offset());
          ticket.release();
        },
        new RequestMetrics(Duration.ofSeconds(35)),
        timing);
  }

  /** The row of the next offset's record. */
  Row row(String key, Object value, long writeTime, int timeToLive) throws Exception {
    return plan.row(progress.add(Plans.record(key, value, nextOffset++)), writeTime, timeToLive);
  }

  /** Hands over a row, which is then all that its ticket waits for. */
  void add(Row row) {
    row.ticket.hold();
    writer.add(row);
    row.ticket.release();
  }
}
