package tactus.dataflow.tiling;

import java.util.List;

/**
 * A point of view from which mappings are ranked. The family of plans has the best mapping from
 * each point of view, whatever the machine's own bandwidth is: so no machine loses a plan when its
 * bandwidth grows.
 *
 * @param bytesPerCycle bandwidth of DRAM that is assumed
 */
public record Emphasis(double bytesPerCycle) {

  /** Cycles that each command is taken to cost, so that tiles do not become needlessly small. */
  static final double COMMAND_CYCLES = 32;

  /** The part of a task's first loads that is taken not to be hidden behind the task before. */
  private static final double FIRST_SHARE = 0.125;

  /** All points of view, in a fixed order: a machine rich in bandwidth and a poor one. */
  public static final List<Emphasis> ALL = List.of(new Emphasis(64), new Emphasis(8));

  double cycles(double computeCycles, long bytes, long firstBytes, long commands, boolean overlap) {
    double memory = bytes / bytesPerCycle;
    double busy = overlap ? Math.max(computeCycles, memory) : computeCycles + memory;
    return busy + FIRST_SHARE * firstBytes / bytesPerCycle + commands * COMMAND_CYCLES;
  }
}
