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
import tactus.explore.report.MachineReport;
import tactus.explore.run.AccelergyOutput;
import tactus.explore.run.JsonText;
import tactus.explore.run.RunReader;

/** Prints the peak rates of a machine, its area and its energy by component. */
@Command(
    name = "describe",
    description = "Print the peak rates of a machine, its area and its energy by component.")
final class DescribeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MACHINE", description = "YAML file of a machine, or of a run with one.")
  private Path machine = Path.of("");

  @Mixin private SettingOption setting = new SettingOption();

  @Option(names = "--json", description = "Print them as JSON and nothing else.")
  private boolean json;

  @Option(names = "--sources", description = "Also print where the numbers of the costs come from.")
  private boolean sources;

  @Option(
      names = "--accelergy",
      paramLabel = "DIR",
      description = "Also write the costs there in Accelergy's form, as ERT.yaml and ART.yaml.")
  private @Nullable Path accelergy;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode report =
        MachineReport.of(
            RunReader.readMachine(machine, setting.settings()),
            RunReader.readCost(machine, setting.settings()));
    if (accelergy != null) {
      AccelergyOutput.write(machine, setting.settings(), accelergy);
    }
    out.print(json ? JsonText.of(report) : MachineReport.render(report, Terminal.width(), sources));
    out.flush();
    return ExitCode.FINE;
  }
}
