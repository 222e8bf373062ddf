package io.cassink.sink.simulate.worker;

import io.cassink.sink.simulate.cassandra.VirtualCassandra;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;

/** What all workers of a simulation share. */
record Surroundings(
    Scenario scenario,
    VirtualTiming timing,
    Random random,
    Weather weather,
    VirtualCassandra cassandra,
    VirtualGroup group,
    Map<String, Integer> letters,
    Checks checks,
    List<List<SinkRecord>> records) {

  static List<List<SinkRecord>> unread(Scenario scenario) {
    List<List<SinkRecord>> records = new ArrayList<>();
    for (List<RecordSpec> log : scenario.logs()) {
      records.add(new ArrayList<>(java.util.Collections.nCopies(log.size(), null)));
    }
    return records;
  }

  /** Written as a converter would write it, once. */
  SinkRecord record(int partition, int index) {
    List<SinkRecord> log = records.get(partition);
    if (log.get(index) == null) {
      log.set(index, SinkRecords.of(scenario, scenario.logs().get(partition).get(index)));
    }
    return log.get(index);
  }
}
