package io.cassink.sink.mapping;

/** The three parts of a Kafka record that a mapping can name. */
public enum RecordPart {
  KEY("key"),
  VALUE("value"),
  HEADER("header");

  private final String word;

  RecordPart(String word) {
    this.word = word;
  }

  /** The word that names this part in a mapping. */
  public String word() {
    return word;
  }
}
