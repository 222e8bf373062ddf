package io.cassink.sink.metrics;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures with the same tags, for example of one table.
 *
 * @param type the {@code type} of the MBean
 * @param tags in the order of the MBean's name, without connector and task
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
