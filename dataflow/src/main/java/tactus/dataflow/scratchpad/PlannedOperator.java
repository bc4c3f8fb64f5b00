package tactus.dataflow.scratchpad;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operator of a residency problem: while it runs, all its operands are in the scratchpad.
 *
 * @param name unique name in its problem
 * @param inputs indices of the tensors it reads
 * @param outputs indices of the tensors it makes
 */
public record PlannedOperator(String name, List<Integer> inputs, List<Integer> outputs) {

  /** Copies the lists; a tensor that is read twice counts once. */
  public PlannedOperator {
    inputs = List.copyOf(new TreeSet<>(inputs));
    outputs = List.copyOf(new TreeSet<>(outputs));
    for (int output : outputs) {
      if (inputs.contains(output)) {
        throw new IllegalArgumentException(name + ": must not read what it makes");
      }
    }
  }

  /** {@return indices of all tensors it reads or makes} */
  public Set<Integer> operands() {
    Set<Integer> all = new TreeSet<>(inputs);
    all.addAll(outputs);
    return all;
  }
}
