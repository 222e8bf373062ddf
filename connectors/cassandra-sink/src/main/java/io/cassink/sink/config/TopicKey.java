package io.cassink.sink.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of a topic's section: {@code topic.T.KEYSPACE.TABLE.setting} or {@code
 * topic.T.codec.setting}. A topic's name may contain dots; a keyspace's or table's name that does
 * is written in "quotes".
 *
 * @param keyspace null for a setting of the topic's codec
 * @param table null for a setting of the topic's codec
 */
record TopicKey(String topic, String keyspace, String table, String setting) {
  static final String PREFIX = "topic.";
  static final List<String> TABLE_SETTINGS = List.copyOf(SectionSettings.ofTable().names());
  static final List<String> CODEC_SETTINGS = List.copyOf(SectionSettings.ofCodec().names());

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^.\"]+)";
  private static final Pattern CODEC =
      Pattern.compile("topic\\.([A-Za-z0-9._-]+)\\.codec\\.([^.]+)");
  private static final Pattern TABLE =
      Pattern.compile("topic\\.([A-Za-z0-9._-]+)\\." + NAME + "\\." + NAME + "\\.([^.]+)");

  /** Empty for a key that does not have this form. The setting's name is not checked. */
  static Optional<TopicKey> of(String key) {
    Matcher codec = CODEC.matcher(key);
    if (codec.matches()) {
      return Optional.of(new TopicKey(codec.group(1), null, null, codec.group(2)));
    }
    Matcher table = TABLE.matcher(key);
    if (table.matches()) {
      return Optional.of(
          new TopicKey(
              table.group(1), unquoted(table.group(2)), unquoted(table.group(3)), table.group(4)));
    }
    return Optional.empty();
  }

  boolean isOfCodec() {
    return keyspace == null;
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
