package io.cassink.sink.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Groups rows into requests of which no server complains: up to 10 partitions and 5 KiB, all of the
 * same replicas and consistency; rows of one partition alone may be more. Which rows are together
 * and in what order they arrive does not matter: write times decide.
 */
final class Batcher {
  /** Where a server begins to warn: {@code unlogged_batch_across_partitions_warn_threshold}. */
  static final int MOST_PARTITIONS = 10;

  /** Where a server begins to warn: {@code batch_size_warn_threshold}. */
  static final int MOST_BYTES = 5 * 1024;

  /** Of rows of one partition, for which servers have no limit of their own. */
  static final int MOST_BYTES_OF_ONE_PARTITION = 64 * 1024;

  private final int mostRows;
  private final Function<Row, Object> replicas;
  private final Consumer<Request> ready;
  private final Map<Object, Group> groups = new HashMap<>();

  private record GroupKey(Object replicas, String consistency) {}

  /**
   * @param replicas equal for rows whose partitions live on the same nodes
   * @param ready takes each request as soon as it is full
   */
  Batcher(int mostRows, Function<Row, Object> replicas, Consumer<Request> ready) {
    this.mostRows = mostRows;
    this.replicas = replicas;
    this.ready = ready;
  }

  void add(Row row) {
    boolean alone = row.kind == StatementKind.QUERY || row.kind == StatementKind.COUNT;
    if (alone || mostRows == 1) {
      ready.accept(new Request(List.of(row)));
      return;
    }
    GroupKey key = new GroupKey(replicas.apply(row), row.plan.settings().consistencyLevel());
    Group group = groups.computeIfAbsent(key, unused -> new Group());
    if (!group.hasRoomFor(row)) {
      flush(group);
    }
    group.add(row);
    if (group.rows.size() == mostRows) {
      flush(group);
    }
  }

  /** Lets go of everything, full or not. */
  void flush() {
    groups.values().forEach(this::flush);
  }

  private void flush(Group group) {
    if (!group.rows.isEmpty()) {
      ready.accept(new Request(List.copyOf(group.rows)));
      group.clear();
    }
  }

  private static final class Group {
    private final List<Row> rows = new ArrayList<>();
    private final long[] partitions = new long[MOST_PARTITIONS];
    private int partitionCount;
    private int bytes;

    boolean hasRoomFor(Row row) {
      int partitionsAfter = partitionCount + (contains(row.partitionHash) ? 0 : 1);
      int limit = partitionsAfter <= 1 ? MOST_BYTES_OF_ONE_PARTITION : MOST_BYTES;
      return rows.isEmpty() || (partitionsAfter <= MOST_PARTITIONS && bytes + row.bytes <= limit);
    }

    void add(Row row) {
      if (!contains(row.partitionHash)) {
        partitions[partitionCount++] = row.partitionHash;
      }
      rows.add(row);
      bytes += row.bytes;
    }

    void clear() {
      rows.clear();
      partitionCount = 0;
      bytes = 0;
    }

    private boolean contains(long partition) {
      for (int i = 0; i < partitionCount; i++) {
        if (partitions[i] == partition) {
          return true;
        }
      }
      return false;
    }
  }
}
