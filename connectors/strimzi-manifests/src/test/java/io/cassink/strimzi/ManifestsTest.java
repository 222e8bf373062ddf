package io.cassink.strimzi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The manifests that the CLI's own test holds its export to. */
class ManifestsTest {
  private static final Path FILE = Path.of("../../schemas/contract/strimzi-manifests.yaml");

  private static final Map<String, Class<?>> KINDS =
      Map.of("KafkaConnect", KafkaConnect.class, "KafkaConnector", KafkaConnector.class);

  /** Strimzi's classes keep what they do not know; here it is refused. */
  private static final class NothingUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .setAnnotationIntrospector(new NothingUnknown())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Test
  void readsBackWhatItRead() throws IOException {
    List<JsonNode> resources = resources();
    assertThat(resources).extracting(r -> r.get("kind").asText()).containsAll(KINDS.keySet());
    for (JsonNode resource : resources) {
      assertThat(withoutVersion(read(resource))).isEqualTo(withoutVersion(resource));
    }
  }

  @Test
  void aPropertyThatStrimziDoesNotKnowIsRefused() throws IOException {
    for (JsonNode resource : resources()) {
      ObjectNode wrong = resource.deepCopy();
      ((ObjectNode) wrong.get("spec")).put("taskMax", 1);
      assertThatThrownBy(() -> read(wrong))
          .hasRootCauseInstanceOf(UnrecognizedPropertyException.class);
    }
  }

  /** The classes serve v1 and v1beta2, and write v1beta2 whatever they have read. */
  @Test
  void isOfAVersionThatIsServed() throws IOException {
    assertThat(KafkaConnect.VERSIONS).contains("v1");
    assertThat(resources())
        .extracting(resource -> resource.get("apiVersion").asText())
        .containsOnly(KafkaConnect.RESOURCE_GROUP + "/v1");
  }

  private static JsonNode withoutVersion(JsonNode resource) {
    return ((ObjectNode) resource.deepCopy()).without("apiVersion");
  }

  private static List<JsonNode> resources() throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(FILE.toFile())) {
      return documents.readAll();
    }
  }

  private static JsonNode read(JsonNode resource) {
    Object read = YAML.convertValue(resource, KINDS.get(resource.get("kind").asText()));
    return YAML.valueToTree(read);
  }
}
