package tactus.hw.sparse;

/**
 * A training accelerator with an N:M sparse array that works weight or output stationary, a vector
 * unit, an update engine (WUVE) and an engine that selects weights (SORE), as SAT has them.
 *
 * @param rows rows of the array, at least 1
 * @param columns columns of the array, at least 1
 * @param periodTicks period of the clock, in ticks (fs), at least 1
 * @param accumulateLatency cycles from an element's addition to the next one that needs its sum,
 *     output stationary, at least 1
 * @param interleave sums that an element forms in turn, output stationary, at least 1
 * @param vectorLanes elements the vector unit takes a cycle, at least 1
 * @param updateLanes weights the update engine takes a cycle, at least 1
 * @param selectLanes groups the selecting engine sorts at once, at least 1
 * @param bufferBytes on-chip memory for the operand that is used again, at least 1
 * @param dramBytesPerSecond bandwidth of the memory, above 0
 */
public record SatSpec(
    int rows,
    int columns,
    long periodTicks,
    int accumulateLatency,
    int interleave,
    int vectorLanes,
    int updateLanes,
    int selectLanes,
    long bufferBytes,
    double dramBytesPerSecond) {

  /** Checks the ranges. */
  public SatSpec {
    if (rows < 1 || columns < 1 || periodTicks < 1 || accumulateLatency < 1 || interleave < 1) {
      throw new IllegalArgumentException(
          "rows, columns, periodTicks, accumulateLatency, interleave must be at least 1");
    }
    if (vectorLanes < 1 || updateLanes < 1 || selectLanes < 1 || bufferBytes < 1) {
      throw new IllegalArgumentException("lanes and bufferBytes must be at least 1");
    }
    if (!(dramBytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "dramBytesPerSecond (" + dramBytesPerSecond + ") must be above 0");
    }
  }

  /**
   * {@return the same accelerator with other interleaving}
   *
   * @param sums sums that an element forms in turn
   */
  public SatSpec withInterleave(int sums) {
    return new SatSpec(
        rows,
        columns,
        periodTicks,
        accumulateLatency,
        sums,
        vectorLanes,
        updateLanes,
        selectLanes,
        bufferBytes,
        dramBytesPerSecond);
  }

  /** {@return the elements of the array} */
  public long elements() {
    return (long) rows * columns;
  }

  /** {@return the clock, in Hz} */
  public double clockHz() {
    return 1e15 / periodTicks;
  }

  /**
   * {@return the cycles in which the memory moves some bytes, rounded up}
   *
   * @param bytes the bytes, at least 0
   */
  public long dramCycles(long bytes) {
    return (long) Math.ceil(bytes * clockHz() / dramBytesPerSecond);
  }
}
