package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

class RunOutputTest {

  private static final RunResult RESULT = PlainRuns.result("gemms.yaml");
  private static final ObjectNode REPORT = ReportJson.of(RESULT);

  @TempDir private Path folder;

  private RunOutput in(Path directory) {
    return RunOutput.in(directory, List.of(RESULT.spec())).get(0);
  }

  private void assertRefused(Path directory, String message) {
    assertThatThrownBy(() -> in(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void write_missingDirectory_holdsThreeFilesAndLeavesNothingElse() throws IOException {
    Path directory = folder.resolve("a/b");

    in(directory).write(RESULT, REPORT);

    assertThat(names(directory)).containsExactly("report.html", "report.json", "trace.json.gz");
    assertThat(names(folder.resolve("a"))).containsExactly("b");
    assertThat(RunOutput.readReport(directory)).isNotNull();
    assertThat(Files.readString(directory.resolve("report.json"))).isEqualTo(JsonText.of(REPORT));
  }

  @Test
  void write_twice_givesEqualBytes() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");

    in(one).write(RESULT, REPORT);
    RunResult again = PlainRuns.result("gemms.yaml");
    in(two).write(again, ReportJson.of(again));

    for (String name : names(one)) {
      assertThat(two.resolve(name)).hasSameBinaryContentAs(one.resolve(name));
    }
  }

  @Test
  void write_formerOutput_isReplaced() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("out"));
    in(directory).write(RESULT, REPORT);
    Files.delete(directory.resolve("report.html"));

    in(directory).write(RESULT, REPORT);

    assertThat(names(directory)).hasSize(3);
    assertThat(names(folder)).containsExactly("out");
  }

  @Test
  void in_foreignDirectories_areRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(directory.resolve("notes.txt"), "mine");
    assertRefused(directory, "mine: holds more than the output of a run ('notes.txt')");

    Files.delete(directory.resolve("notes.txt"));
    Files.writeString(directory.resolve("report.json"), "{\"schema\": \"other\"}");
    assertRefused(directory, "report.json: schema: must be 'tactus/run/1'");

    Files.writeString(directory.resolve("report.json"), "{");
    assertRefused(directory, "is not JSON");

    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused(file, "file: is a file, but must be a directory");
    assertRefused(
        file.resolve("below"), "file/below: cannot be written: '" + file + "' is no directory");
    assertThat(file).hasContent("x");
  }

  @Test
  void in_severalRuns_haveDirectoriesOfTheirNames() {
    List<RunOutput> outputs =
        RunOutput.in(folder, List.of(RESULT.spec(), PlainRuns.spec("topology.yaml")));

    assertThat(outputs)
        .extracting(RunOutput::directory)
        .containsExactly(folder.resolve("gemms"), folder.resolve("topology"));
    assertThatThrownBy(() -> RunOutput.in(folder, List.of(RESULT.spec(), RESULT.spec())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must not have the name of");
  }

  @Test
  void renderAgain_formerOutput_writesThePageAnew() throws IOException {
    Path directory = folder.resolve("out");
    in(directory).write(RESULT, REPORT);
    String page = Files.readString(directory.resolve("report.html"));
    Files.writeString(directory.resolve("report.html"), "old");

    RunOutput.renderAgain(directory, RunOutput.readReport(directory));

    assertThat(directory.resolve("report.html")).hasContent(page);
    assertThat(names(directory)).hasSize(3);
  }
}
