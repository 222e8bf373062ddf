package io.cassink.sink.cluster;

import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
   * The setting may hold a private key by mistake, as a path that lacks {@code base64:} does. So
   * neither a message nor a cause, whose messages hold the path, repeats it.
   *
   * @param key of the setting, for messages
   * @throws SetupException where the file cannot be read, or the content is not valid Base64
   */
  static byte[] read(String key, String setting) throws SetupException {
    if (setting.contains("-----BEGIN")) {
      throw failure(key, "is a file's content; give its path, or base64: and the content", null);
    }
    if (setting.startsWith(INLINE)) {
      try {
        return Base64.getDecoder().decode(setting.substring(INLINE.length()));
      } catch (IllegalArgumentException e) {
        throw failure(key, "is not Base64 after base64:", null);
      }
    }
    try {
      return Files.readAllBytes(Path.of(setting));
    } catch (IOException | IllegalArgumentException e) {
      throw failure(
          key,
          "cannot read the file that it names: "
              + reason(e)
              + "; a file's content is given as base64: and the content",
          null);
    }
  }

  private static SetupException failure(String key, String message, Throwable cause) {
    return new SetupException(new SettingProblem(key, message), cause);
  }

  private static String reason(Exception error) {
    if (error instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (error instanceof AccessDeniedException) {
      return "the worker may not read it";
    }
    return error instanceof InvalidPathException ? "it is not a path" : "it is not a readable file";
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
      throw failure(key, "cannot be kept in a file", e);
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
