package io.cassink.sink.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cassink.sink.codec.ConversionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {
  private static final Path FILE = Path.of("../../schemas/connectors/cassandra-sink.schema.json");
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theSchemaIsMadeFromTheDefinitions() throws IOException {
    ObjectNode schema = SettingsSchema.schema();
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(FILE, schema.toPrettyString() + "\n");
    }
    assertThat(JSON.readTree(FILE.toFile()).equals(JSON.readTree(schema.toString())))
        .as("the file is what the definitions say; else run npm run docs:settings")
        .isTrue();
  }

  @Test
  void everySettingIsDocumentedInAGroup() {
    for (ConfigDef definition :
        List.of(Settings.definition(), SectionSettings.ofTable(), SectionSettings.ofCodec())) {
      definition
          .configKeys()
          .values()
          .forEach(
              key -> {
                assertThat(key.documentation).as(key.name).endsWith(".").hasSizeGreaterThan(10);
                assertThat(key.group).as(key.name).isNotBlank();
              });
    }
  }

  @Test
  void aSectionIsReadWithTheDefaultsThatItsDefinitionNames() {
    Map<String, String> bare = Map.of("topics", "t", "topic.t.ks.tab.deletesEnabled", "true");
    Map<String, String> spelled = new HashMap<>(bare);
    spelled.putAll(defaults("topic.t.ks.tab.", SectionSettings.ofTable()));
    spelled.putAll(defaults("topic.t.codec.", SectionSettings.ofCodec()));
    assertThat(section(spelled)).isEqualTo(section(bare));
    assertThat(conversions(spelled)).isEqualTo(conversions(bare));
  }

  private static Map<String, String> defaults(String prefix, ConfigDef definition) {
    Map<String, String> values = new HashMap<>();
    definition
        .defaultValues()
        .forEach(
            (name, value) -> {
              if (!"".equals(value)) {
                values.put(prefix + name, value.toString());
              }
            });
    return values;
  }

  private static TableSettings section(Map<String, String> config) {
    return topic(config).tables().get(0);
  }

  private static String conversions(Map<String, String> config) {
    ConversionSettings conversions = topic(config).conversions();
    return String.join(
        " ",
        List.of(
            conversions.locale().toString(),
            conversions.zone().toString(),
            conversions.timestamp().toString(),
            conversions.date().toString(),
            conversions.time().toString(),
            conversions.unit().toString()));
  }

  private static TopicSettings topic(Map<String, String> config) {
    SettingsReader.Result parsed = SettingsReader.read(config);
    assertThat(parsed.problems()).isEmpty();
    return parsed.settings().orElseThrow().topics().get("t");
  }
}
