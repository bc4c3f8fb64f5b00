package tactus.hw.command;

/** Which operand of a matrix product stays in the processing elements. */
public enum Dataflow {
  /** B stays: rows of the array hold k, columns hold n, and m is time. */
  WEIGHT_STATIONARY,
  /** The sums stay: rows hold m, columns hold n, and k is time. */
  OUTPUT_STATIONARY,
  /** A stays: rows hold k, columns hold m, and n is time. */
  INPUT_STATIONARY,
  /**
   * Nonzeros of B stay, packed over all multipliers, column after column; networks bring each row
   * of A to those that need it and add up what belongs together.
   */
  FLEXIBLE
}
