package io.cassink.sink.mapping;

import java.util.List;

/**
 * A field inside a part of a record. {@code main.temp} is the field of that very name where there
 * is one, else the field {@code temp} inside the field {@code main}; so configurations written for
 * a sink in which a dot is part of a name mean what they meant.
 *
 * @param literal the name that the whole text is, or null where the text can only be a path
 * @param steps the way into nested data, at least one step, the first of them a name
 */
public record FieldPath(String literal, List<Step> steps) {
  public FieldPath {
    steps = List.copyOf(steps);
  }

  /** A field named exactly so, dots included. */
  public static FieldPath named(String name) {
    return new FieldPath(name, List.of(new Step.Name(name)));
  }

  /** True where the text is a name and nothing else. */
  public boolean isPlainName() {
    return steps.size() == 1 && literal != null;
  }

  /** One step into nested data. */
  public sealed interface Step {
    /** Into a field of an object, map or struct. */
    record Name(String name) implements Step {}

    /** Into an element of an array, counted from 0. */
    record Index(int index) implements Step {}
  }

  /** The path as a mapping writes it, for messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Step.Index element) {
        text.append('[').append(element.index()).append(']');
      } else if (step instanceof Step.Name field) {
        text.append(text.isEmpty() ? "" : ".").append(Names.quotedIfNeeded(field.name()));
      }
    }
    return text.toString();
  }
}
