package io.cassink.transforms;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Steps into a Struct or Map, joined by dots.
 *
 * <p>At each Struct or Map the longest run of the remaining steps that names a field there is
 * taken, because a name may contain dots itself: Flatten makes {@code wind.gust}. A shorter name is
 * not tried afterwards.
 */
final class FieldPath {
  private final String[] steps;

  /**
   * @param path one step or more, joined by dots
   * @throws IllegalArgumentException if a step is empty
   */
  FieldPath(String path) {
    steps = path.split("\\.", -1);
    for (String step : steps) {
      if (step.isEmpty()) {
        throw new IllegalArgumentException("a step of the path is empty");
      }
    }
  }

  /**
   * Looks the field up.
   *
   * @param root a Struct or a Map
   * @return the field's value; empty if the field is absent or null
   */
  Optional<Object> find(Object root) {
    Object container = root;
    int next = 0;
    while (next < steps.length) {
      int end = longestNameEnd(container, next);
      if (end == next) {
        return Optional.empty();
      }
      container = get(container, name(next, end));
      next = end;
    }
    return Optional.ofNullable(container);
  }

  /** The end (exclusive) of the longest run of steps that names a field, or {@code start}. */
  private int longestNameEnd(Object container, int start) {
    for (int end = steps.length; end > start; end--) {
      if (has(container, name(start, end))) {
        return end;
      }
    }
    return start;
  }

  private String name(int start, int end) {
    return end - start == 1
        ? steps[start]
        : String.join(".", Arrays.asList(steps).subList(start, end));
  }

  private static boolean has(Object container, String name) {
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(name);
    }
    return container instanceof Struct struct && struct.schema().field(name) != null;
  }

  private static Object get(Object container, String name) {
    if (container instanceof Map<?, ?> map) {
      return map.get(name);
    }
    Struct struct = (Struct) container;
    Field field = struct.schema().field(name);
    return struct.get(field);
  }
}
