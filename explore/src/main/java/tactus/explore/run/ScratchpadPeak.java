package tactus.explore.run;

import java.util.List;
import java.util.TreeMap;
import tactus.hw.CommandTiming;
import tactus.hw.Execution;
import tactus.hw.command.Allocation;

/** The most bytes of the scratchpad that were in use at once. */
final class ScratchpadPeak {

  private ScratchpadPeak() {}

  static long bytes(Execution execution) {
    List<CommandTiming> timings = execution.timings();
    TreeMap<Long, Long> changes = new TreeMap<>();
    for (Allocation buffer : execution.program().allocations()) {
      changes.merge(timings.get(buffer.firstCommand()).startCycle(), buffer.bytes(), Long::sum);
      changes.merge(timings.get(buffer.lastCommand()).endCycle(), -buffer.bytes(), Long::sum);
    }
    long used = 0;
    long most = 0;
    for (long change : changes.values()) {
      used += change;
      most = Math.max(most, used);
    }
    return most;
  }
}
