package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import java.util.List;

/** What becomes of the records of one topic. */
public record TopicSettings(
    String topic, ConversionSettings conversions, List<TableSettings> tables) {
  public TopicSettings {
    tables = List.copyOf(tables);
  }
}
