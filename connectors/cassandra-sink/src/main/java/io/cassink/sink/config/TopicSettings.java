package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import java.util.List;

/** How the records of one topic are converted, and to which tables they are written. */
public record TopicSettings(
    String topic, ConversionSettings conversions, List<TableSettings> tables) {
  public TopicSettings {
    tables = List.copyOf(tables);
  }

  /** The same with the levels that a cloud database refuses raised to LOCAL_QUORUM. */
  TopicSettings withLevelsOfCloud() {
    List<String> weak = List.of("ANY", "ONE", "LOCAL_ONE");
    return new TopicSettings(
        topic,
        conversions,
        tables.stream()
            .map(
                table ->
                    weak.contains(table.consistencyLevel())
                        ? table.withConsistencyLevel("LOCAL_QUORUM")
                        : table)
            .toList());
  }
}
