package tactus.cli;

import java.io.PrintWriter;
import tactus.explore.run.RunProgress;

/** A line that says what is being done, and goes away. */
final class TerminalProgress implements RunProgress {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;

  private TerminalProgress(PrintWriter out) {
    this.out = out;
  }

  /** Progress for a person, or none if nobody is there. */
  static RunProgress on(PrintWriter err) {
    return Terminal.isInteractive() ? new TerminalProgress(err) : RunProgress.NONE;
  }

  @Override
  public void at(Stage stage, int percent) {
    out.print(CLEAR_LINE + stage.doing() + (percent > 0 ? " " + percent + " %" : "") + " ...");
    out.flush();
  }

  @Override
  public void done() {
    out.print(CLEAR_LINE);
    out.flush();
  }
}
