package io.cassink.sink.config;

import io.cassink.sink.codec.ConversionSettings;
import io.cassink.sink.mapping.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code topic.*} settings, topic by topic and table by table. */
final class TopicsReader {
  private final Map<String, String> config;
  private final List<SettingProblem> problems;
  private final boolean isCloud;

  TopicsReader(Map<String, String> config, List<SettingProblem> problems) {
    this.config = config;
    this.problems = problems;
    String bundle = config.get(Settings.SECURE_CONNECT_BUNDLE);
    this.isCloud = bundle != null && !bundle.isBlank();
  }

  /** The topics by name. Mistakes are added to the problems. */
  Map<String, TopicSettings> read() {
    Map<String, Map<String, String>> codecs = new LinkedHashMap<>();
    Map<String, Map<String, SectionReader>> tables = new LinkedHashMap<>();
    config.keySet().stream()
        .filter(key -> key.startsWith(TopicKey.PREFIX))
        .sorted()
        .forEach(key -> sort(key, codecs, tables));
    codecs.keySet().stream()
        .filter(topic -> !tables.containsKey(topic))
        .forEach(
            topic ->
                problems.add(
                    new SettingProblem(
                        TopicKey.PREFIX + topic + ".codec",
                        "the topic has no table; set topic." + topic + ".KEYSPACE.TABLE.mapping")));
    Map<String, TopicSettings> topics = new LinkedHashMap<>();
    tables.forEach(
        (topic, sections) -> {
          ConversionSettings conversions =
              new CodecReader(topic, codecs.getOrDefault(topic, Map.of()), problems).read();
          List<TableSettings> settings = new ArrayList<>();
          sections.values().forEach(section -> settings.add(section.read()));
          topics.put(topic, new TopicSettings(topic, conversions, settings));
        });
    return topics;
  }

  private void sort(
      String key,
      Map<String, Map<String, String>> codecs,
      Map<String, Map<String, SectionReader>> tables) {
    TopicKey parsed = TopicKey.of(key).orElse(null);
    if (parsed == null) {
      problems.add(
          new SettingProblem(
              key,
              "is not a topic's setting; expected topic.TOPIC.KEYSPACE.TABLE.SETTING or"
                  + " topic.TOPIC.codec.SETTING"));
      return;
    }
    List<String> known = parsed.isOfCodec() ? TopicKey.CODEC_SETTINGS : TopicKey.TABLE_SETTINGS;
    if (!known.contains(parsed.setting())) {
      String hint = NearestWord.hint(parsed.setting(), known, "known are");
      problems.add(new SettingProblem(key, "'" + parsed.setting() + "' is not a setting" + hint));
    } else if (parsed.isOfCodec()) {
      codecs
          .computeIfAbsent(parsed.topic(), topic -> new LinkedHashMap<>())
          .put(parsed.setting(), config.get(key));
    } else {
      String prefix = key.substring(0, key.length() - parsed.setting().length());
      tables
          .computeIfAbsent(parsed.topic(), topic -> new LinkedHashMap<>())
          .computeIfAbsent(prefix, section -> new SectionReader(prefix, parsed, isCloud, problems))
          .add(parsed.setting(), config.get(key));
    }
  }
}
