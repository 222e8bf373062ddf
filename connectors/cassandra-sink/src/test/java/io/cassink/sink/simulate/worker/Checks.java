package io.cassink.sink.simulate.worker;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.cassink.sink.simulate.cassandra.BoundWrite;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** What is checked while a simulation runs. */
final class Checks {
  private final Scenario scenario;
  private final Predicate<RecordSpec> isAccounted;
  private final List<String> findings = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param isAccounted whether the record's rows, or later ones of theirs, or its letter, are there
   */
  Checks(Scenario scenario, Predicate<RecordSpec> isAccounted) {
    this.scenario = scenario;
    this.isAccounted = isAccounted;
  }

  List<String> findings() {
    return findings;
  }

  List<String> failures() {
    return failures;
  }

  void add(String finding) {
    if (findings.size() < 20) {
      findings.add(finding);
    }
  }

  /** A row is only sent by a task that has its partition. */
  void sent(VirtualWorker worker, List<BoundWrite> writes) {
    for (BoundWrite write : writes) {
      int partition = partitionOf(write);
      if (!worker.opened().contains(partition)) {
        add(worker + " sends a row of partition " + partition + ", which it has given back");
        return;
      }
    }
  }

  /**
   * While nothing is answered a task must not take more and more.
   *
   * @param bytes of the records that it got since something was answered
   */
  void kept(VirtualWorker worker, long bytes) {
    if (scenario.padding() > 0 && bytes > scenario.mostBytesKept()) {
      add(worker + " has taken " + bytes + " bytes of records while nothing was answered");
    }
  }

  private int partitionOf(BoundWrite write) {
    Object key =
        CodecRegistry.DEFAULT
            .codecFor(scenario.tables().get(0).keys().get(0).type())
            .decode(write.partitionKey(), ProtocolVersion.V4);
    return number(key) % scenario.logs().size();
  }

  private static int number(Object key) {
    if (key instanceof String text) {
      return Integer.parseInt(text.substring(1));
    }
    if (key instanceof Collection<?> elements) {
      return Collections.min(elements.stream().map(Integer.class::cast).toList());
    }
    return ((Number) key).intValue();
  }

  void failed(Throwable cause) {
    failures.add(String.valueOf(cause.getMessage()));
  }

  /** No offset passes a record of which neither rows nor a letter are there. */
  void committed(Map<TopicPartition, Long> before, Map<TopicPartition, Long> now) {
    now.forEach(
        (partition, offset) -> {
          long from = before.getOrDefault(partition, 0L);
          List<RecordSpec> log = scenario.logs().get(partition.partition());
          for (int i = scenario.indexOf(partition.partition(), from); i < log.size(); i++) {
            RecordSpec record = log.get(i);
            if (record.offset() >= offset) {
              return;
            }
            if (!isAccounted.test(record)) {
              add("offset " + offset + " is committed, past a record that is nowhere: " + record);
              return;
            }
          }
        });
  }
}
