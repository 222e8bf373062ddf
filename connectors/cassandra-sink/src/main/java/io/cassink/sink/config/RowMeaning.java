package io.cassink.sink.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A hash of the settings that decide which rows a record becomes: those of topics, write times,
 * converters and transforms. Two receipts with different hashes may be of rows with different
 * meanings; servers, passwords and limits do not change it.
 */
final class RowMeaning {
  private static final Set<String> WRITE_TIMES =
      Set.of(Settings.ORDER, Settings.ORDER_EPOCH, Settings.GENERATION);

  private static final Pattern MEANING =
      Pattern.compile("topic\\..*|transforms(\\..*)?|predicates(\\..*)?|\\w+\\.converter(\\..*)?");

  /** Of converters and transforms. */
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|secret|token|credential|auth|jaas|private|ssl|sasl).*",
          Pattern.CASE_INSENSITIVE);

  private RowMeaning() {}

  /** 64 hexadecimal digits. */
  static String hash(Map<String, String> config) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(config)
        .forEach(
            (key, value) -> {
              if (decides(key)) {
                text.append(key).append('=').append(value).append('\n');
              }
            });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean decides(String key) {
    boolean isSecret = !key.startsWith(TopicKey.PREFIX) && SECRET.matcher(key).matches();
    return WRITE_TIMES.contains(key) || (MEANING.matcher(key).matches() && !isSecret);
  }
}
