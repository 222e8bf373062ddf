package io.cassink.sink.metrics;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures of one thing.
 *
 * @param type what kind of thing: the {@code type} of its MBean
 * @param tags which one of the task's, in the order of the MBean's name; the connector and the task
 *     are not among them
 */
public record MeasureGroup(
    String type, LinkedHashMap<String, String> tags, List<Measure> measures) {
  static MeasureGroup of(String type, List<Measure> measures, String... tags) {
    LinkedHashMap<String, String> ordered = new LinkedHashMap<>();
    for (int i = 0; i < tags.length; i += 2) {
      ordered.put(tags[i], tags[i + 1]);
    }
    return new MeasureGroup(type, ordered, List.copyOf(measures));
  }
}
