package tactus.explore.run;

import java.util.Map;
import java.util.TreeMap;
import tactus.explore.price.RunActions;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;

/**
 * What is counted of an execution, once for all machines that take the same time for it. Confined
 * to one thread.
 */
public final class ExecutionCounts {

  private final Execution execution;
  private final MachineSpec machine;
  private final long peakScratchpadBytes;
  private final Map<Long, RunActions> actions = new TreeMap<>();

  /**
   * Counts an execution.
   *
   * @param execution what happened
   * @param machine a machine that takes this time
   */
  public ExecutionCounts(Execution execution, MachineSpec machine) {
    this.execution = execution;
    this.machine = machine;
    this.peakScratchpadBytes = ScratchpadPeak.bytes(execution);
  }

  Execution execution() {
    return execution;
  }

  long peakScratchpadBytes() {
    return peakScratchpadBytes;
  }

  /** {@return the actions with DRAM rows of some bytes} */
  RunActions actions(long rowBytes) {
    return actions.computeIfAbsent(rowBytes, bytes -> RunActions.of(execution, machine, bytes));
  }
}
