package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tactus.config.Setting;

/** Runs of files that tests write. */
final class SmallRuns {

  private SmallRuns() {}

  /** Writes a machine and a run of it, whose other keys are given; gives the run's file. */
  static Path write(Path folder, String machine, String run) throws IOException {
    Files.writeString(folder.resolve("m.yaml"), machine);
    return Files.writeString(folder.resolve("r.yaml"), "machine: m.yaml\n" + run);
  }

  /** The run of a file. */
  static RunSpec spec(Path file, String... settings) {
    return RunReader.read(file, Stream.of(settings).map(Setting::parse).toList());
  }

  /** The result of a file's run. */
  static RunResult result(Path file, String... settings) {
    return RunStages.run(spec(file, settings), RunProgress.NONE);
  }

  /** The report of a file's run. */
  static ObjectNode report(Path file, String... settings) {
    return ReportJson.of(result(file, settings));
  }
}
