package io.cassink.sink.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping, in the order of its text.
 *
 * @param entries with different targets
 */
public record Mapping(List<Entry> entries) {
  public Mapping {
    entries = List.copyOf(entries);
  }

  /**
   * @param position where the entry begins in the mapping's text, counted from 1
   */
  public record Entry(Target target, Source source, int position) {}

  /** A mapping that takes each column from the field of the same name. */
  public static Mapping ofSameNames(List<String> columns) {
    return new Mapping(
        columns.stream()
            .map(name -> new Entry(new Target.Column(name), new Source.SameName(name), 1))
            .toList());
  }

  /** Columns and their sources, in order. */
  public Map<String, Source> columns() {
    Map<String, Source> columns = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.target() instanceof Target.Column column) {
        columns.put(column.name(), entry.source());
      }
    }
    return columns;
  }

  /** The source of {@code __ttl} or {@code __timestamp}. */
  public Optional<Source> sourceOf(Class<? extends Target> target) {
    return entries.stream()
        .filter(entry -> target.isInstance(entry.target()))
        .map(Entry::source)
        .findFirst();
  }

  /** Where the entry of a column begins in the mapping's text, counted from 1. */
  public int positionOf(String column) {
    return entries.stream()
        .filter(entry -> entry.target().equals(new Target.Column(column)))
        .mapToInt(Entry::position)
        .findFirst()
        .orElse(1);
  }
}
