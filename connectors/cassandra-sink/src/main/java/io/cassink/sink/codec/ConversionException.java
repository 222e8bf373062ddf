package io.cassink.sink.codec;

/**
 * A value that cannot become what its column holds. The message never shows the value: records may
 * hold what no log may.
 */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConversionException(String message) {
    super(message);
  }

  public ConversionException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, saying where. */
  public ConversionException at(String place) {
    ConversionException located = new ConversionException(place + ": " + getMessage(), getCause());
    located.setStackTrace(getStackTrace());
    return located;
  }
}
