package tactus.explore.run;

import java.nio.file.Path;

/** Results of small runs, compiled plainly. */
final class PlainRuns {

  private static final Path TINY = Path.of("src/test/resources/tiny");

  private PlainRuns() {}

  /** The run of a file of {@code src/test/resources/tiny}. */
  static RunSpec spec(String name, String... settings) {
    return SmallRuns.spec(TINY.resolve(name), settings);
  }

  static RunResult result(RunSpec spec) {
    return new RunStages(spec, RunProgress.NONE, new PlainCompiler()).run();
  }

  static RunResult result(String name, String... settings) {
    return result(spec(name, settings));
  }
}
