package tactus.hw.matrix;

/**
 * How often the processing elements of an output stationary array can add to a sum, and what they
 * do meanwhile.
 *
 * @param latencyCycles cycles from an addition to a sum until the next to the same one, at least 1
 * @param interleavedSums independent sums of an element, which it adds to in turn, at least 1
 */
public record AccumulationSpec(int latencyCycles, int interleavedSums) {

  /** A sum that can be added to in every cycle. */
  public static final AccumulationSpec EVERY_CYCLE = new AccumulationSpec(1, 1);

  public AccumulationSpec {
    if (latencyCycles < 1 || interleavedSums < 1) {
      throw new IllegalArgumentException(
          "latencyCycles ("
              + latencyCycles
              + ") and interleavedSums ("
              + interleavedSums
              + ") must be at least 1");
    }
  }

  /**
   * {@return the cycles from a step of the reduction to the next, without bank conflicts}
   *
   * @param turns sums that take turns, at most all
   */
  public long stepCycles(long turns) {
    return Math.max(latencyCycles, turns);
  }
}
