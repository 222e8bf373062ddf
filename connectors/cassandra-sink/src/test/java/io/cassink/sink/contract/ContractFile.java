package io.cassink.sink.contract;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of schemas/contract: cases with outcomes, to which the CLI's evaluator is held as well. To
 * add cases, write them without an outcome and let the sink fill it in: {@code mvn test -pl
 * cassandra-sink -Dtest='*ContractTest' -Dcontract.write=true}, then format the file.
 */
final class ContractFile {
  private static final Path FOLDER = Path.of("../../schemas/contract");

  private ContractFile() {}

  static boolean isToBeWritten() {
    return Boolean.getBoolean("contract.write");
  }

  static <T> T read(String name, Class<T> as) {
    try {
      return new JsonMapper().readValue(FOLDER.resolve(name).toFile(), as);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(String name, Object content) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      String text = new JsonMapper().writer(printer).writeValueAsString(content);
      Files.writeString(FOLDER.resolve(name), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
