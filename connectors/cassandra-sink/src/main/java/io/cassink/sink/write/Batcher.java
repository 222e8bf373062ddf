package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.StatementKind;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Groups rows into batches below the sizes at which a server logs a warning: up to 10 partitions
 * and 5 KiB, all with the same replicas and consistency level. Rows of a single partition may be up
 * to 64 KiB, because a server carries them out as one write. A row that a later one of its key
 * overwrites completely is not sent. The order in which rows arrive does not matter, because their
 * write times decide.
 */
final class Batcher {
  /** Where a server begins to warn: {@code unlogged_batch_across_partitions_warn_threshold}. */
  static final int MOST_PARTITIONS = 10;

  /** Where a server begins to warn: {@code batch_size_warn_threshold}. */
  static final int MOST_BYTES = 5 * 1024;

  /** Of rows of one partition, for which servers have no limit of their own. */
  static final int MOST_BYTES_OF_ONE_PARTITION = 64 * 1024;

  /**
   * Rows of one group that wait: more would share batches better, but would keep the server idle.
   */
  static final int MOST_WAITING = 2_000;

  /** Of all rows that wait. */
  static final int MOST_BYTES_WAITING = 1 << 20;

  /**
   * Rows are sent after this long even if the cluster is busy, for example with a node that hangs.
   */
  static final Duration LONGEST_GATHERING = Duration.ofMillis(50);

  private final int mostRows;
  private final Function<Row, Object> replicas;
  private final Consumer<Request> ready;
  private final Timing timing;
  private final Map<GroupKey, List<Row>> waiting = new HashMap<>();

  /** The key of the last row, which most often is the next one's too. */
  private GroupKey lastKey = new GroupKey("", "");

  private List<Row> lastGroup = List.of();

  private int bytesWaiting;

  /** Since when rows wait, in nanoseconds. */
  private long waitingSince;

  private record GroupKey(Object replicas, String consistency) {}

  /**
   * @param replicas equal for rows whose partitions live on the same nodes
   * @param ready takes the requests
   */
  Batcher(int mostRows, Function<Row, Object> replicas, Consumer<Request> ready, Timing timing) {
    this.mostRows = mostRows;
    this.replicas = replicas;
    this.ready = ready;
    this.timing = timing;
  }

  /** Takes a row, which may wait for the next flush. */
  void add(Row row) {
    boolean alone = row.kind == StatementKind.QUERY || row.kind == StatementKind.COUNT;
    if (alone || mostRows == 1) {
      ready.accept(new Request(List.of(row)));
      return;
    }
    if (isEmpty()) {
      waitingSince = timing.nanoTime();
    }
    List<Row> group = groupOf(replicas.apply(row), row.plan.settings().consistencyLevel());
    group.add(row);
    bytesWaiting += row.bytes;
    if (bytesWaiting > MOST_BYTES_WAITING) {
      flush();
    } else if (group.size() == MOST_WAITING) {
      flush(group);
    }
  }

  private List<Row> groupOf(Object rowReplicas, String consistency) {
    if (!lastKey.replicas().equals(rowReplicas) || !lastKey.consistency().equals(consistency)) {
      lastKey = new GroupKey(rowReplicas, consistency);
      lastGroup = waiting.computeIfAbsent(lastKey, unused -> new ArrayList<>());
    }
    return lastGroup;
  }

  boolean isEmpty() {
    return bytesWaiting == 0;
  }

  boolean hasWaitedLong() {
    return timing.nanoTime() - waitingSince > LONGEST_GATHERING.toNanos();
  }

  /** Makes requests of all rows that wait. */
  void flush() {
    waiting.values().forEach(this::flush);
  }

  private void flush(List<Row> group) {
    group.sort(Batcher::byKeyAndTime);
    List<Row> rows = withoutSuperseded(group);
    for (Row row : group) {
      bytesWaiting -= row.bytes;
    }
    group.clear();
    int from = 0;
    while (from < rows.size()) {
      int end = endOfRequest(rows, from);
      ready.accept(new Request(List.copyOf(rows.subList(from, end))));
      from = end;
    }
  }

  private static int byKeyAndTime(Row left, Row right) {
    int order = Long.compare(left.partitionHash, right.partitionHash);
    if (order == 0) {
      order = Long.compare(left.hash, right.hash);
    }
    return order == 0 ? Long.compare(left.writeTime, right.writeTime) : order;
  }

  private static List<Row> withoutSuperseded(List<Row> sorted) {
    List<Row> left = new ArrayList<>(sorted.size());
    for (Row row : sorted) {
      int last = left.size() - 1;
      if (last >= 0 && row.supersedes(left.get(last))) {
        row.superseded = left.set(last, row);
      } else {
        left.add(row);
      }
    }
    return left;
  }

  /** The index of the first row that a request beginning at {@code from} has no room for. */
  private int endOfRequest(List<Row> group, int from) {
    int partitions = 1;
    int bytes = group.get(from).bytes;
    int end = from + 1;
    while (end < group.size() && end - from < mostRows) {
      Row row = group.get(end);
      partitions += row.partitionHash == group.get(end - 1).partitionHash ? 0 : 1;
      bytes += row.bytes;
      int mostBytes = partitions == 1 ? MOST_BYTES_OF_ONE_PARTITION : MOST_BYTES;
      if (partitions > MOST_PARTITIONS || bytes > mostBytes) {
        return end;
      }
      end++;
    }
    return end;
  }
}
