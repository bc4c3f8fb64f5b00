package tactus.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, which does nothing without a subcommand. */
@Command(
    name = "tactus",
    description = "A deterministic, cycle-level simulator of machine learning accelerators.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = TactusCommand.Version.class,
    footer = {
      "",
      "Exit codes: 0 fine, 1 a fault of Tactus, 2 the input is wrong, 3 a condition of yours does"
          + " not hold.",
      "",
      "Start with: tactus run configs/quickstart.yaml"
    })
final class TactusCommand implements Runnable {

  /** The subcommands in the order of the help. */
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          RunCommand.class,
          SweepCommand.class,
          QueryCommand.class,
          RegressCommand.class,
          CheckCommand.class,
          DescribeCommand.class,
          ReportCommand.class,
          CompareCommand.class,
          PlanCommand.class,
          ReproduceCommand.class,
          ValidateCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          SchemaCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // Asked for by picocli itself, on every command.
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  @SuppressWarnings("UnusedVariable") // Asked for by picocli itself.
  private boolean version;

  /**
   * The command with the subcommand that is asked for. Making one takes a while, so the others are
   * only there if none is.
   */
  static CommandLine commandLine(String... arguments) {
    // No argument of ours is a time or of SQL; what converts to them takes a while to load.
    System.setProperty("picocli.converters.excludes", "java.sql.*,java.time.*");
    CommandLine command = new CommandLine(new TactusCommand());
    for (Class<?> subcommand : SUBCOMMANDS) {
      if (arguments.length > 0 && name(subcommand).equals(arguments[0])) {
        return command.addSubcommand(subcommand);
      }
    }
    SUBCOMMANDS.forEach(command::addSubcommand);
    return command;
  }

  private static String name(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "needs a command: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {VersionText.text()};
    }
  }
}
