package io.cassink.sink.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/**
 * A log of a connector's topics, and the write times that the sink gives.
 *
 * @param settings of the connector, without its connection and converters
 */
record LogCase(String log, Map<String, String> settings, List<Run> records) {
  /**
   * Records of one topic and partition, each with the next offset there; almost always one record.
   *
   * @param topic {@code t} where it is null
   * @param partition 0 where it is null
   * @param offset of the first; the next one where it is null
   * @param time of the first, in milliseconds; negative for none
   * @param step added to the time of each further record
   * @param count 1 where it is null
   * @param key a text, or null
   * @param value a text, or null
   * @param unpredictable whether verify says so; it counts all the same
   * @param gives by table: what is written as {@link LogSink#outcomes} says, of several records the
   *     first, the last, and the sum of the differences from the first
   */
  @JsonInclude(Include.NON_NULL)
  record Run(
      String topic,
      Integer partition,
      Long offset,
      long time,
      Long step,
      Integer count,
      String key,
      String value,
      Boolean unpredictable,
      Map<String, List<String>> gives) {
    String topicName() {
      return topic == null ? "t" : topic;
    }

    int partitionNumber() {
      return partition == null ? 0 : partition;
    }

    int records() {
      return count == null ? 1 : count;
    }

    Run giving(Map<String, List<String>> given) {
      return new Run(topic, partition, offset, time, step, count, key, value, unpredictable, given);
    }
  }
}
