package io.cassink.sink.simulate.cassandra;

/** A statement that a server refuses as invalid. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
