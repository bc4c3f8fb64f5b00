package tactus.cli;

/** The entry point of the {@code tactus} command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.out.println("tactus");
    System.exit(0);
  }
}
