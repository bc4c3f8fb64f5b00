package tactus.hw.cost;

/** How an exact normalizer is built. Bits do not depend on it, area and delay do. */
public enum Normalizer {
  /** A leading-zero counter behind the adder, then a barrel shifter. */
  COUNTER,
  /** Shifts by falling powers of two, each decided by what the one before left. */
  SERIAL,
  /** Anticipation of the count beside the adder, a shifter, a correction by one place. */
  ANTICIPATION,
  /** Separate paths for close and for distant exponents. */
  DUAL_PATH
}
