package tactus.explore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tactus.explore.price.PowerTrace;
import tactus.hw.CommandTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Transfer;
import tactus.hw.cost.Level;

/** Values that change in time, read one change after the other. */
final class TraceCounter {

  /** Windows of a run over which the bandwidth is averaged, at most. */
  private static final int WINDOWS = 4096;

  private final String name;
  private final String[] series;
  private final long[] cycles;
  private final double[][] values;
  private int next;

  private TraceCounter(String name, String[] series, long[] cycles, double[][] values) {
    this.name = name;
    this.series = series;
    this.cycles = cycles;
    this.values = values;
  }

  /**
   * {@return the bandwidth read and written, averaged over equal windows; a transfer's bytes are
   * spread evenly over the time in which its bursts are served}
   */
  static TraceCounter dramBandwidth(MachineSpec machine, Execution execution) {
    long window = Math.max(1, (execution.cycles() + WINDOWS - 1) / WINDOWS);
    int windows = (int) ((execution.cycles() + window - 1) / window);
    // The place after the last window holds the end of the run, where nothing moves any more.
    double[][] values = new double[2][windows + 1];
    double windowTicks = (double) window * machine.periodTicks();
    List<Command> commands = execution.program().commands();
    List<CommandTiming> timings = execution.timings();
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof Transfer transfer
          && timings.get(i) instanceof TransferTiming timing) {
        spread(
            values[transfer.direction() == Transfer.Direction.LOAD ? 0 : 1],
            timing.firstServiceTick() / windowTicks,
            timing.lastServiceTick() / windowTicks,
            (double) transfer.bytes());
      }
    }
    long[] cycles = new long[windows + 1];
    for (int i = 0; i <= windows; i++) {
      cycles[i] = Math.min(i * window, execution.cycles());
      for (double[] series : values) {
        // A byte in a tick (fs) is a million GB/s.
        series[i] = Math.rint(series[i] / windowTicks * 1e6 * 1e3) / 1e3;
      }
    }
    return new TraceCounter(
        "DRAM bandwidth (GB/s)", new String[] {"read", "written"}, cycles, values);
  }

  /** Adds an amount to windows in proportion to their share of an interval. */
  private static void spread(double[] windows, double from, double to, double amount) {
    int first = (int) from;
    int last = (int) to;
    if (first == last) {
      windows[first] += amount;
      return;
    }
    double each = amount / (to - from);
    windows[first] += each * (first + 1 - from);
    for (int i = first + 1; i < last; i++) {
      windows[i] += each;
    }
    windows[last] += each * (to - last);
  }

  /** {@return the bytes of all buffers that are alive} */
  static TraceCounter scratchpadOccupancy(Execution execution) {
    TreeMap<Long, Long> changes = new TreeMap<>();
    changes.put(0L, 0L);
    List<CommandTiming> timings = execution.timings();
    for (Allocation buffer : execution.program().allocations()) {
      changes.merge(timings.get(buffer.firstCommand()).startCycle(), buffer.bytes(), Long::sum);
      changes.merge(timings.get(buffer.lastCommand()).endCycle(), -buffer.bytes(), Long::sum);
    }
    long[] cycles = new long[changes.size()];
    double[][] values = new double[1][cycles.length];
    long bytes = 0;
    int i = 0;
    for (Map.Entry<Long, Long> change : changes.entrySet()) {
      bytes += change.getValue();
      cycles[i] = change.getKey();
      values[0][i++] = bytes;
    }
    return new TraceCounter("scratchpad occupancy (bytes)", new String[] {"bytes"}, cycles, values);
  }

  /** {@return the power of each level, averaged over equal windows} */
  static TraceCounter power(PowerTrace power) {
    Level[] levels = Level.values();
    int windows = power.windows();
    String[] series = new String[levels.length];
    long[] cycles = new long[windows + 1];
    double[][] values = new double[levels.length][windows + 1];
    for (int level = 0; level < levels.length; level++) {
      series[level] = levels[level].label();
      for (int window = 0; window < windows; window++) {
        cycles[window] = power.startCycle(window);
        values[level][window] = Math.rint(power.watts(levels[level], window) * 1e6) / 1e6;
      }
    }
    cycles[windows] = power.endCycle();
    return new TraceCounter("power (W)", series, cycles, values);
  }

  String name() {
    return name;
  }

  boolean isAtEnd() {
    return next == cycles.length;
  }

  /** {@return the cycle of the next change, the greatest number after the last one} */
  long nextCycle() {
    return isAtEnd() ? Long.MAX_VALUE : cycles[next];
  }

  /** Writes the values from the next change on as fields of the object that is open. */
  void writeValues(JsonGenerator json) throws IOException {
    for (int i = 0; i < series.length; i++) {
      double value = values[i][next];
      json.writeFieldName(series[i]);
      if (value == Math.rint(value)) {
        json.writeNumber((long) value);
      } else {
        json.writeNumber(value);
      }
    }
  }

  void advance() {
    next++;
  }
}
