package io.cassink.sink.write;

import io.cassink.sink.rows.RowPlan;
import java.util.function.BiConsumer;

/** Sends requests to the cluster. */
interface RequestSender {
  /**
   * @param outcome is called once, on any thread, with null or the error
   */
  void send(Request request, BiConsumer<Request, Throwable> outcome);

  /**
   * Asked after a refusal; looks at the cluster, unless it was looked at since then.
   *
   * @param since nanoseconds of the writer's clock
   * @return what of the schema makes every row of this plan impossible, or null where it is sound
   * @throws RuntimeException where it cannot be read
   */
  String schemaFault(RowPlan plan, long since);
}
