package io.cassink.sink.codec;

/**
 * A value that cannot become what its column holds. The message never shows the value: records may
 * hold what no log may. There is no cause either, since parsers quote what they cannot read.
 */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConversionException(String message) {
    super(message);
  }

  /** The same, saying where. */
  public ConversionException at(String place) {
    ConversionException located = new ConversionException(place + ": " + getMessage());
    located.setStackTrace(getStackTrace());
    return located;
  }
}
