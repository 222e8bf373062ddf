package io.cassink.sink.mapping;

/** Where the value of a column comes from. */
public sealed interface Source {
  /** A whole key or value. */
  record Whole(RecordPart part) implements Source {
    @Override
    public String toString() {
      return part.word();
    }
  }

  /** A field of the key or the value, or a header. */
  record Field(RecordPart part, FieldPath path) implements Source {
    @Override
    public String toString() {
      return part.word() + "." + path;
    }
  }

  /**
   * The field of the column's own name, of the value, or of the key where the value has none. Used
   * where no mapping is set.
   */
  record SameName(String name) implements Source {
    @Override
    public String toString() {
      return "value." + Names.quotedIfNeeded(name) + " or key." + Names.quotedIfNeeded(name);
    }
  }

  /** {@code now()}: a new time UUID for each column and each record. */
  record Now() implements Source {
    @Override
    public String toString() {
      return "now()";
    }
  }
}
