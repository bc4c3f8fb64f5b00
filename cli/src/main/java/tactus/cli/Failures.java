package tactus.cli;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tactus.config.ConfigException;
import tactus.config.NearestMatch;

/** What is told when something fails, and with which exit code. */
final class Failures {

  private Failures() {}

  /** Wrong input is told in one line a problem; a stack trace means that Tactus is wrong. */
  static int executionFailed(Exception failure, CommandLine command, ParseResult parsed) {
    return executionFailed(failure, command.getErr());
  }

  static int executionFailed(Exception failure, PrintWriter err) {
    if (failure instanceof ConfigException input) {
      input.problems().forEach(err::println);
      return ExitCode.INPUT_WRONG;
    }
    err.println("tactus: this is a fault of Tactus itself, please report it:");
    failure.printStackTrace(err);
    return ExitCode.OUR_FAULT;
  }

  static int argumentsWrong(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message =
        failure instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched.getUnmatched().get(0), command)
            : oneLine(String.valueOf(failure.getMessage()));
    command.getErr().println(name + ": " + message + " (see '" + name + " --help')");
    return ExitCode.INPUT_WRONG;
  }

  private static String unknown(String word, CommandLine command) {
    if (word.startsWith("-")) {
      return "unknown option '"
          + word
          + "'"
          + NearestMatch.hint(word, command.getCommandSpec().optionsMap().keySet());
    }
    Set<String> commands = command.getSubcommands().keySet();
    return commands.isEmpty()
        ? "unexpected argument '" + word + "'"
        : "unknown command '" + word + "'" + NearestMatch.hint(word, commands);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
