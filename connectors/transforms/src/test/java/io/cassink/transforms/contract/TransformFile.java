package io.cassink.transforms.contract;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** schemas/contract/transforms.json: cases that the CLI's evaluator is held to as well. */
record TransformFile(List<String> about, List<TransformCase> cases) {
  private static final Path PATH = Path.of("../../schemas/contract/transforms.json");

  static TransformFile read() {
    try {
      return new JsonMapper().readValue(PATH.toFile(), TransformFile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write() {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      Files.writeString(PATH, new JsonMapper().writer(printer).writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
