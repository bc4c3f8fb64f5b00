package tactus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the exporters; it does nothing by itself. */
@Command(
    name = "export",
    description = "Write parts of a run for other programs.",
    synopsisSubcommandLabel = "WHAT",
    subcommands = ExportGraphCommand.class)
final class ExportCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "needs what to export: " + String.join(", ", spec.subcommands().keySet()));
  }
}
