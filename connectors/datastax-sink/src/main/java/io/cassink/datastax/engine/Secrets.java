package io.cassink.datastax.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells which settings must not be shown. */
final class Secrets {
  static final String MASK = "********";

  private static final Pattern SECRET_NAME =
      Pattern.compile("password|passphrase|secret|token|credential", Pattern.CASE_INSENSITIVE);

  /** The engine takes files inline as base64: a keystore, a private key or a secure bundle. */
  private static final String INLINE_FILE = "base64:";

  private Secrets() {}

  static boolean isSecret(String name, String value) {
    return SECRET_NAME.matcher(name).find() || value.startsWith(INLINE_FILE);
  }

  /** The settings in alphabetical order with every secret value masked. */
  static Map<String, String> masked(Map<String, String> settings) {
    Map<String, String> masked = new TreeMap<>();
    settings.forEach(
        (name, value) -> masked.put(name, value != null && isSecret(name, value) ? MASK : value));
    return masked;
  }
}
