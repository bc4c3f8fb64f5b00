package tactus.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tactus.config.ConfigException;

/** What is told when something fails, and with which exit code. */
final class Failures {

  private Failures() {}

  /** Wrong input is told in one line a problem; a stack trace means that Tactus is wrong. */
  static int executionFailed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ConfigException input) {
      input.problems().forEach(problem -> command.getErr().println(problem));
      return ExitCode.INPUT_WRONG;
    }
    command.getErr().println("tactus: this is a fault of Tactus itself, please report it:");
    failure.printStackTrace(command.getErr());
    return ExitCode.OUR_FAULT;
  }

  static int argumentsWrong(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println(name + ": " + oneLine(failure.getMessage()) + " (see '" + name + " --help')");
    return ExitCode.INPUT_WRONG;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
