package tactus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of the {@code tactus} command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    // Since Java 22 the console would otherwise be there even when nobody sits at it.
    System.setProperty("jdk.console", "java.base");
    CommandLine command = command(arguments);
    command.setOut(writer(FileDescriptor.out));
    command.setErr(writer(FileDescriptor.err));
    System.exit(execute(command, arguments));
  }

  /** The command, ready for some arguments. */
  static CommandLine command(String... arguments) {
    CommandLine command = TactusCommand.commandLine(arguments);
    command.setExecutionExceptionHandler(Failures::executionFailed);
    command.setParameterExceptionHandler(Failures::argumentsWrong);
    return command;
  }

  private static int execute(CommandLine command, String[] arguments) {
    try {
      return command.execute(arguments);
    } catch (OutOfMemoryError e) {
      command
          .getErr()
          .println("tactus: out of memory; more can be given: TACTUS_JAVA_FLAGS=-Xmx8g tactus ...");
      return ExitCode.OUR_FAULT;
    } finally {
      command.getOut().flush();
      command.getErr().flush();
    }
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
