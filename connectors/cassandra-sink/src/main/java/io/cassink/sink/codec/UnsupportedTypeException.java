package io.cassink.sink.codec;

/** A column of a type that nothing can be converted to. */
public final class UnsupportedTypeException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsupportedTypeException(String type) {
    super(
        "columns of the type " + type + " cannot be written; leave the column out of the mapping");
  }
}
