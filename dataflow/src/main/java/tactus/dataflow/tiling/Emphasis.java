package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.List;

/**
 * A point of view from which mappings are ranked. The family of plans has the best mapping from each
 * point of view, whatever the machine's own bandwidth is: so no machine loses a plan when its
 * bandwidth grows.
 *
 * @param bytesPerCycle bandwidth of DRAM that is assumed
 * @param early whether rows that are complete early count, because a consumer can start on them
 */
public record Emphasis(double bytesPerCycle, boolean early) {

  /** Cycles that each command is taken to cost, so that tiles do not become needlessly small. */
  static final double COMMAND_CYCLES = 16;

  /** All points of view, in a fixed order. */
  public static final List<Emphasis> ALL = all();

  private static List<Emphasis> all() {
    List<Emphasis> list = new ArrayList<>();
    for (double bytesPerCycle : new double[] {256, 16, 1}) {
      list.add(new Emphasis(bytesPerCycle, true));
      list.add(new Emphasis(bytesPerCycle, false));
    }
    return List.copyOf(list);
  }

  double cycles(double computeCycles, long bytes, long firstBytes, long commands, boolean overlap) {
    double memory = bytes / bytesPerCycle;
    double busy = overlap ? Math.max(computeCycles, memory) : computeCycles + memory;
    return busy + firstBytes / bytesPerCycle + commands * COMMAND_CYCLES;
  }
}
