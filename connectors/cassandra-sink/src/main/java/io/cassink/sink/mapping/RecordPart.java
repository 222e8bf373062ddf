package io.cassink.sink.mapping;

import java.util.Locale;

/** The three parts of a Kafka record that a mapping can name. */
public enum RecordPart {
  KEY,
  VALUE,
  HEADER;

  /** The word that names this part in a mapping. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
