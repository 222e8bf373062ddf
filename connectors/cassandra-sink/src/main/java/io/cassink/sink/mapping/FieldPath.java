package io.cassink.sink.mapping;

import java.util.List;

/**
 * A field of a key, value or header. {@code main.temp} is the field of exactly that name where
 * there is one, else the field {@code temp} inside the field {@code main}. So a configuration of
 * the DataStax sink, in which a dot is part of a name, keeps its meaning.
 *
 * @param literal the whole text as one name, or null where the text can only be a path
 * @param steps into nested data, at least one, the first of them a name
 */
public record FieldPath(String literal, List<Step> steps) {
  public FieldPath {
    steps = List.copyOf(steps);
  }

  /** A field of exactly this name, dots included. */
  public static FieldPath named(String name) {
    return new FieldPath(name, List.of(new Step.Name(name)));
  }

  /** True where the text is one name without a dot or an index. */
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

  /**
   * The path as a mapping writes it. The first name is quoted where the text could also be a name.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    boolean ambiguous = literal == null && steps.stream().allMatch(FieldPath::isPlain);
    for (Step step : steps) {
      if (step instanceof Step.Index element) {
        text.append('[').append(element.index()).append(']');
      } else if (step instanceof Step.Name field) {
        String name = Names.quotedIfNeeded(field.name());
        boolean quoted = ambiguous && text.isEmpty();
        text.append(text.isEmpty() ? "" : ".").append(quoted ? '"' + name + '"' : name);
      }
    }
    return text.toString();
  }

  private static boolean isPlain(Step step) {
    return step instanceof Step.Name field
        && Names.quotedIfNeeded(field.name()).equals(field.name());
  }
}
