package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.report.ConsoleReport;
import tactus.explore.run.JsonText;
import tactus.explore.run.ReportJson;
import tactus.explore.run.RunOutput;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunResult;
import tactus.explore.run.RunSpec;
import tactus.explore.run.RunStages;

/** Runs machines with workloads. */
@Command(
    name = "run",
    description = "Run one machine with one workload, from each file, and say where cycles go.")
final class RunCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CONFIG",
      arity = "1..*",
      description = "YAML files with a machine and a workload each.")
  private List<Path> configs = new ArrayList<>();

  @Mixin private SettingOption setting = new SettingOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Write report.json, report.html and trace.json.gz there; with several files, to a"
              + " directory in it for each.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print the report as JSON and nothing else.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RunProgress progress =
        quiet ? RunProgress.NONE : TerminalProgress.on(spec.commandLine().getErr());
    List<RunSpec> runs = RunStages.read(configs, setting.settings());
    List<RunOutput> outputs = output == null ? List.of() : RunOutput.in(output, runs);
    List<ObjectNode> reports = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RunResult result = RunStages.run(runs.get(i), progress);
      ObjectNode report = RunStages.report(result);
      if (!outputs.isEmpty()) {
        outputs.get(i).write(result, report);
      }
      if (json) {
        reports.add(report);
      } else if (!quiet) {
        out.print(i == 0 ? "" : "\n");
        out.print(ConsoleReport.render(report, Terminal.width(), Terminal.hasColour()));
        if (!outputs.isEmpty()) {
          out.println("\nwritten to " + outputs.get(i).directory());
        }
        out.flush();
      }
    }
    if (json && !quiet) {
      out.print(JsonText.of(ReportJson.together(reports)));
      out.flush();
    }
    return ExitCode.FINE;
  }
}
