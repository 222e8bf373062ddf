package io.cassink.sink.config;

import io.cassink.sink.mapping.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds mistyped keys. A configuration also holds keys of Connect, of converters and of transforms,
 * so a key is refused only in our own namespaces, or if it is nearly one of our names.
 */
final class UnknownKeys {
  private static final List<String> OWN_NAMESPACES =
      List.of("auth.", "ssl.", "loadBalancing.", "cloud.", "order.", "retry.", "receipts.");
  private static final List<String> OTHERS_NAMESPACES =
      List.of(
          "key.converter",
          "value.converter",
          "header.converter",
          "transforms",
          "predicates",
          "errors.",
          "consumer.",
          "producer.",
          "admin.",
          "connector.",
          "tasks.",
          "topics.",
          "config.",
          ConnectionSettings.DRIVER_PREFIX,
          ReceiptSettings.PRODUCER_PREFIX,
          TopicKey.PREFIX);
  private static final Set<String> OTHERS = Set.of("name", "topics", "task.class", Settings.TASK);

  private UnknownKeys() {}

  static List<SettingProblem> in(Map<String, String> config, Collection<String> known) {
    List<SettingProblem> problems = new ArrayList<>();
    for (String key : config.keySet()) {
      if (known.contains(key) || OTHERS.contains(key) || startsWithOneOf(key, OTHERS_NAMESPACES)) {
        continue;
      }
      String hint = NearestWord.hint(key, known);
      if (!hint.isEmpty() || startsWithOneOf(key, OWN_NAMESPACES)) {
        problems.add(new SettingProblem(key, "is not a setting of this connector" + hint));
      }
    }
    return problems;
  }

  private static boolean startsWithOneOf(String key, List<String> prefixes) {
    return prefixes.stream().anyMatch(key::startsWith);
  }
}
