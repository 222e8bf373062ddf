package io.cassink.sink.rows;

import io.cassink.sink.order.Ticket;
import java.util.List;

/** Is told which rows a record has become, before any of them is sent. */
@FunctionalInterface
public interface RowWatch {
  /** The watch counts the rows' bytes, because it keeps them longer than until they are written. */
  void made(Ticket ticket, List<Row> rows);
}
