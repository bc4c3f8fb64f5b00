package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.report.ResidencyText;
import tactus.explore.run.JsonText;
import tactus.explore.run.ResidencyStages;

/** Plans what is in the scratchpad. */
@Command(
    name = "plan",
    description =
        "Plan which tensors of a graph are in the scratchpad when, and where, by several allocators.")
final class PlanCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", description = "YAML file of a residency problem.")
  private Path config = Path.of("");

  @Mixin private SettingOption setting = new SettingOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write report.json and report.html, with pictures of the plans, there.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print the report as JSON and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ObjectNode report = ResidencyStages.run(config, setting.settings());
    PrintWriter out = spec.commandLine().getOut();
    Path directory = output;
    if (directory != null) {
      ResidencyStages.write(directory, report);
    }
    out.print(json ? JsonText.of(report) : ResidencyText.render(report, Terminal.width()));
    if (directory != null && !json) {
      out.println("\nwritten to " + directory);
    }
    out.flush();
    return ExitCode.FINE;
  }
}
