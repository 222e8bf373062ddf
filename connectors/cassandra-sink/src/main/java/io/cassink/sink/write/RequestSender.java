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
   * Asked after a refusal. Reads the schema from the cluster, unless it was read after {@code
   * since}.
   *
   * @param since nanoseconds of the writer's clock
   * @return why the schema allows no row of this plan, or null where it allows them
   * @throws RuntimeException where the schema cannot be read
   */
  String schemaFault(RowPlan plan, long since);
}
