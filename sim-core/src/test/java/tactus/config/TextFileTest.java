package tactus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private Path folder;

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> TextFile.write(file, "text", false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void write_missingFolder_isMade() {
    Path file = folder.resolve("a/b/file.txt");
    TextFile.write(file, "text", false);
    assertThat(file).hasContent("text");
  }

  @Test
  void write_overAnotherFile_onlyReplacesWhenTold() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "other");

    assertRefused(
        file, "is there already and says something else; it is only overwritten with --force");
    assertThat(file).hasContent("other");

    TextFile.write(file, "text", true);
    TextFile.write(file, "text", false);
    assertThat(file).hasContent("text");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_whereNoFileCanBe_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "other");

    assertRefused(folder, "is a directory, but must be a file");
    assertRefused(file.resolve("below"), "cannot be written: '" + file + "' is no directory");
  }

  @Test
  void reason_anyFailure_namesNoFileOfOurs() {
    assertThat(TextFile.reason(new NoSuchFileException("/x/.part"))).isEqualTo("no such directory");
    assertThat(TextFile.reason(new AccessDeniedException("/x/.part")))
        .isEqualTo("permission denied");
    assertThat(TextFile.reason(new FileAlreadyExistsException("/x")))
        .isEqualTo("'/x' is no directory");
    assertThat(TextFile.reason(new FileSystemException("/x/.part", null, "Read-only file system")))
        .isEqualTo("read-only file system");
    assertThat(TextFile.reason(new IOException("No space left on device")))
        .isEqualTo("no space left on device");
    assertThat(TextFile.reason(new IOException())).isEqualTo("the system does not say why");
  }
}
