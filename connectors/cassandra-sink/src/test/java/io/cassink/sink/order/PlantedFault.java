package io.cassink.sink.order;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * This package with one thing changed, compiled in memory. Shows whether the simulation would find
 * the fault.
 */
final class PlantedFault extends ClassLoader {
  private static final String PACKAGE = PlantedFault.class.getPackageName();
  private static final Path SOURCES = Path.of("src/main/java", PACKAGE.replace('.', '/'));

  private final Map<String, ByteArrayOutputStream> changed = new HashMap<>();

  /**
   * @param file a source of this package
   * @param from what it has exactly once
   * @param to what it has instead
   */
  PlantedFault(String file, String from, String to) throws IOException {
    super(PlantedFault.class.getClassLoader());
    List<JavaFileObject> sources = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SOURCES, "*.java")) {
      for (Path source : files) {
        String text = Files.readString(source);
        boolean isMeant = source.endsWith(file);
        if (isMeant && text.split(Pattern.quote(from), -1).length != 2) {
          throw new IllegalArgumentException(file + " does not have exactly once: " + from);
        }
        sources.add(new Source(source.getFileName(), isMeant ? text.replace(from, to) : text));
      }
    }
    compile(sources);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Path name, String text) {
      super(URI.create("memory:///" + name), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private void compile(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    JavaFileManager manager =
        new ForwardingJavaFileManager<>(standard) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            changed.put(name, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return bytes;
              }
            };
          }
        };
    List<String> options = List.of("-classpath", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, manager, null, options, null, sources).call()) {
      throw new IllegalArgumentException("the changed source does not compile");
    }
  }

  /** {@link WriteTimeSimulation#wrongRounds} of the changed order. */
  int wrongRounds(LogShape shape, int rounds) throws ReflectiveOperationException {
    Class<?> simulation = loadClass(WriteTimeSimulation.class.getName());
    Method method = simulation.getDeclaredMethod("wrongRoundsOfTimeOrder", String.class, int.class);
    method.setAccessible(true);
    return (int) method.invoke(null, shape.name(), rounds);
  }

  /** Loads all classes of the package anew, those of the tests too. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(PACKAGE + ".")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = changed.containsKey(name) ? changed.get(name).toByteArray() : read(name);
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] read(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
