package io.cassink.sink.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.regex.Pattern;

/** Reads numbers, and everything that can be converted to one, without rounding. */
final class NumberReader {
  /** A limit, because a short text such as 1e999999999 would need gigabytes. */
  private static final int MOST_DIGITS = 10_000;

  private final ConversionSettings settings;
  private final DecimalFormat format;
  private final boolean plainDecimals;

  NumberReader(ConversionSettings settings) {
    this.settings = settings;
    this.format = (DecimalFormat) NumberFormat.getNumberInstance(settings.locale());
    this.format.setParseBigDecimal(true);
    DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
    this.plainDecimals = symbols.getDecimalSeparator() == '.';
  }

  /**
   * @return null for the empty text
   */
  Number read(Object given) throws ConversionException {
    Object value = given instanceof DebeziumTime time ? time.forNumber() : given;
    if (value instanceof Number number) {
      return number;
    }
    if (value instanceof String text) {
      return text.isEmpty() ? null : read(text);
    }
    if (value instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (value instanceof Date date) {
      return units(date.toInstant());
    }
    if (value instanceof Instant instant) {
      return units(instant);
    }
    if (value instanceof LocalDate date) {
      return units(date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    throw Values.cannotBe(given, "a number");
  }

  /** As {@link #read}, for a whole number within limits. */
  Long readLong(Object value, String type, long least, long most) throws ConversionException {
    Number number = read(value);
    if (number == null) {
      return null;
    }
    long whole = whole(number, type);
    if (whole < least || whole > most) {
      throw new ConversionException("a number is out of range for " + type);
    }
    return whole;
  }

  /**
   * A number, or the text of one. Other texts are refused: "yes", read as 1, would be a time in
   * 1970.
   */
  Number readCount(Object value) throws ConversionException {
    if (value instanceof Number number) {
      return number;
    }
    Number number = value instanceof String text ? number(text) : null;
    if (number == null) {
      throw new ConversionException("a text is not a number");
    }
    return number;
  }

  /** The long that a whole float or double is exactly; its text may have been rounded. */
  private static Number exact(Number number) {
    if (!(number instanceof Double || number instanceof Float)) {
      return number;
    }
    double value = number.doubleValue();
    boolean isLong = value == Math.rint(value) && Math.abs(value) < 0x1p63;
    return isLong ? Long.valueOf((long) value) : number;
  }

  /** The number as a long. */
  static long whole(Number number, String type) throws ConversionException {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      return number.longValue();
    }
    try {
      return decimal(exact(number)).longValueExact();
    } catch (ArithmeticException e) {
      throw new ConversionException("a number is not whole or out of range for " + type);
    }
  }

  /** The exact value of a number that is finite. */
  static BigDecimal decimal(Number number) throws ConversionException {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new ConversionException("NaN and infinity are no decimal numbers");
      }
      return new BigDecimal(number.toString());
    }
    return BigDecimal.valueOf(number.longValue());
  }

  /** The exact integer, if it has at most 10,000 digits. */
  static BigInteger integer(Number number) throws ConversionException {
    BigDecimal decimal = decimal(exact(number));
    if (Math.abs((long) decimal.scale()) > MOST_DIGITS) {
      throw new ConversionException("a number has more than " + MOST_DIGITS + " digits");
    }
    try {
      return decimal.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new ConversionException("a number is not whole");
    }
  }

  private Number read(String text) throws ConversionException {
    Number number = number(text);
    if (number != null) {
      return number;
    }
    if (!settings.timestamp().isUnitsSinceEpoch()) {
      try {
        return units(settings.timestamp().parse(text).toInstant());
      } catch (DateTimeException notATime) {
        // Neither a number nor a time, but it may be a word for a boolean.
      }
    }
    Boolean truth = Values.truth(text);
    if (truth == null) {
      throw new ConversionException("a text is not a number");
    }
    return truth ? 1L : 0L;
  }

  /**
   * @return null for a text that is not a number
   */
  private Number number(String text) {
    Long digits = digits(text);
    return digits != null ? digits : decimalText(text.strip());
  }

  /** A quick way for integers of up to 18 digits; null for everything else. */
  private static Long digits(String text) {
    int length = text.length();
    int start = text.charAt(0) == '-' ? 1 : 0;
    if (length == start || length > 18) {
      return null;
    }
    long number = 0;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      number = number * 10 + (c - '0');
    }
    return start == 1 ? -number : number;
  }

  private Number decimalText(String text) {
    if (text.length() > MOST_DIGITS) {
      return null;
    }
    if (plainDecimals) {
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException notPlain) {
        // It may have grouped digits, or not be a number at all.
      }
    }
    ParsePosition position = new ParsePosition(0);
    Number parsed = format.parse(text, position);
    if (parsed != null && position.getIndex() == text.length() && isGroupedAsWritten(text)) {
      return parsed;
    }
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /**
   * DecimalFormat takes groups of any size, so that in a locale with decimal points "1,5" would be
   * 15. Here all groups but the first have the locale's size: "1,234,567.5".
   */
  private boolean isGroupedAsWritten(String text) {
    DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
    String separator = Pattern.quote(String.valueOf(symbols.getGroupingSeparator()));
    int point = text.indexOf(symbols.getDecimalSeparator());
    String[] groups = (point < 0 ? text : text.substring(0, point)).split(separator, -1);
    int size = format.getGroupingSize();
    for (int i = 1; i < groups.length; i++) {
      String digits = i == groups.length - 1 ? groups[i].replaceFirst("E.*", "") : groups[i];
      if (digits.length() != size) {
        return false;
      }
    }
    int first = (int) groups[0].chars().filter(Character::isDigit).count();
    return groups.length == 1 || (first >= 1 && first <= size);
  }

  /** Whole units before the instant, however many: they need not fit into a long. */
  private Number units(Instant instant) {
    BigInteger nanos =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(instant.getNano()));
    BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(settings.unit().toNanos(1)));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
