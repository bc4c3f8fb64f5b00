package tactus.dataflow;

import java.util.List;
import java.util.Optional;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.hw.Execution;

/**
 * A compiled graph.
 *
 * @param execution the program and what happens when the machine runs it in fast fidelity
 * @param mappings how each operator was mapped, in the order of the program's operators
 * @param plan the plan that was chosen, in words
 * @param plansConsidered plans of the family, at least 1
 * @param plansSimulated plans that no bound could exclude, at least 1
 * @param residency what an allocator planned, if the scratchpad has one
 */
public record Compilation(
    Execution execution,
    List<MappingSummary> mappings,
    String plan,
    int plansConsidered,
    int plansSimulated,
    Optional<Residency> residency) {

  /** Copies the list. */
  public Compilation {
    mappings = List.copyOf(mappings);
  }

  /**
   * Makes a compilation without an allocator's plan.
   *
   * @param execution the program and what happens when the machine runs it in fast fidelity
   * @param mappings how each operator was mapped
   * @param plan the plan that was chosen, in words
   * @param plansConsidered plans of the family, at least 1
   * @param plansSimulated plans that no bound could exclude, at least 1
   */
  public Compilation(
      Execution execution,
      List<MappingSummary> mappings,
      String plan,
      int plansConsidered,
      int plansSimulated) {
    this(execution, mappings, plan, plansConsidered, plansSimulated, Optional.empty());
  }

  /**
   * What an allocator planned.
   *
   * @param solution the order of tasks and the stays of tensors
   * @param streamedBytes bytes that tasks load and store besides, tile by tile: inputs, results,
   *     appends to caches, and weights and caches that are not planned
   */
  public record Residency(ResidencySolution solution, long streamedBytes) {

    /** {@return all bytes that DRAM moves: planned ones, first loads and streamed ones} */
    public long dramBytes() {
      return Math.addExact(
          Math.addExact(solution.plan().bytes(), solution.plan().firstLoadBytes()), streamedBytes);
    }
  }

  /**
   * How an operator was mapped, in words and numbers for reports.
   *
   * @param operator name of the operator
   * @param tile extents of a full tile, for example {@code m=512 k=768 n=3072}
   * @param order loop order and what stays in the scratchpad, in words
   * @param tiles number of tile products or vector commands, at least 0
   */
  public record MappingSummary(String operator, String tile, String order, long tiles) {}
}
