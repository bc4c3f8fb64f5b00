package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import tactus.config.Setting;

/** Runs of files that tests write. */
final class SmallRuns {

  private SmallRuns() {}

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
