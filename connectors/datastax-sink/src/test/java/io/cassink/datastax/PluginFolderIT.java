package io.cassink.datastax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at what the build made, as a worker with plugin.discovery=service_load does. */
class PluginFolderIT {
  private static final Path FOLDER = Path.of(System.getProperty("plugin.folder"));

  @Test
  void bringsNothingThatTheWorkerBrings() throws IOException {
    try (Stream<Path> jars = Files.list(FOLDER)) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(name -> name.startsWith("cassink-datastax-sink-"))
          .anyMatch(name -> name.startsWith("messaging-connectors-commons-core-"))
          .noneMatch(name -> name.matches("(kafka|connect|slf4j|jul-to-slf4j|logback|log4j).*"));
    }
    assertThat(Path.of(System.getProperty("plugin.zip"))).exists();
  }

  /** Two versions of one class in a folder: which one is loaded is chance. */
  @Test
  void bringsEveryLibraryOnce() throws IOException {
    try (Stream<Path> jars = Files.list(FOLDER)) {
      assertThat(
              jars.map(jar -> jar.getFileName().toString())
                  .filter(name -> !name.matches(".*-(native|linux-.*|osx-.*|windows-.*)\\.jar"))
                  .map(name -> name.replaceFirst("-\\d.*", "")))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aWorkerFindsAndLoadsTheConnector() throws Exception {
    try (URLClassLoader worker = workerWithPlugin()) {
      Class<?> service = worker.loadClass("org.apache.kafka.connect.sink.SinkConnector");
      assertThat(ServiceLoader.load(service, worker))
          .singleElement()
          .satisfies(
              connector -> {
                assertThat(connector.getClass().getName())
                    .isEqualTo("io.cassink.datastax.DataStaxSinkConnector");
                assertThat(call(connector, "version")).asString().matches("\\d+\\.\\d+\\.\\d+.*");
                assertThat(call(connector, "config")).isNotNull();
                assertThat(call(connector, "taskClass"))
                    .extracting(task -> ((Class<?>) task).getName())
                    .isEqualTo("io.cassink.datastax.DataStaxSinkTask");
              });
    }
  }

  @Test
  void theEngineFindsItsCodecs() throws Exception {
    try (URLClassLoader worker = workerWithPlugin()) {
      Class<?> service =
          worker.loadClass("com.datastax.oss.dsbulk.codecs.api.ConvertingCodecProvider");
      assertThat(ServiceLoader.load(service, worker))
          .extracting(provider -> provider.getClass().getSimpleName())
          .contains(
              "StructCodecProvider",
              "JsonNodeConvertingCodecProvider",
              "StringConvertingCodecProvider");
    }
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }

  /** The plugin's jars, Kafka's and a logger's, and nothing else of this test's class path. */
  private static URLClassLoader workerWithPlugin() throws IOException {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(FOLDER)) {
      jars.map(PluginFolderIT::url).forEach(urls::add);
    }
    Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
        .filter(entry -> entry.matches(".*/(org/apache/kafka|org/slf4j|ch/qos/logback)/.*"))
        .map(entry -> url(Path.of(entry)))
        .forEach(urls::add);
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
