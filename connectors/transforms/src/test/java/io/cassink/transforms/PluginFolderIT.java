package io.cassink.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;

/** Looks at what the build made, as a worker with plugin.discovery=service_load does. */
class PluginFolderIT {
  private static final Path FOLDER = Path.of(System.getProperty("plugin.folder"));

  @Test
  void holdsOurJarAndNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(1)
          .allMatch(name -> name.startsWith("cassink-transforms-"));
    }
    assertThat(Path.of(System.getProperty("plugin.zip"))).exists();
  }

  @Test
  void serviceManifestsName() throws IOException {
    try (URLClassLoader plugin = pluginLoader()) {
      assertThat(own(Transformation.class, plugin))
          .containsExactlyInAnyOrder(
              "io.cassink.transforms.AddAbsentFields$Key",
              "io.cassink.transforms.AddAbsentFields$Value");
      assertThat(own(Predicate.class, plugin))
          .containsExactly("io.cassink.transforms.FieldMatches");
    }
  }

  /** Service providers that come from the plugin folder itself. */
  private static List<String> own(Class<?> service, ClassLoader plugin) {
    return ServiceLoader.load(service, plugin).stream()
        .map(provider -> provider.type())
        .filter(type -> type.getClassLoader() == plugin)
        .map(Class::getName)
        .toList();
  }

  /** Connect's API from this test's own loader, everything of ours from the folder alone. */
  private static URLClassLoader pluginLoader() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      URL[] urls =
          files
              .map(
                  file -> {
                    try {
                      return file.toUri().toURL();
                    } catch (java.net.MalformedURLException e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .toArray(URL[]::new);
      ClassLoader connectOnly =
          new ClassLoader(PluginFolderIT.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve)
                throws ClassNotFoundException {
              if (name.startsWith("io.cassink.")) {
                throw new ClassNotFoundException(name);
              }
              return super.loadClass(name, resolve);
            }
          };
      return new URLClassLoader(urls, connectOnly);
    }
  }
}
