package io.cassink.sink.config;

import static io.cassink.sink.config.Settings.*;

import io.cassink.sink.mapping.NearestWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** Reads a configuration into {@link SinkSettings}, or lists every mistake in it. */
public final class SettingsReader {
  /** Microseconds, in the year 5138; offsets and generations above it still fit a long. */
  private static final long HIGHEST_EPOCH = 100_000_000_000_000_000L;

  private final Map<String, String> config;
  private final List<SettingProblem> problems = new ArrayList<>();

  private SettingsReader(Map<String, String> config) {
    this.config = config;
  }

  /** Does not connect: what needs a server is checked by the connector. */
  public static Result read(Map<String, String> config) {
    return new SettingsReader(config).settings();
  }

  private Result settings() {
    ConfigDef definition = Settings.definition();
    for (ConfigValue value : definition.validate(config)) {
      for (String message : value.errorMessages()) {
        problem(value.name(), message);
      }
    }
    boolean fixedSettingsAreSound = problems.isEmpty();
    List<SettingProblem> unknown = UnknownKeys.in(config, definition.names());
    problems.addAll(unknown);
    Map<String, TopicSettings> topics = new TopicsReader(config, problems).read();
    checkSubscription(topics);
    if (!fixedSettingsAreSound) {
      return new Result(Optional.empty(), problems);
    }
    AbstractConfig parsed = new AbstractConfig(definition, config, false);
    int others = problems.size();
    ConnectionSettings connection = new ConnectionReader(parsed, problems).read();
    boolean knowsTheCluster = unknown.isEmpty() && problems.size() == others;
    SinkSettings.WriteOrder order =
        SinkSettings.WriteOrder.valueOf(parsed.getString(ORDER).toUpperCase(Locale.ROOT));
    checkOrder(order, parsed.getLong(ORDER_EPOCH));
    SinkSettings settings =
        new SinkSettings(
            config.getOrDefault("name", "cassandra-sink"),
            connection,
            order,
            parsed.getLong(ORDER_EPOCH),
            parsed.getInt(GENERATION),
            parsed.getInt(MAX_CONCURRENT_REQUESTS),
            parsed.getLong(MAX_BYTES_IN_FLIGHT),
            parsed.getInt(MAX_RECORDS_IN_BATCH),
            retryTimeout(parsed.getInt(RETRY_TIMEOUT)),
            Duration.ofSeconds(parsed.getInt(ORDER_IDLE_RELEASE)),
            SinkSettings.IgnoreErrors.of(parsed.getString(IGNORE_ERRORS)).orElseThrow(),
            "all".equalsIgnoreCase(config.get("errors.tolerance")),
            metrics(parsed),
            new ReceiptsReader(config, parsed, problems).read(topics),
            topics);
    return new Result(knowsTheCluster ? Optional.of(settings) : Optional.empty(), problems);
  }

  private SinkSettings.MetricSettings metrics(AbstractConfig parsed) {
    String domain = parsed.getString(JMX_DOMAIN);
    if (!domain.matches("[^:*?\\s]+")) {
      problem(JMX_DOMAIN, "a domain of JMX holds no blank and none of : * ?");
    }
    return new SinkSettings.MetricSettings(
        parsed.getBoolean(JMX),
        domain,
        Duration.ofSeconds(parsed.getInt(METRICS_HIGHEST_LATENCY)),
        config.getOrDefault(Settings.TASK, "0"));
  }

  private void checkOrder(SinkSettings.WriteOrder order, long epoch) {
    if (order == SinkSettings.WriteOrder.LOG && epoch < 0) {
      problem(
          ORDER_EPOCH,
          "is needed with order=log: set the time of the first deployment in microseconds,"
              + " and keep it");
    }
    if (epoch >= HIGHEST_EPOCH) {
      problem(ORDER_EPOCH, "is beyond the year 5138; it is a time in microseconds");
    }
    if (order == SinkSettings.WriteOrder.TIME && epoch >= 0) {
      problem(ORDER_EPOCH, "has a meaning with order=log only");
    }
  }

  /** Refuses topics without a table, whose records could not be written. */
  private void checkSubscription(Map<String, TopicSettings> topics) {
    if (topics.isEmpty() && problems.stream().noneMatch(p -> p.key().startsWith("topic."))) {
      problem("topics", "no topic has a table; set topic.TOPIC.KEYSPACE.TABLE.mapping");
    }
    String subscribed = config.getOrDefault("topics", "");
    Arrays.stream(subscribed.split(","))
        .map(String::strip)
        .filter(topic -> !topic.isEmpty() && !topics.containsKey(topic))
        .filter(topic -> !topics.isEmpty())
        .filter(topic -> !config.containsKey("transforms"))
        .forEach(
            topic ->
                problem(
                    "topics",
                    "'"
                        + topic
                        + "' has no table; set topic."
                        + topic
                        + ".KEYSPACE.TABLE.mapping"
                        + NearestWord.hint(topic, topics.keySet())));
  }

  private static Duration retryTimeout(int seconds) {
    return seconds < 0 ? SinkSettings.FOR_EVER : Duration.ofSeconds(seconds);
  }

  private void problem(String key, String message) {
    problems.add(new SettingProblem(key, message));
  }

  /**
   * The result of reading a configuration.
   *
   * @param legible everything that could be read; absent where it is not enough to connect
   * @param problems all that is wrong; empty for a correct configuration
   */
  public record Result(Optional<SinkSettings> legible, List<SettingProblem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    /** Absent where there are problems. */
    public Optional<SinkSettings> settings() {
      return problems.isEmpty() ? legible : Optional.empty();
    }
  }
}
