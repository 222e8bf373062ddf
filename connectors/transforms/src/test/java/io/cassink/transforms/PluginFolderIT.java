package io.cassink.transforms;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at what the build made, as a worker with plugin.discovery=service_load does. */
class PluginFolderIT {
  private static final Path FOLDER = Path.of(System.getProperty("plugin.folder"));

  @Test
  void holdsOurJarAndNothingElse() throws IOException {
    try (Stream<Path> jars = Files.list(FOLDER)) {
      assertThat(jars)
          .singleElement()
          .asString()
          .matches(".*/cassink-transforms/cassink-transforms-[^/]+\\.jar");
    }
    assertThat(Path.of(System.getProperty("plugin.zip"))).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.kafka.connect.transforms.predicates.Predicate, io.cassink.transforms.FieldMatches",
    "org.apache.kafka.connect.transforms.Transformation, io.cassink.transforms.AddAbsentFields$Key",
    "org.apache.kafka.connect.transforms.Transformation, io.cassink.transforms.AddAbsentFields$Value"
  })
  void aWorkerFindsAndLoads(String service, String implementation) throws Exception {
    try (URLClassLoader worker = workerWithPlugin()) {
      assertThat(ServiceLoader.load(worker.loadClass(service), worker))
          .anySatisfy(
              plugin -> {
                assertThat(plugin.getClass().getName()).isEqualTo(implementation);
                assertThat(plugin.getClass().getMethod("version").invoke(plugin))
                    .asString()
                    .matches("\\d+\\.\\d+\\.\\d+.*");
              });
    }
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
