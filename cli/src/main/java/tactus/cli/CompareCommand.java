package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.compare.Comparison;
import tactus.explore.compare.ComparisonJson;
import tactus.explore.compare.FailCondition;
import tactus.explore.compare.Published;
import tactus.explore.compare.SweepComparison;
import tactus.explore.report.ComparisonReport;
import tactus.explore.run.JsonText;
import tactus.explore.run.RunOutput;
import tactus.explore.sweep.SweepOutput;

/** Prints two runs or two sweeps side by side. */
@Command(
    name = "compare",
    description =
        "Print two runs or two sweeps side by side: what differs, by how much, what explains it.")
final class CompareCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "Directory that a run or a sweep was written to.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The same of the other one.")
  private Path after = Path.of("");

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit with 3 if it holds, such as 'cycles > +1%%'; + or - is a change, without is B's"
              + " value.")
  private List<String> conditions = new ArrayList<>();

  @Option(names = "--all", description = "Print every figure, not only the most important ones.")
  private boolean all;

  @Option(
      names = "--beside",
      paramLabel = "CSV",
      description = "Published changes to print beside (figure, component, percent, source).")
  private @Nullable Path beside;

  @Option(names = "--json", description = "Print JSON and nothing else.")
  private boolean json;

  @Option(names = "--markdown", description = "Print Markdown.")
  private boolean markdown;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Comparison comparison() {
    if (SweepOutput.isIn(before) || SweepOutput.isIn(after)) {
      return SweepComparison.of(
          SweepOutput.readSummary(before), before, SweepOutput.readSummary(after), after);
    }
    return Comparison.of(RunOutput.readReport(before), RunOutput.readReport(after));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<FailCondition> parsed = new ArrayList<>();
    for (String condition : conditions) {
      try {
        parsed.add(FailCondition.parse(condition));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--fail-if: " + e.getMessage(), e);
      }
    }
    List<Published> published = beside == null ? List.of() : Published.read(beside);
    Comparison comparison = comparison();
    List<String> failures = new ArrayList<>();
    for (FailCondition condition : parsed) {
      try {
        if (condition.holds(comparison)) {
          failures.add(condition.describe(comparison));
        }
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--fail-if: " + e.getMessage(), e);
      }
    }
    if (json) {
      out.print(JsonText.of(ComparisonJson.of(comparison)));
    } else if (markdown) {
      out.print(ComparisonReport.markdown(comparison, all, published));
    } else {
      out.print(ComparisonReport.render(comparison, Terminal.width(), all, published));
    }
    out.flush();
    failures.forEach(failure -> spec.commandLine().getErr().println("fails: " + failure));
    spec.commandLine().getErr().flush();
    return failures.isEmpty() ? ExitCode.FINE : ExitCode.CONDITION_FAILS;
  }
}
