package io.cassink.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Reads the MBeans of Cassink's sinks, in whatever domain their connectors put them. They are found
 * by their types (docs/reference/sink-metrics.md), which no metric of Kafka itself has.
 */
final class SinkMetrics {
  private static final List<String> TYPES =
      List.of("task-metrics", "topic-metrics", "table-metrics", "retry-metrics");

  private final MBeanServer beans;

  SinkMetrics(MBeanServer beans) {
    this.beans = beans;
  }

  /**
   * The measures of one thing.
   *
   * @param type {@code task-metrics} and so on
   * @param tags connector, task, and further ones such as topic and table
   * @param values by name, without those that have no value yet
   */
  public record Group(String type, Map<String, String> tags, Map<String, Number> values) {}

  List<Group> read() {
    List<Group> groups = new ArrayList<>();
    for (String type : TYPES) {
      for (ObjectName name : beans.queryNames(pattern(type), null)) {
        try {
          groups.add(new Group(type, tags(name), values(name)));
        } catch (JMException e) {
          // The task has ended since the names were asked for.
        }
      }
    }
    groups.sort(Comparator.comparing(group -> group.type() + group.tags()));
    return groups;
  }

  private static ObjectName pattern(String type) {
    try {
      return new ObjectName("*:type=" + type + ",connector=*,task=*,*");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> tags(ObjectName name) {
    Map<String, String> tags = new TreeMap<>();
    name.getKeyPropertyList()
        .forEach(
            (key, value) -> tags.put(key, isQuoted(value) ? ObjectName.unquote(value) : value));
    tags.remove("type");
    return tags;
  }

  private static boolean isQuoted(String value) {
    return value.startsWith("\"");
  }

  private Map<String, Number> values(ObjectName name) throws JMException {
    String[] attributes =
        Arrays.stream(beans.getMBeanInfo(name).getAttributes())
            .map(MBeanAttributeInfo::getName)
            .toArray(String[]::new);
    Map<String, Number> values = new TreeMap<>();
    for (Attribute attribute : beans.getAttributes(name, attributes).asList()) {
      boolean known = attribute.getValue() instanceof Number n && !Double.isNaN(n.doubleValue());
      if (known) {
        values.put(attribute.getName(), (Number) attribute.getValue());
      }
    }
    return values;
  }
}
