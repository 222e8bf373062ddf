package io.cassink.sink.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentTest {
  private static final String SECRET = "the-secret-7731";
  private static final String INLINE =
      "base64:" + Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));

  @TempDir private Path folder;

  @Test
  void aPathIsReadAndContentIsTakenAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), SECRET);
    assertThat(FileContent.read("k", file.toString())).asString(UTF_8).isEqualTo(SECRET);
    assertThat(FileContent.read("k", INLINE)).asString(UTF_8).isEqualTo(SECRET);
  }

  @Test
  void aLibraryThatReadsFilesOnlyGetsOneThatOnlyItsOwnerReads() throws Exception {
    Path file = FileContent.file("k", INLINE);
    assertThat(file).hasContent(SECRET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(FileContent.file("k", INLINE)).isEqualTo(file);
    Path own = Files.writeString(folder.resolve("key"), SECRET);
    assertThat(FileContent.file("k", own.toString())).isEqualTo(own);
  }

  @Test
  void contentThatWasTakenForAPathIsNotRepeated() {
    String pem = "-----BEGIN PRIVATE KEY-----\n" + SECRET;
    assertThatThrownBy(() -> FileContent.read("ssl.openssl.privateKey", pem))
        .hasMessageContaining("ssl.openssl.privateKey: is a file's content")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> FileContent.read("k", "base64:" + SECRET + "!"))
        .hasMessageContaining("is not Base64")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> FileContent.read("k", "no-such-file"))
        .hasMessageContaining("k: cannot read the file that it names: there is no such file");
    String forgotten = Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
    for (String wrong :
        List.of(forgotten, SECRET + "\0", forgotten.repeat(200), "base64:" + SECRET + "!")) {
      assertThatThrownBy(() -> FileContent.file("k", wrong))
          .hasNoCause()
          .satisfies(error -> assertThat(error.toString()).doesNotContain(SECRET, forgotten));
    }
  }
}
