package io.cassink.transforms;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The test that {@link FieldMatches} puts to one field. An absent field and a null are the same.
 */
@FunctionalInterface
interface FieldCheck {
  boolean passes(Optional<Object> value);

  /** True for an absent field, a null and the empty string, and for nothing else. */
  static FieldCheck empty() {
    return value -> value.map(""::equals).orElse(true);
  }

  /** True for a value whose whole text matches. A value without a text never matches. */
  static FieldCheck matches(Pattern pattern) {
    return value ->
        value.flatMap(FieldText::of).map(text -> pattern.matcher(text).matches()).orElse(false);
  }

  /**
   * True for the number that the constant is, or for the string, boolean or number whose text the
   * constant is. A string is never compared as a number.
   */
  static FieldCheck equalTo(String constant) {
    Optional<BigDecimal> number = FieldText.number(constant);
    return optional ->
        optional
            .map(
                value ->
                    FieldText.decimal(value)
                        .map(decimal -> number.filter(n -> n.compareTo(decimal) == 0).isPresent())
                        .orElseGet(() -> FieldText.of(value).filter(constant::equals).isPresent()))
            .orElse(false);
  }
}
