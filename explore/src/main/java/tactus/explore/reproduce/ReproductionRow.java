package tactus.explore.reproduce;

import java.util.OptionalDouble;

/**
 * One result of a paper and ours.
 *
 * @param what what the number is
 * @param theirs what the paper gives; empty if it gives none
 * @param ours what we get
 * @param unit unit of both
 * @param assumption what was assumed to get ours, or why it may differ
 */
public record ReproductionRow(
    String what, OptionalDouble theirs, double ours, String unit, String assumption) {

  /** {@return our difference from theirs as a share of theirs, if there is one} */
  public OptionalDouble relativeError() {
    return theirs.isEmpty() || theirs.getAsDouble() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ours / theirs.getAsDouble() - 1);
  }
}
