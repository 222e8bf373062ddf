package io.cassink.sink.codec;

/** The type of a column is one to which nothing can be converted. */
public final class UnsupportedTypeException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsupportedTypeException(String type) {
    super(
        "columns of the type " + type + " cannot be written; leave the column out of the mapping");
  }
}
