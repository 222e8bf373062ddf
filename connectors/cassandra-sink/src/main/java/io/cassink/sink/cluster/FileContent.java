package io.cassink.sink.cluster;

import io.cassink.sink.config.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file that a setting names, or holds itself after {@code base64:}. */
final class FileContent {
  private static final String INLINE = "base64:";

  /** Files of content that settings hold, so that a task that tries again makes no further one. */
  private static final Map<String, Path> KEPT = new ConcurrentHashMap<>();

  private FileContent() {}

  /**
   * @param key of the setting, for messages
   * @throws SetupException where there is no such file, or no Base64
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
   * For libraries that read files only: content that the setting holds is in one that only its
   * owner can read, until the worker ends.
   *
   * @throws SetupException where there is no such file, or no Base64
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
