package io.cassink.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of schemas/contract: cases with their outcomes, to which the Java classes and the CLI's
 * evaluators are both held. To add cases, write them without an outcome and let the Java side fill
 * it in with {@code -Dcontract.write=true}, for example {@code mvn -f connectors -pl cassandra-sink
 * -am test -Dtest='*ContractTest' -Dsurefire.failIfNoSpecifiedTests=false -Dcontract.write=true}.
 */
public final class ContractFile {
  private static final Path FOLDER = Path.of("../../schemas/contract");
  private static final JsonMapper JSON = new JsonMapper();

  private ContractFile() {}

  /** Whether the outcomes are to be filled in. */
  public static boolean isToBeWritten() {
    return Boolean.getBoolean("contract.write");
  }

  /**
   * @param name of the file
   * @param content a record with a component for each of the file's fields
   */
  public static <T> T read(String name, Class<T> content) {
    try {
      return JSON.readValue(FOLDER.resolve(name).toFile(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one case a line, so that a change shows its cases alone. */
  public static void write(String name, Object content) {
    JsonNode tree = JSON.valueToTree(content);
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      fields.add("  \"" + field.getKey() + "\": " + lines(field.getValue()));
    }
    try {
      Files.writeString(FOLDER.resolve(name), "{\n" + String.join(",\n", fields) + "\n}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of an array on a line each, anything else on one line. */
  private static String lines(JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      return value.toString();
    }
    List<String> elements = new ArrayList<>();
    value.forEach(element -> elements.add("    " + element));
    return "[\n" + String.join(",\n", elements) + "\n  ]";
  }
}
