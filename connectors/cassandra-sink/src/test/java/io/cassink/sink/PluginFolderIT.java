package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at what the build made. */
class PluginFolderIT {
  private static final Path FOLDER = Path.of(System.getProperty("plugin.folder"));

  private static List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void holdsOneVersionOfEachJar() throws IOException {
    assertThat(jars().stream().map(name -> name.replaceFirst("-[0-9].*", "")))
        .doesNotHaveDuplicates()
        .contains(
            "cassink-cassandra-sink", "java-driver-core", "jackson-databind", "reactive-streams");
  }

  @Test
  void holdsNothingThatTheWorkerBrings() throws IOException {
    assertThat(jars())
        .noneMatch(
            name ->
                name.startsWith("kafka")
                    || name.startsWith("connect-")
                    || name.startsWith("slf4j")
                    || name.startsWith("logback"));
    for (String name : jars()) {
      try (JarFile jar = new JarFile(FOLDER.resolve(name).toFile())) {
        assertThat(jar.stream().filter(entry -> entry.getName().startsWith("org/apache/kafka/")))
            .as(name)
            .isEmpty();
      }
    }
  }

  @Test
  void namesItsConnector() throws IOException {
    String own = jars().stream().filter(n -> n.startsWith("cassink-")).findFirst().orElseThrow();
    try (JarFile jar = new JarFile(FOLDER.resolve(own).toFile())) {
      String manifest = "META-INF/services/org.apache.kafka.connect.sink.SinkConnector";
      byte[] content = jar.getInputStream(jar.getEntry(manifest)).readAllBytes();
      assertThat(new String(content).strip()).isEqualTo("io.cassink.sink.CassandraSinkConnector");
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isNotBlank();
    }
  }
}
