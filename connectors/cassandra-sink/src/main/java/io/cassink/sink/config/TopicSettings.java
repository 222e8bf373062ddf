package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import java.util.List;

/** What becomes of the records of one topic. */
public record TopicSettings(
    String topic, ConversionSettings conversions, List<TableSettings> tables) {
  public TopicSettings {
    tables = List.copyOf(tables);
  }

  /** The levels that a cloud database refuses are raised to LOCAL_QUORUM. */
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
