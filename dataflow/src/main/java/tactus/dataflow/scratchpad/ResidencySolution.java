package tactus.dataflow.scratchpad;

import tactus.hw.memory.Allocator;

/**
 * A checked plan and what is known of how good it is.
 *
 * @param plan the plan
 * @param allocator how it was made
 * @param lowerBound non-compulsory bytes that no plan goes below; for a fixed order, none in it
 * @param work states that searches looked at
 * @param method what found the plan, in words
 */
public record ResidencySolution(
    ResidencyPlan plan, Allocator allocator, long lowerBound, long work, String method) {

  /** {@return whether no plan moves fewer bytes} */
  public boolean isProven() {
    return plan.bytes() <= lowerBound;
  }

  /** {@return the bytes above the lower bound, as a share of the plan's} */
  public double gap() {
    return isProven() ? 0 : 1 - (double) lowerBound / plan.bytes();
  }
}
