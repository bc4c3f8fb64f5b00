package tactus.hw;

import java.util.List;
import tactus.hw.command.Program;

/** A machine that executes programs. */
public final class Machine {

  private final MachineSpec spec;

  /**
   * Builds a machine.
   *
   * @param spec what it is made of
   */
  public Machine(MachineSpec spec) {
    this.spec = spec;
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
   * @throws IllegalStateException if a law of the results does not hold
   */
  public Execution run(Program program, Fidelity fidelity) {
    if (!program.operators().isEmpty()) {
      throw new IllegalStateException(program.name() + " cannot be run yet: " + fidelity);
    }
    return new Execution(program, List.of(), 0, List.of(), List.of());
  }
}
