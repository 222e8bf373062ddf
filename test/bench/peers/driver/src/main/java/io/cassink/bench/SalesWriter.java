package io.cassink.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes sales as our sink groups them, with as many requests in flight as its default. Unlike the
 * sink it sends every row, also those that a later one in the same group supersedes.
 */
final class SalesWriter {
  private static final int MOST_IN_FLIGHT = 500;
  private static final int MOST_ROWS = 32;

  /** So many rows gather in the sink while the server is busy. */
  private static final int ROWS_GATHERED = 2_000;

  private static final int MOST_PARTITIONS = 10;
  private static final int MOST_BYTES = 5 * 1024;
  private static final long DAY = 24L * 60 * 60 * 1000;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<BatchableStatement<?>> group = new ArrayList<>();
  private final Set<String> partitions = new HashSet<>();
  private int bytes;

  SalesWriter(CqlSession session) {
    this.session = session;
    this.insert =
        session.prepare(
            "INSERT INTO bench_store.dg_item_sales"
                + " (item_id, item_name, item_sold, store_id, timestamp_ms, timestamp_dt)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
  }

  /** Returns when all of them are acknowledged. */
  void write(List<Sale> sales) throws InterruptedException {
    for (int from = 0; from < sales.size(); from += ROWS_GATHERED) {
      int to = Math.min(from + ROWS_GATHERED, sales.size());
      List<Sale> gathered = new ArrayList<>(sales.subList(from, to));
      gathered.sort(Comparator.comparingInt(sale -> sale.id().hashCode()));
      for (Sale sale : gathered) {
        add(sale);
      }
      flush();
    }
    room.acquire(MOST_IN_FLIGHT);
    room.release(MOST_IN_FLIGHT);
    if (failure.get() != null) {
      throw new IllegalStateException("a batch was not written", failure.get());
    }
  }

  private void add(Sale sale) throws InterruptedException {
    boolean isNew = !partitions.contains(sale.id());
    boolean isFull = partitions.size() == MOST_PARTITIONS && isNew;
    if (isFull || bytes + sale.bytes() > MOST_BYTES || group.size() == MOST_ROWS) {
      flush();
    }
    partitions.add(sale.id());
    bytes += sale.bytes();
    group.add(
        insert.bind(
            sale.id(),
            sale.name(),
            sale.sold(),
            sale.store(),
            Instant.ofEpochMilli(sale.timestamp()),
            LocalDate.ofEpochDay(Math.floorDiv(sale.timestamp(), DAY)),
            sale.writeTime()));
  }

  private void flush() throws InterruptedException {
    if (group.isEmpty()) {
      return;
    }
    Statement<?> statement =
        group.size() == 1
            ? group.get(0)
            : BatchStatement.newInstance(DefaultBatchType.UNLOGGED, List.copyOf(group));
    group.clear();
    partitions.clear();
    bytes = 0;
    room.acquire();
    session
        .executeAsync(statement)
        .whenComplete(
            (rows, error) -> {
              if (error != null) {
                failure.compareAndSet(null, error);
              }
              room.release();
            });
  }
}
