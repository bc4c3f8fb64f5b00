package tactus.hw.arithmetic;

/** What becomes of numbers below the smallest normal one. */
public enum Subnormals {
  /** They are numbers like any other. */
  KEPT,
  /** They are zeros of the same sign, as operands and as results. */
  FLUSHED
}
