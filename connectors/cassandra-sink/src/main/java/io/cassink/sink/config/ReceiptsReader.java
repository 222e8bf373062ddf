package io.cassink.sink.config;

import static io.cassink.sink.config.ReceiptSettings.PRODUCER_PREFIX;
import static io.cassink.sink.config.Settings.*;

import io.cassink.sink.mapping.NearestWord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/** Reads the {@code receipts.*} settings and checks that they fit together. */
final class ReceiptsReader {
  /** Settings of a producer that receipts depend on, and what to do instead of setting them. */
  private static final Map<String, String> FIXED =
      Map.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
          "set " + RECEIPTS_SERVERS,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          "receipts are JSON",
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          "receipts are JSON",
          ProducerConfig.ACKS_CONFIG,
          "it is all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          "it is true",
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          "each partition has its own; set " + RECEIPTS_TRANSACTIONAL,
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          "what is not told is waited for as long as " + RETRY_TIMEOUT + " says");

  private final Map<String, String> config;
  private final AbstractConfig parsed;
  private final List<SettingProblem> problems;

  ReceiptsReader(Map<String, String> config, AbstractConfig parsed, List<SettingProblem> problems) {
    this.config = config;
    this.parsed = parsed;
    this.problems = problems;
  }

  /** Empty where no receipts are wanted. */
  Optional<ReceiptSettings> read(Map<String, TopicSettings> topics) {
    String topic = parsed.getString(RECEIPTS_TOPIC).strip();
    if (topic.isEmpty()) {
      refuseWithoutTopic();
      return Optional.empty();
    }
    List<String> servers =
        parsed.getList(RECEIPTS_SERVERS).stream().filter(server -> !server.isBlank()).toList();
    ReceiptSettings.Mode mode =
        ReceiptSettings.Mode.valueOf(parsed.getString(RECEIPTS_MODE).toUpperCase(Locale.ROOT));
    checkTopic(topic);
    if (servers.isEmpty()) {
      problem(
          RECEIPTS_SERVERS,
          "is needed with " + RECEIPTS_TOPIC + ": a plugin does not see its worker's own servers");
    }
    boolean isRange = mode == ReceiptSettings.Mode.RANGE;
    boolean transactional = parsed.getBoolean(RECEIPTS_TRANSACTIONAL);
    if (isRange && config.containsKey(RECEIPTS_TRANSACTIONAL) && !transactional) {
      problem(
          RECEIPTS_TRANSACTIONAL,
          "is always true with " + RECEIPTS_MODE + "=range: take the setting away");
    }
    refuseAny(topics);
    if (!isRange) {
      refuseQueries(topics);
    }
    return Optional.of(
        new ReceiptSettings(
            topic, mode, transactional || isRange, servers, client(), RowMeaning.hash(config)));
  }

  private void refuseWithoutTopic() {
    config.keySet().stream()
        .filter(key -> key.startsWith("receipts.") && !key.equals(RECEIPTS_TOPIC))
        .filter(key -> !config.get(key).isBlank())
        .sorted()
        .findFirst()
        .ifPresent(key -> problem(key, "has a meaning with " + RECEIPTS_TOPIC + " only"));
  }

  /** The sink would read what it writes. */
  private void checkTopic(String topic) {
    try {
      Topic.validate(topic);
    } catch (InvalidTopicException e) {
      problem(RECEIPTS_TOPIC, "'" + topic + "' is no name of a topic");
    }
    boolean isRead =
        Arrays.stream(config.getOrDefault("topics", "").split(","))
            .anyMatch(subscribed -> subscribed.strip().equals(topic));
    if (isRead || matches(config.getOrDefault("topics.regex", ""), topic)) {
      problem(RECEIPTS_TOPIC, "'" + topic + "' is a topic that this connector reads");
    }
  }

  private static boolean matches(String regex, String topic) {
    try {
      return !regex.isBlank() && Pattern.matches(regex, topic);
    } catch (PatternSyntaxException e) {
      // Connect says so itself.
      return false;
    }
  }

  /** Its acknowledgement may be of a hint alone, which no read shows and which may be lost. */
  private void refuseAny(Map<String, TopicSettings> topics) {
    for (TopicSettings topic : topics.values()) {
      for (TableSettings table : topic.tables()) {
        if (table.consistencyLevel().equals("ANY")) {
          problems.add(
              table.problem(
                  "consistencyLevel",
                  "with ANY no replica need have a row that is told: set ONE or a higher level"));
        }
      }
    }
  }

  /** Which columns a query sets, and to what, only the server knows. */
  private void refuseQueries(Map<String, TopicSettings> topics) {
    for (TopicSettings topic : topics.values()) {
      for (TableSettings table : topic.tables()) {
        if (table.query().isPresent()) {
          problems.add(
              table.problem(
                  "query",
                  "what a query writes cannot be told by record: set " + RECEIPTS_MODE + "=range"));
        }
      }
    }
  }

  private Map<String, Password> client() {
    Map<String, String> given = new TreeMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(PRODUCER_PREFIX)) {
            given.put(key.substring(PRODUCER_PREFIX.length()), value);
          }
        });
    given.keySet().forEach(this::checkKey);
    for (ConfigValue value : ProducerConfig.configDef().validate(given)) {
      if (given.containsKey(value.name()) && !FIXED.containsKey(value.name())) {
        value.errorMessages().stream()
            .findFirst()
            .ifPresent(text -> problem(PRODUCER_PREFIX + value.name(), text));
      }
    }
    Map<String, Password> client = new TreeMap<>();
    given.forEach((key, value) -> client.put(key, new Password(value)));
    return client;
  }

  /** A key that no producer knows may be an interceptor's, so only mistyped ones are refused. */
  private void checkKey(String key) {
    if (FIXED.containsKey(key)) {
      problem(PRODUCER_PREFIX + key, "is the sink's own: " + FIXED.get(key));
      return;
    }
    if (!ProducerConfig.configNames().contains(key)) {
      NearestWord.to(key, ProducerConfig.configNames())
          .ifPresent(
              near ->
                  problem(
                      PRODUCER_PREFIX + key,
                      "is not a setting of a producer; did you mean "
                          + PRODUCER_PREFIX
                          + near
                          + "?"));
    }
  }

  private void problem(String key, String message) {
    problems.add(new SettingProblem(key, message));
  }
}
