package tactus.hw.arithmetic;

/** What becomes of a result beyond the largest number of its format. */
public enum Overflow {
  /**
   * What the format provides: infinity where it has one and the rounding mode leads there, else NaN
   * where it has one, else the largest number.
   */
  SPECIAL,
  /** The largest number of the same sign. */
  SATURATE
}
