package tactus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the importers; it does nothing by itself. */
@Command(
    name = "import",
    description = "Turn other simulators' files into runs.",
    synopsisSubcommandLabel = "FORMAT",
    subcommands = ImportScaleSimCommand.class)
final class ImportCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "needs a format: " + String.join(", ", spec.subcommands().keySet()));
  }
}
