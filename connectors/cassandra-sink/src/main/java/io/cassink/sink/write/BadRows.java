package io.cassink.sink.write;

import io.cassink.sink.order.Ticket;

/** Takes the rows that the server refuses because of their content. */
@FunctionalInterface
public interface BadRows {
  /**
   * Called on the task's thread. The ticket stays open until the callee releases it.
   *
   * @param table {@code keyspace.table}
   */
  void refused(Ticket ticket, String table, Throwable cause);
}
