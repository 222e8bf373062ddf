package io.cassink.sink;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Which records of a connector this worker has reported and would read again after a restart,
 * because the commit is held before them: their dead letters are not written a second time.
 *
 * <p>Say offset 950 is bad and its dead letter is written, and the commit stays at 900 for the sake
 * of write times. A task that is restarted in this worker reads from 900 on and passes over 950. A
 * record is known only if it has the same time, key and value, so that a topic made anew reports
 * its own. Whoever sets the offsets back behind the last commit wants to see everything again, so
 * what was known of the partition is forgotten then.
 *
 * <p>Used by several tasks. Another worker knows nothing of it.
 */
final class ReportedRecords {
  /** Older ones are forgotten first; their dead letters may be repeated. */
  private static final int MOST = 50_000;

  private static final Map<String, ReportedRecords> OF_WORKER = new HashMap<>();

  private record Position(TopicPartition partition, long offset) {}

  private final Map<Position, Integer> prints = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /**
   * Those of the connector in this worker.
   *
   * @param letterTopic another one gets its own dead letters
   */
  static ReportedRecords of(String connector, String letterTopic) {
    synchronized (OF_WORKER) {
      return OF_WORKER.computeIfAbsent(
          connector + " " + letterTopic, unused -> new ReportedRecords());
    }
  }

  /** A partition is read from this offset on. */
  synchronized void readFrom(TopicPartition partition, long offset) {
    if (offset < committed.getOrDefault(partition, -1L)) {
      committed.remove(partition);
      prints.keySet().removeIf(position -> position.partition().equals(partition));
    }
  }

  /** A record's dead letter is written. */
  synchronized void written(SinkRecord record) {
    prints.put(positionOf(record), printOf(record));
    if (prints.size() > MOST) {
      Iterator<Position> positions = prints.keySet().iterator();
      positions.next();
      positions.remove();
    }
  }

  /** Whether the record's dead letter is written already. */
  synchronized boolean knows(SinkRecord record) {
    Integer print = prints.get(positionOf(record));
    return print != null && print == printOf(record);
  }

  /** Records below these offsets are not read again, unless somebody sets the offsets back. */
  synchronized void committed(Map<TopicPartition, OffsetAndMetadata> commits) {
    commits.forEach((partition, commit) -> committed.put(partition, commit.offset()));
    prints
        .keySet()
        .removeIf(
            position -> {
              OffsetAndMetadata commit = commits.get(position.partition());
              return commit != null && position.offset() < commit.offset();
            });
  }

  private static Position positionOf(SinkRecord record) {
    return new Position(
        new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
        record.originalKafkaOffset());
  }

  private static int printOf(SinkRecord record) {
    return Objects.hash(record.timestamp(), hash(record.key()), hash(record.value()));
  }

  private static int hash(Object value) {
    return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
  }
}
