package tactus.explore.residency;

import java.util.List;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.SearchEffort;
import tactus.hw.memory.Allocator;

/**
 * What is planned, and how.
 *
 * @param name name in reports
 * @param problem operators and tensors
 * @param budgets the budgets, at least one
 * @param allocators the allocators, at least one
 * @param leastPeakOrder whether allocators that do not choose an order get that with the least peak
 *     instead of the default one
 * @param effort how long to search
 */
public record ResidencySpec(
    String name,
    ResidencyProblem problem,
    List<ResidencyBudget> budgets,
    List<Allocator> allocators,
    boolean leastPeakOrder,
    SearchEffort effort) {

  /** Copies the lists. */
  public ResidencySpec {
    budgets = List.copyOf(budgets);
    allocators = List.copyOf(allocators);
  }
}
