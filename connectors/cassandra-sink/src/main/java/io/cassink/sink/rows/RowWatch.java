package io.cassink.sink.rows;

import io.cassink.sink.order.Ticket;
import java.util.List;

/** Is told which rows a record has become, before any of them is sent. */
@FunctionalInterface
public interface RowWatch {
  /**
   * @return whether the watch counts the rows' bytes itself, because it keeps them longer than
   *     until they are written
   */
  boolean made(Ticket ticket, List<Row> rows);
}
