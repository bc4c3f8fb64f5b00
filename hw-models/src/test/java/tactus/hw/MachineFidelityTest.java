package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.command.Program;
import tactus.hw.matrix.MatMulData;
import tactus.sim.Simulation;

/** Both fidelities agree on every field of every timing, the stacks and the traffic. */
class MachineFidelityTest {

  @Property(tries = 2500)
  void run_anyProgram_fastEqualsReference(@ForAll long seed) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec spec = random.machine();
    Program program = random.program(spec);
    Machine machine = new Machine(spec);

    Execution reference = machine.run(program, Fidelity.REFERENCE);

    assertThat(machine.run(program, Fidelity.FAST)).isEqualTo(reference);
    // What the machine remembers of the first run changes nothing in the second one.
    assertThat(machine.run(program, Fidelity.FAST)).isEqualTo(reference);
  }

  @Property(tries = 500)
  void run_anyOrderWithinATick_changesNothing(@ForAll long seed, @ForAll long order) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec spec = random.machine();
    Program program = random.program(spec);
    Machine machine = new Machine(spec);
    ReferenceRun shuffled =
        new ReferenceRun(Simulation.shuffled(order), spec, program, MatMulData::seeded);

    assertThat(machine.execution(program, shuffled.run(RunControl.NONE)))
        .isEqualTo(machine.run(program, Fidelity.REFERENCE));
  }
}
