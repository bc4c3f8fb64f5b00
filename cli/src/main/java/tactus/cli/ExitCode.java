package tactus.cli;

/** The exit codes of the command. */
final class ExitCode {

  /** All went well. */
  static final int FINE = 0;

  /** Tactus itself failed. */
  static final int OUR_FAULT = 1;

  /** What the user wrote is wrong. */
  static final int INPUT_WRONG = 2;

  /** What the user asked for does not hold. */
  static final int CONDITION_FAILS = 3;

  /** The user ended it by Ctrl-C, as shells say. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
