package tactus.explore.compare;

/**
 * A figure in two results.
 *
 * @param figure its path in the report, such as {@code traffic.dram.readBytes}
 * @param before its value in the first one
 * @param after its value in the second one
 */
public record Change(String figure, double before, double after) {

  /** {@return the difference} */
  public double absolute() {
    return after - before;
  }

  /** {@return the difference by the first value; 0 for none, infinite from 0} */
  public double relative() {
    if (before == after) {
      return 0;
    }
    return before == 0 ? Math.copySign(Double.POSITIVE_INFINITY, after) : after / before - 1;
  }

  /** {@return whether both values are the same} */
  public boolean isNone() {
    return before == after;
  }
}
