package tactus.explore.price;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tactus.hw.cost.Level;

/** Energy in equal windows of a run, level by level. Immutable once it is made. */
public final class PowerTrace {

  /** Windows of a run at most. */
  static final int MOST_WINDOWS = 1024;

  private final long cycles;
  private final long windowCycles;
  private final double periodSeconds;
  private final double[][] picojoules;

  /**
   * Creates a trace without energy.
   *
   * @param cycles cycles of the run, at least 1
   * @param periodSeconds duration of a cycle, in s
   */
  public PowerTrace(long cycles, double periodSeconds) {
    this.cycles = cycles;
    this.periodSeconds = periodSeconds;
    this.windowCycles = Math.max(1, (cycles + MOST_WINDOWS - 1) / MOST_WINDOWS);
    int windows = (int) ((cycles + windowCycles - 1) / windowCycles);
    this.picojoules = new double[Level.values().length][Math.max(1, windows)];
  }

  /** Spreads an energy evenly over some cycles. */
  void spread(Level level, long start, long end, double energy) {
    if (energy == 0) {
      return;
    }
    double[] windows = picojoules[level.ordinal()];
    long from = Math.max(0, Math.min(start, cycles - 1));
    long to = Math.max(from + 1, Math.min(end, cycles));
    double each = energy / (to - from);
    int first = (int) (from / windowCycles);
    int last = Math.min(windows.length - 1, (int) ((to - 1) / windowCycles));
    for (int i = first; i <= last; i++) {
      long begin = Math.max(from, i * windowCycles);
      long finish = Math.min(to, (i + 1) * windowCycles);
      windows[i] += each * (finish - begin);
    }
  }

  /** {@return the windows} */
  public int windows() {
    return picojoules[0].length;
  }

  /**
   * {@return the cycle in which a window starts}
   *
   * @param window its number
   */
  public long startCycle(int window) {
    return window * windowCycles;
  }

  /** {@return the cycle in which the run ends} */
  public long endCycle() {
    return cycles;
  }

  /** {@return the duration of a window but the last, in s} */
  public double windowSeconds() {
    return windowCycles * periodSeconds;
  }

  /**
   * {@return the power of a level in a window, in W}
   *
   * @param level the level
   * @param window number of the window
   */
  public double watts(Level level, int window) {
    long length = Math.min(windowCycles, cycles - startCycle(window));
    return length <= 0 ? 0 : picojoules[level.ordinal()][window] * 1e-12 / (length * periodSeconds);
  }

  /** {@return the power of each window, in W} */
  public List<Double> watts() {
    List<Double> all = new ArrayList<>();
    for (int window = 0; window < windows(); window++) {
      double sum = 0;
      for (Level level : Level.values()) {
        sum += watts(level, window);
      }
      all.add(sum);
    }
    return all;
  }

  /** {@return the largest power of a window, in W} */
  public double peakWatts() {
    return watts().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** {@return all energy, in pJ} */
  double total() {
    return Arrays.stream(picojoules).flatMapToDouble(Arrays::stream).sum();
  }
}
