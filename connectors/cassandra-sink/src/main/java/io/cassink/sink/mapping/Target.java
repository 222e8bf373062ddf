package io.cassink.sink.mapping;

/** What a mapping entry sets. */
public sealed interface Target {
  /** A column, or a bind variable of a query, by its case-sensitive name. */
  record Column(String name) implements Target {
    @Override
    public String toString() {
      boolean special = name.equals("__ttl") || name.equals("__timestamp");
      return special ? '"' + name + '"' : Names.quotedIfNeeded(name);
    }
  }

  /** {@code __ttl}: the row's time to live. */
  record TimeToLive() implements Target {
    @Override
    public String toString() {
      return "__ttl";
    }
  }

  /** {@code __timestamp}: the row's write time. */
  record WriteTime() implements Target {
    @Override
    public String toString() {
      return "__timestamp";
    }
  }
}
