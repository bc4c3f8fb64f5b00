package tactus.dataflow;

import java.util.List;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;
import tactus.workload.OperatorGraph;

/** The compiler: an operator graph and a machine become a program. */
public final class Compiler {

  private final MachineSpec machine;

  /**
   * Makes a compiler for a machine.
   *
   * @param machine the machine
   */
  public Compiler(MachineSpec machine) {
    this.machine = machine;
  }

  /**
   * {@return the best program of the family of plans, with its execution}
   *
   * @param graph what is to be computed
   * @throws CompileException if the graph cannot be computed on the machine
   */
  public Compilation compile(OperatorGraph graph) {
    Program program = new Program(graph.name(), List.of(), List.of(), List.of());
    if (graph.macs() > 0) {
      throw new CompileException(graph.name() + " cannot be compiled yet");
    }
    return new Compilation(
        new Machine(machine).run(program, Fidelity.FAST), List.of(), "empty", 1, 1);
  }
}
