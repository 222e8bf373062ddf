package io.cassink.datastax.contract;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** schemas/contract/conversions.json: cases that the CLI's evaluator is held to as well. */
record ConversionFile(
    List<String> about, Map<String, Map<String, String>> userTypes, List<Conversion> cases) {
  private static final Path PATH = Path.of("../../schemas/contract/conversions.json");

  static ConversionFile read() {
    try {
      return new JsonMapper().readValue(PATH.toFile(), ConversionFile.class);
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
