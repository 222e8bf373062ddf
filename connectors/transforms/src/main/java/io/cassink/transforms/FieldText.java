package io.cassink.transforms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Text and numeric value of a field, as FieldMatches compares them. */
final class FieldText {
  private FieldText() {}

  /**
   * The field's text: a string itself, {@code true} or {@code false}, a number in plain decimal
   * notation.
   *
   * @return empty for a value of any other type
   */
  static Optional<String> of(Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return Optional.of(value.toString());
    }
    Optional<BigDecimal> decimal = decimal(value);
    if (decimal.isPresent()) {
      return decimal.map(FieldText::plain);
    }
    // NaN and the infinities have no decimal value.
    return value instanceof Double || value instanceof Float
        ? Optional.of(value.toString())
        : Optional.empty();
  }

  /** The exact decimal value of a finite number, or empty. */
  static Optional<BigDecimal> decimal(Object value) {
    if (value instanceof BigDecimal decimal) {
      return Optional.of(decimal);
    }
    if (value instanceof BigInteger integer) {
      return Optional.of(new BigDecimal(integer));
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return Optional.of(BigDecimal.valueOf(((Number) value).longValue()));
    }
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue())
          ? Optional.of(new BigDecimal(value.toString()))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** The number that a constant of the configuration is, spaces around it ignored, or empty. */
  static Optional<BigDecimal> number(String constant) {
    try {
      return Optional.of(new BigDecimal(constant.trim()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String plain(BigDecimal decimal) {
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }
}
