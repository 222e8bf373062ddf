package io.cassink.sink.write;

/** Writing cannot go on until somebody acts; the message says who and how. */
public final class WriteFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  WriteFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
