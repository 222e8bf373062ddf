package io.cassink.sink.cluster;

import io.cassink.sink.config.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The content of a file: the setting is its path, or {@code base64:} and the content. */
final class FileContent {
  private static final String INLINE = "base64:";

  /**
   * The files that were made of inline content, so that a task that starts again makes no new ones.
   */
  private static final Map<String, Path> KEPT = new ConcurrentHashMap<>();

  private FileContent() {}

  /**
   * @param key of the setting, for messages
   * @throws SetupException where the file cannot be read, or the content is not valid Base64
   */
  static byte[] read(String key, String setting) throws SetupException {
    if (setting.contains("-----BEGIN")) {
      throw new SetupException(
          key, key + ": is a file's content; give its path, or base64: and the content", null);
    }
    try {
      return setting.startsWith(INLINE)
          ? Base64.getDecoder().decode(setting.substring(INLINE.length()))
          : Files.readAllBytes(Path.of(setting));
    } catch (IllegalArgumentException e) {
      throw new SetupException(key, key + ": is not Base64 after base64:", e);
    } catch (IOException e) {
      throw new SetupException(key, key + ": cannot read the file " + setting, e);
    }
  }

  /**
   * A path for libraries that only read files. Inline content is written to a temporary file that
   * only its owner can read and that is deleted when the worker stops.
   *
   * @throws SetupException where the file cannot be read, or the content is not valid Base64
   */
  static Path file(String key, String setting) throws SetupException {
    byte[] content = read(key, setting);
    if (!setting.startsWith(INLINE)) {
      return Path.of(setting);
    }
    try {
      return KEPT.computeIfAbsent(setting, unused -> kept(content));
    } catch (UncheckedIOException e) {
      throw new SetupException(key, key + ": cannot be kept in a file", e);
    }
  }

  private static Path kept(byte[] content) {
    try {
      Path file = Files.createTempFile("cassink-", "");
      file.toFile().deleteOnExit();
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
