package io.cassink.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The settings that the CLI's lint knows: those that Kafka's own classes, and the plugins beside
 * them, define. A newer Kafka fails the test, and {@code npm run docs:catalogue} writes the file.
 */
class ConnectCatalogueTest {
  private static final Path FILE = Path.of("../../schemas/connectors/connect.catalogue.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @Test
  void theFileIsMadeFromTheDefinitions() throws IOException {
    Map<String, Object> catalogue = catalogue();
    if (Boolean.getBoolean("catalogue.write")) {
      Files.writeString(
          FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(catalogue) + "\n");
    }
    assertThat(JSON.readTree(FILE.toFile()).equals(JSON.valueToTree(catalogue)))
        .as("the file is what the definitions say; else run npm run docs:catalogue")
        .isTrue();
  }

  @SuppressWarnings("rawtypes")
  private static Map<String, Object> catalogue() {
    Map<String, Object> catalogue = new TreeMap<>();
    catalogue.put("kafka", AppInfoParser.getVersion());
    catalogue.put("connector", settings(SinkConnectorConfig.configDef()));
    Map<String, Object> converters = plugins(Converter.class, Converter::config);
    converters.putAll(plugins(HeaderConverter.class, HeaderConverter::config));
    catalogue.put("converters", converters);
    catalogue.put("transforms", plugins(Transformation.class, Transformation::config));
    catalogue.put("predicates", plugins(Predicate.class, Predicate::config));
    catalogue.put(
        "clients",
        Map.of(
            "consumer", settings(ConsumerConfig.configDef()),
            "producer", settings(ProducerConfig.configDef()),
            "admin", settings(AdminClientConfig.configDef())));
    return catalogue;
  }

  private static <T> Map<String, Object> plugins(Class<T> type, Function<T, ConfigDef> config) {
    Map<String, Object> plugins = new HashMap<>();
    for (T plugin : ServiceLoader.load(type)) {
      plugins.put(plugin.getClass().getName(), settings(config.apply(plugin)));
    }
    return plugins;
  }

  private static Map<String, Object> settings(ConfigDef definition) {
    Map<String, Object> settings = new TreeMap<>();
    definition
        .configKeys()
        .values()
        .forEach(key -> settings.put(key.name, key.type.name().toLowerCase(Locale.ROOT)));
    return settings;
  }
}
