package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.ConfigException;
import tactus.config.TextFile;
import tactus.explore.regress.JUnitXml;
import tactus.explore.regress.Regression;
import tactus.explore.regress.RegressionResult;

/** Compares runs with recorded results. */
@Command(
    name = "regress",
    description =
        "Run regressions: runs, streams, trainings, plans and papers whose results must be those"
            + " recorded with them.")
final class RegressCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files of regressions, and directories that are searched for them.")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "--update", description = "Record what came out, and say what changed.")
  private boolean update;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results there as JUnit's XML.")
  private @Nullable Path junit;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<RegressionResult> results = new ArrayList<>();
    List<Regression> regressions = Regression.files(paths).stream().map(Regression::read).toList();
    List<Path> files = Regression.files(paths);
    for (int i = 0; i < files.size(); i++) {
      RegressionResult result = result(regressions.get(i), files.get(i));
      String word = result.isUpdated() ? "updated" : result.passes() ? "fine" : "FAILED";
      out.printf(Locale.ROOT, "%s: %s (%d figures)%n", result.file(), word, result.checked());
      result.failures().forEach(line -> out.println("  " + line));
      out.flush();
      results.add(result);
    }
    if (junit != null) {
      TextFile.write(junit, JUnitXml.of(results), true);
    }
    boolean passes = results.stream().allMatch(RegressionResult::passes);
    return passes ? ExitCode.FINE : ExitCode.CONDITION_FAILS;
  }

  /** A run that has become impossible is a failure of its regression; the others go on. */
  private RegressionResult result(Regression regression, Path file) {
    try {
      return regression.run(update);
    } catch (ConfigException e) {
      List<String> lines = e.problems().stream().map(Object::toString).toList();
      return new RegressionResult(file, String.valueOf(file.getFileName()), 0, lines, false, 0);
    }
  }
}
