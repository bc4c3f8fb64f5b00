package tactus.dataflow.scratchpad;

import java.util.List;

/**
 * The order of the operators, and where each tensor is at each step. A tensor is in the scratchpad
 * during its stays; before its second stay it is spilled, unless it lay in DRAM from the start.
 *
 * @param problem what is planned
 * @param budgetBytes bytes of the scratchpad
 * @param order the operator of each step
 * @param stays stays by first step, then address
 * @param spills spills by step
 */
public record ResidencyPlan(
    ResidencyProblem problem,
    long budgetBytes,
    List<Integer> order,
    List<Stay> stays,
    List<Spill> spills) {

  /** Copies the lists. */
  public ResidencyPlan {
    order = List.copyOf(order);
    stays = List.copyOf(stays);
    spills = List.copyOf(spills);
  }

  /**
   * A tensor is written to DRAM, once for all.
   *
   * @param tensor its index
   * @param step the step at which it is, the first at which it is not in the scratchpad
   */
  public record Spill(int tensor, int step) {}

  /** {@return bytes written to DRAM} */
  public long spilledBytes() {
    long sum = 0;
    for (Spill spill : spills) {
      sum += problem.tensors().get(spill.tensor()).transferBytes();
    }
    return sum;
  }

  /** {@return bytes that come back from DRAM} */
  public long retrievedBytes() {
    long sum = 0;
    for (Stay stay : stays) {
      if (stay.isRetrieved()) {
        sum += problem.tensors().get(stay.tensor()).transferBytes();
      }
    }
    return sum;
  }

  /**
   * {@return bytes of the first loads of tensors that lie in DRAM from the start, never charged}
   */
  public long firstLoadBytes() {
    List<Integer> producers = problem.producers();
    long sum = 0;
    for (Stay stay : stays) {
      if (!stay.isRetrieved() && producers.get(stay.tensor()) < 0) {
        sum += problem.tensors().get(stay.tensor()).transferBytes();
      }
    }
    return sum;
  }

  /** {@return the non-compulsory bytes: spilled and retrieved ones} */
  public long bytes() {
    return spilledBytes() + retrievedBytes();
  }

  /** {@return the byte after the highest one used} */
  public long topBytes() {
    long top = 0;
    for (Stay stay : stays) {
      top = Math.max(top, stay.address() + problem.tensors().get(stay.tensor()).bytes());
    }
    return top;
  }
}
