package tactus.hw;

import java.util.List;
import tactus.hw.command.Program;

/**
 * What happened when a machine ran a program.
 *
 * @param program the program
 * @param timings one entry a command, in program order
 * @param cycles cycles until every command was complete
 * @param stacks the cycles of each operator by cause, in the order of the program's operators; they
 *     sum to {@code cycles}
 * @param traffic the bytes moved for each operator, in the order of the program's operators
 */
public record Execution(
    Program program,
    List<CommandTiming> timings,
    long cycles,
    List<CycleStack> stacks,
    List<Traffic> traffic) {

  /** Checks the laws that can be seen from here. */
  public Execution {
    timings = List.copyOf(timings);
    stacks = List.copyOf(stacks);
    traffic = List.copyOf(traffic);
    if (timings.size() != program.commands().size()) {
      throw new IllegalArgumentException(
          "timings ("
              + timings.size()
              + ") must match commands ("
              + program.commands().size()
              + ")");
    }
    int operators = program.operators().size();
    if (stacks.size() != operators || traffic.size() != operators) {
      throw new IllegalArgumentException(
          "stacks ("
              + stacks.size()
              + ") and traffic ("
              + traffic.size()
              + ") must match operators ("
              + operators
              + ")");
    }
    long sum = sum(stacks).total();
    if (sum != cycles) {
      throw new IllegalStateException(
          "cycle stacks (" + sum + " cycles) must sum to the total (" + cycles + " cycles)");
    }
  }

  /** {@return the cycles of the whole run by cause} */
  public CycleStack cycleStack() {
    return sum(stacks);
  }

  /** {@return the bytes moved in the whole run} */
  public Traffic totalTraffic() {
    Traffic sum = Traffic.NONE;
    for (Traffic part : traffic) {
      sum = sum.plus(part);
    }
    return sum;
  }

  private static CycleStack sum(List<CycleStack> stacks) {
    CycleStack sum = CycleStack.EMPTY;
    for (CycleStack stack : stacks) {
      sum = sum.plus(stack);
    }
    return sum;
  }
}
