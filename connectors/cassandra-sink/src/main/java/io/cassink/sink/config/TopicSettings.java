package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import java.util.List;

/** How the records of one topic are converted, and to which tables they are written. */
public record TopicSettings(
    String topic, ConversionSettings conversions, List<TableSettings> tables) {
  public TopicSettings {
    tables = List.copyOf(tables);
  }
}
