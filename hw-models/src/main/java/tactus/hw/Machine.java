package tactus.hw;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.Program;
import tactus.hw.memory.ScratchpadSpec;
import tactus.sim.Simulation;
import tactus.sim.probe.Probe;

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

  private Machine(MachineSpec spec, FastRun fast) {
    this.spec = spec;
    this.fast = fast;
  }

  /**
   * {@return a machine with the same engines that knows what this one has worked out about
   * products; this one must not be used any more}
   *
   * @param other what it is made of: DRAM, DMA engine, capacity, arithmetic and names may differ
   * @throws IllegalArgumentException if anything else differs
   */
  public Machine as(MachineSpec other) {
    boolean sameEngines =
        other.periodTicks() == spec.periodTicks()
            && other.matrixEngines().equals(spec.matrixEngines())
            && other.vectorEngine().equals(spec.vectorEngine())
            && other.streamFabric().equals(spec.streamFabric());
    ScratchpadSpec theirs = other.scratchpad();
    ScratchpadSpec ours = spec.scratchpad();
    boolean samePorts =
        theirs.banks() == ours.banks()
            && theirs.wordBytes() == ours.wordBytes()
            && theirs.readPorts() == ours.readPorts()
            && theirs.writePorts() == ours.writePorts();
    if (!sameEngines || !samePorts) {
      throw new IllegalArgumentException(
          other.name() + ": must have the engines and scratchpad ports of " + spec.name());
    }
    return new Machine(other, new FastRun(other, fast));
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
    return run(program, fidelity, RunControl.NONE);
  }

  /**
   * {@return what happens when it runs a program, from an idle state}
   *
   * @param program the program
   * @param fidelity how it is simulated
   * @param control follows the run and may end it
   * @throws IllegalArgumentException if the program asks for an engine or a function it has not
   * @throws IllegalStateException if a law of the results does not hold
   * @throws java.util.concurrent.CancellationException if {@code control} ended the run
   */
  public Execution run(Program program, Fidelity fidelity, RunControl control) {
    Laws.checkExecutable(spec, program);
    CommandTiming[] timings =
        switch (fidelity) {
          case FAST -> fast.run(program, control);
          case REFERENCE ->
              new ReferenceRun(
                      new Simulation(),
                      spec,
                      program,
                      ColumnArithmetic.doubles(),
                      ProgramData.SEEDED)
                  .run(control);
        };
    return execution(program, timings);
  }

  /**
   * {@return the cycles of a program in fast fidelity, empty if they are more than a limit}
   *
   * <p>It costs less than a run, because it accounts for nothing: for whoever compares many
   * programs.
   *
   * @param program the program
   * @param limitCycles the limit
   * @throws IllegalArgumentException if the program asks for an engine or a function it has not
   */
  public OptionalLong cyclesWithin(Program program, long limitCycles) {
    Laws.checkExecutable(spec, program);
    return fast.cyclesWithin(program, limitCycles);
  }

  /**
   * {@return what happens when it runs a program in reference fidelity, from an idle state, watched
   * by a probe}
   *
   * @param program the program
   * @param control follows the run and may end it
   * @param probe sees the events of each component and, in a trace, the commands of each engine
   * @throws IllegalArgumentException if the program asks for an engine or a function it has not
   * @throws IllegalStateException if a law of the results does not hold
   * @throws java.util.concurrent.CancellationException if {@code control} ended the run
   */
  public Execution run(Program program, RunControl control, Probe probe) {
    Laws.checkExecutable(spec, program);
    Simulation simulation = new Simulation();
    simulation.attach(probe);
    return execution(
        program,
        new ReferenceRun(simulation, spec, program, ColumnArithmetic.doubles(), ProgramData.SEEDED)
            .run(control));
  }

  /**
   * {@return what happens when it runs a program in reference fidelity, from an idle state, with
   * real values in its arithmetic}
   *
   * @param program the program
   * @param control follows the run and may end it
   * @param values the numbers of its commands
   * @throws IllegalArgumentException if the machine has no arithmetic, or the program asks for an
   *     engine or a function it has not
   * @throws IllegalStateException if a law of the results does not hold
   * @throws java.util.concurrent.CancellationException if {@code control} ended the run
   */
  public Execution run(Program program, RunControl control, ProgramData values) {
    Laws.checkExecutable(spec, program);
    ColumnArithmetic arithmetic =
        ColumnArithmetic.of(
            spec.arithmetic()
                .orElseThrow(
                    () -> new IllegalArgumentException(spec.name() + ": must have arithmetic")));
    return execution(
        program,
        new ReferenceRun(new Simulation(), spec, program, arithmetic, values).run(control));
  }

  /** Accounts for the cycles and bytes of a run and checks its laws. */
  Execution execution(Program program, CommandTiming[] timings) {
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
