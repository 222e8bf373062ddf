package io.cassink.sink.codec;

/**
 * A value that cannot be converted to its column's type. The message never shows the value, because
 * it may be confidential. There is no cause, because parsers quote the text that they cannot read.
 */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConversionException(String message) {
    super(message);
  }

  /** The same with the location before the message. */
  public ConversionException at(String location) {
    ConversionException located = new ConversionException(location + ": " + getMessage());
    located.setStackTrace(getStackTrace());
    return located;
  }
}
