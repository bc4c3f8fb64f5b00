package tactus.dataflow;

import java.util.List;
import tactus.hw.Execution;

/**
 * A compiled graph.
 *
 * @param execution the program and what happens when the machine runs it in fast fidelity
 * @param mappings how each operator was mapped, in the order of the program's operators
 * @param plan the plan that was chosen, in words
 * @param plansConsidered plans of the family, at least 1
 * @param plansSimulated plans that no bound could exclude, at least 1
 */
public record Compilation(
    Execution execution,
    List<MappingSummary> mappings,
    String plan,
    int plansConsidered,
    int plansSimulated) {

  /** Copies the list. */
  public Compilation {
    mappings = List.copyOf(mappings);
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
