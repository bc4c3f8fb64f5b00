package tactus.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import tactus.explore.sweep.SweepProgress;

/** A line that says how far a sweep has come: rate, time left and the best so far. */
final class SweepTerminal implements SweepProgress {

  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int BAR = 20;

  private final PrintWriter out;
  private final boolean shows;
  private final long startNanoseconds = System.nanoTime();
  private volatile boolean cancelled;
  private long firstDone = -1;

  SweepTerminal(PrintWriter out, boolean wanted) {
    this.out = out;
    this.shows = wanted && Terminal.isInteractive();
  }

  @Override
  public void at(long done, long all, Map<String, Double> best) {
    if (!shows) {
      return;
    }
    if (firstDone < 0) {
      firstDone = done;
    }
    double seconds = (System.nanoTime() - startNanoseconds) / 1e9;
    double rate = (done - firstDone) / Math.max(seconds, 1e-3);
    int filled = all == 0 ? 0 : (int) (BAR * done / all);
    StringBuilder line = new StringBuilder(CLEAR_LINE);
    line.append('[').append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append("] ");
    line.append(done).append('/').append(all);
    line.append(String.format(Locale.ROOT, ", %.1f points/s", rate));
    if (rate > 0) {
      line.append(String.format(Locale.ROOT, ", %.0f s left", (all - done) / rate));
    }
    best.forEach(
        (objective, value) ->
            line.append(String.format(Locale.ROOT, ", least %s %.5g", objective, value)));
    int width = Terminal.width() + CLEAR_LINE.length();
    out.print(line.length() > width ? line.substring(0, width) : line);
    out.flush();
  }

  void done() {
    if (shows) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}
