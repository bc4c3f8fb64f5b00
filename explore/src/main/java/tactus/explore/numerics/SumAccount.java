package tactus.explore.numerics;

/** What is known of an operator's sums so far. */
final class SumAccount {

  private final float largest;
  private long sums;
  private long finiteSums;
  private double maxError;
  private double squaredErrors;
  private double squares;
  private long differingSums;
  private long differingBits;
  private long saturations;
  private long underflows;

  /**
   * Creates an empty account.
   *
   * @param largest the largest sum the results' format has
   */
  SumAccount(float largest) {
    this.largest = largest;
  }

  /** Counts operands that were beyond their format, or became zero. */
  void addOperands(long saturated, long underflowed) {
    saturations += saturated;
    underflows += underflowed;
  }

  /**
   * Counts a sum.
   *
   * @param sum the sum in its format
   * @param scale what it has to be multiplied with
   * @param expected its value in double precision
   */
  void add(double sum, double scale, double expected) {
    sums++;
    // Integers may have wrapped around.
    if (!(Math.abs(sum) < largest) || Math.abs(expected) > scale * largest) {
      saturations++;
    }
    if (sum == 0 && expected != 0) {
      underflows++;
    }
    // An infinity or NaN has no error that could be averaged; it counts as a saturation.
    double difference = Math.abs(sum * scale - expected);
    if (Double.isFinite(difference)) {
      finiteSums++;
      maxError = Math.max(maxError, difference);
      squaredErrors += difference * difference;
      squares += expected * expected;
    }
  }

  /** Compares a sum with that of the exact unit. */
  void compare(double sum, double other) {
    int differing = Float.floatToIntBits((float) sum) ^ Float.floatToIntBits((float) other);
    differingBits += Integer.bitCount(differing);
    differingSums += differing == 0 ? 0 : 1;
  }

  /**
   * {@return what is known}
   *
   * @param operator name of the operator
   * @param allSums sums the operator has
   */
  OperatorNumerics numerics(String operator, long allSums) {
    return new OperatorNumerics(
        operator,
        sums,
        allSums,
        maxError,
        finiteSums == 0 ? 0 : Math.sqrt(squaredErrors / finiteSums),
        squaredErrors == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(squares / squaredErrors),
        differingSums,
        differingBits,
        saturations,
        underflows);
  }

  /** {@return the sums counted} */
  long sums() {
    return sums;
  }
}
