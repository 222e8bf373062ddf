package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import io.cassink.sink.codec.TemporalFormat;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads {@code topic.T.codec.*}. */
final class CodecReader {
  private final String topic;
  private final Map<String, String> codec;
  private final List<SettingProblem> problems;

  CodecReader(String topic, Map<String, String> codec, List<SettingProblem> problems) {
    this.topic = topic;
    this.codec = codec;
    this.problems = problems;
  }

  ConversionSettings read() {
    ConversionSettings defaults = ConversionSettings.defaults();
    Locale locale = locale(defaults.locale());
    ZoneId zone = zone(defaults.zone());
    return new ConversionSettings(
        locale,
        zone,
        format("timestamp", defaults.timestamp(), locale, zone),
        format("date", defaults.date(), locale, zone),
        format("time", defaults.time(), locale, zone),
        unit(defaults.unit()));
  }

  private Locale locale(Locale byDefault) {
    String text = codec.get("locale");
    if (text == null) {
      return byDefault;
    }
    Locale locale = Locale.forLanguageTag(text.strip().replace('_', '-'));
    if (locale.getLanguage().isEmpty()) {
      problem("locale", "'" + text + "' is not a locale; write it like en_US");
      return byDefault;
    }
    return locale;
  }

  private ZoneId zone(ZoneId byDefault) {
    String text = codec.get("timeZone");
    try {
      return text == null ? byDefault : ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      problem(
          "timeZone", "'" + text + "' is not a time zone; write it like Europe/Paris or +02:00");
      return byDefault;
    }
  }

  private TemporalFormat format(
      String setting, TemporalFormat byDefault, Locale locale, ZoneId zone) {
    String text = codec.getOrDefault(setting, byDefault.toString()).strip();
    try {
      return TemporalFormat.of(text, locale, zone);
    } catch (IllegalArgumentException e) {
      problem(
          setting,
          "'"
              + text
              + "' is neither a pattern ("
              + e.getMessage()
              + ") nor a constant of DateTimeFormatter nor UNITS_SINCE_EPOCH");
      return byDefault;
    }
  }

  private TimeUnit unit(TimeUnit byDefault) {
    String text = codec.get("unit");
    try {
      return text == null ? byDefault : TimeUnit.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      List<String> units = Arrays.stream(TimeUnit.values()).map(Enum::name).toList();
      problem("unit", "'" + text + "' is not one of " + String.join(", ", units));
      return byDefault;
    }
  }

  private void problem(String setting, String message) {
    problems.add(new SettingProblem(TopicKey.PREFIX + topic + ".codec." + setting, message));
  }
}
