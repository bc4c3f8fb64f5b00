package tactus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
    System.exit(execute(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
  }

  /** Runs the command; the exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    try {
      Optional<Task> plain = PlainLine.of(arguments);
      return plain.isPresent() ? run(plain.get(), out, err) : parse(out, err, arguments);
    } catch (OutOfMemoryError e) {
      err.println("tactus: out of memory; more can be given: TACTUS_JAVA_FLAGS=-Xmx8g tactus ...");
      return ExitCode.OUR_FAULT;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static int run(Task task, PrintWriter out, PrintWriter err) {
    try {
      return task.run(out, err);
    } catch (RuntimeException e) {
      return Failures.executionFailed(e, err);
    }
  }

  /** Runs the command as picocli reads it. */
  static int parse(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = command(arguments);
    command.setOut(out);
    command.setErr(err);
    return command.execute(arguments);
  }

  /** The command, ready for some arguments. */
  static CommandLine command(String... arguments) {
    CommandLine command = TactusCommand.commandLine(arguments);
    command.setExecutionExceptionHandler(Failures::executionFailed);
    command.setParameterExceptionHandler(Failures::argumentsWrong);
    return command;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
