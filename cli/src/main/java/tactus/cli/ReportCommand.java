package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.run.JsonText;
import tactus.explore.run.RunOutput;

/** Renders the output of an earlier run again. */
@Command(
    name = "report",
    description = "Print the report of an earlier run again and write its report.html anew.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The directory that 'tactus run -o' wrote.")
  private Path directory = Path.of("");

  @Option(names = "--json", description = "Print the report as JSON and write nothing.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode report = RunOutput.readAnyReport(directory);
    if (json) {
      out.print(JsonText.of(report));
    } else {
      RunOutput.renderAgain(directory, report);
      out.print(RunOutput.text(report, Terminal.width(), Terminal.hasColour()));
    }
    out.flush();
    return ExitCode.FINE;
  }
}
