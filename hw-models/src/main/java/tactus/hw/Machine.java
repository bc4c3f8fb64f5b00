package tactus.hw;

import java.util.Arrays;
import java.util.List;
import tactus.hw.command.Program;

/**
 * A machine that executes programs. It keeps what it worked out about equal products from one run
 * to the next, which changes no result; therefore it is confined to one thread at a time.
 */
public final class Machine {

  private final MachineSpec spec;
  private final FastRun fast;

  /**
   * Builds a machine.
   *
   * @param spec what it is made of
   */
  public Machine(MachineSpec spec) {
    this.spec = spec;
    this.fast = new FastRun(spec);
  }

  /** {@return what it is made of} */
  public MachineSpec spec() {
    return spec;
  }

  /**
   * {@return what happens when it runs a program, from an idle state}
   *
   * @param program the program
   * @param fidelity how it is simulated
   * @throws IllegalArgumentException if the program asks for an engine or a function it has not
   * @throws IllegalStateException if a law of the results does not hold
   */
  public Execution run(Program program, Fidelity fidelity) {
    Laws.checkExecutable(spec, program);
    CommandTiming[] timings = fast.run(program);
    return execution(program, timings);
  }

  private Execution execution(Program program, CommandTiming[] timings) {
    long cycles = 0;
    for (CommandTiming timing : timings) {
      cycles = Math.max(cycles, timing.endCycle());
    }
    List<CycleStack> stacks = CycleAccount.stacks(spec, program, timings, cycles);
    List<Traffic> traffic = TrafficAccount.traffic(program, timings);
    Execution execution = new Execution(program, Arrays.asList(timings), cycles, stacks, traffic);
    Laws.check(spec, execution, timings);
    return execution;
  }
}
