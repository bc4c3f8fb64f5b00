package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.Setting;

class GoldenTraceTest {

  private static final Path CONFIG = Path.of("../configs/runs/reference-16x16.yaml");
  private static final Path GOLDEN = Path.of("../traces/reference-16x16");

  @TempDir private Path folder;

  private Path run(String name, String... settings) {
    List<Setting> all = List.of(settings).stream().map(Setting::parse).toList();
    RunSpec spec = RunReader.read(CONFIG, all);
    RunResult result = RunStages.run(spec, RunProgress.NONE);
    Path directory = folder.resolve(name);
    RunOutput.in(directory, List.of(spec)).get(0).write(result, RunStages.report(result));
    return directory;
  }

  private static String trace(Path directory) throws IOException {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(directory.resolve("trace.json.gz")))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void traceAndReportAreTheRecordedOnes() throws IOException {
    Path directory = run("reference");

    assertThat(trace(directory)).isEqualTo(Files.readString(GOLDEN.resolve("trace.json")));
    assertThat(Files.readString(directory.resolve("report.json")))
        .isEqualTo(Files.readString(GOLDEN.resolve("report.json")));
  }

  @Test
  void fastFidelityGivesTheSameTrace() throws IOException {
    Path directory = run("fast", "fidelity=fast");

    assertThat(trace(directory)).isEqualTo(Files.readString(GOLDEN.resolve("trace.json")));
  }
}
