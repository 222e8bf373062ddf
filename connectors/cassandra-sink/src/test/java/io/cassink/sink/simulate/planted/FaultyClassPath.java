package io.cassink.sink.simulate.planted;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The class path of a run with one fault: the changed class first, then all that is there now. */
final class FaultyClassPath implements AutoCloseable {
  private final Path folder;
  private final URLClassLoader loader;

  /**
   * @param sources the folder of the sink's sources
   */
  FaultyClassPath(PlantedFault fault, Path sources) throws IOException {
    folder = Files.createTempDirectory("planted");
    Path file = folder.resolve("sources/io/cassink/sink").resolve(fault.file());
    Files.createDirectories(file.getParent());
    Path original = sources.resolve("io/cassink/sink").resolve(fault.file());
    Files.writeString(file, fault.applyTo(Files.readString(original)));
    compile(fault, file);
    List<URL> urls = new ArrayList<>();
    urls.add(folder.resolve("classes").toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  private void compile(PlantedFault fault, Path file) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-nowarn",
                      "-proc:none",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new IllegalStateException("the fault " + fault.name() + " does not compile: " + said);
      }
    }
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() throws IOException {
    loader.close();
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
