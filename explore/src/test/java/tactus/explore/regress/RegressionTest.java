package tactus.explore.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.config.ConfigException;

class RegressionTest {

  @TempDir private Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void writeFiles() throws IOException {
    Path machine = Path.of("..", "configs", "machines", "edge-16x16.yaml").toAbsolutePath();
    Files.writeString(
        directory.resolve("run.yaml"),
        "machine: " + machine + "\nworkload:\n  gemms:\n    - {name: a, m: 40, k: 96, n: 72}\n");
    file = directory.resolve("regression.yaml");
    Files.writeString(file, "# A comment that stays.\nrun: run.yaml\n");
  }

  @Test
  void run_ofNothingRecorded_failsUntilItIsRecorded() throws IOException {
    assertThat(Regression.read(file).run(false).failures())
        .containsExactly("nothing is recorded; --update records it");

    RegressionResult updated = Regression.read(file).run(true);

    assertThat(updated.isUpdated()).isTrue();
    assertThat(updated.checked()).isEqualTo(Regression.read(file).run(false).checked());
    assertThat(Files.readString(file))
        .startsWith("# A comment that stays.\nrun: run.yaml\nexpected:");
    RegressionResult again = Regression.read(file).run(false);
    assertThat(again.failures()).isEmpty();
    assertThat(again.checked()).isGreaterThan(10);
  }

  @Test
  void run_ofAnotherMachine_tellsEachFigureAndUpdatesIt() throws IOException {
    Regression.read(file).run(true);
    String recorded = Files.readString(file);
    Files.writeString(
        file, recorded.replace("expected:", "set: [machine.dram.bandwidth=3.2 GB/s]\nexpected:"));

    RegressionResult result = Regression.read(file).run(false);

    assertThat(result.passes()).isFalse();
    assertThat(result.failures().get(0))
        .matches("cycles: was [0-9]+, is [0-9]+ \\(\\+[0-9]+, .*%\\)");
    assertThat(JUnitXml.of(List.of(result))).contains("failures=\"1\"").contains("cycles: was");
    assertThat(Regression.read(file).run(true).isUpdated()).isTrue();
    assertThat(Regression.read(file).run(false).passes()).isTrue();
  }

  @Test
  void run_withinATolerance_passesAndKeepsTheRecordedValue() throws IOException {
    Regression.read(file).run(true);
    String recorded = Files.readString(file);
    String cycles =
        recorded.lines().filter(line -> line.contains("figure: cycles,")).findFirst().orElseThrow();
    long value = Long.parseLong(cycles.replaceAll("\\D", ""));
    String off =
        recorded.substring(0, recorded.indexOf("expected:"))
            + "expected:\n  - {figure: cycles, value: "
            + (value + 1)
            + ", tolerance: 0.01}\n";
    Files.writeString(file, off);

    assertThat(Regression.read(file).run(true).passes()).isTrue();
    assertThat(Files.readString(file)).isEqualTo(off);
  }

  @ParameterizedTest
  @CsvSource({
    "run: %s/streams/fifo-depths.yaml, fifoDepths.points[1].cycles",
    "run: %s/streams/bf16-values.yaml, values.greatestError",
    "run: %s/training/gpt2-sr-ste-2-4.yaml, cycleStack.update",
    "run: %s/residency/toy4.yaml, budgets[0].plans[1].bytes",
    "reproduce: load-as-sparse, \"less weight traffic, 60 % zeros, a place of 16 bits each\""
  })
  void run_ofOtherFilesAndPapers_isRecordedAndCompared(String subject, String figure)
      throws IOException {
    Path configs = Path.of("..", "configs").toAbsolutePath().normalize();
    Files.writeString(file, subject.replace("%s", configs.toString()) + "\n");

    assertThat(Regression.read(file).run(true).isUpdated()).isTrue();

    String recorded = Files.readString(file);
    assertThat(recorded.replace("\"", "")).contains("figure: " + figure.replace("\"", "") + ",");
    RegressionResult again = Regression.read(file).run(false);
    assertThat(again.failures()).isEmpty();
    assertThat(again.checked()).isGreaterThan(2);
    Files.writeString(file, recorded.replaceFirst("value: [0-9.]+", "value: 1234567.5"));
    assertThat(Regression.read(file).run(false).failures()).hasSize(1);
    assertThat(Regression.read(file).run(true).passes()).isTrue();
    assertThat(Files.readString(file)).isEqualTo(recorded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      reproduce: satt | regression.yaml:1:1: reproduce: must be the name of a paper; did you mean 'sat'?
      set: [a=b] | needs one of the keys run, reproduce
      {reproduce: sat, set: [a=b]} | set: must only be written beside 'run'
      {run: run.yaml, traces: x} | traces: must only be written beside 'reproduce'
      """)
  void read_ofAWrongFile_tellsItInOneLine(String text, String message) throws IOException {
    Files.writeString(file, text + "\n");

    assertThatThrownBy(() -> Regression.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
