package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.sim.probe.Probe;
import tactus.testkit.OrderShuffle;

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

  @Property(tries = 150)
  void run_anyOrderWithinATick_changesNothing(@ForAll long seed, @ForAll long order) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec spec = random.machine();
    Program program = random.program(spec);
    Machine machine = new Machine(spec);

    Observed observed =
        OrderShuffle.assertSame(
            order,
            3,
            simulation -> {
              Probe probe = Probe.withTrace();
              simulation.attach(probe);
              ReferenceRun run =
                  new ReferenceRun(
                      simulation, spec, program, ColumnArithmetic.doubles(), ProgramData.SEEDED);
              Execution execution = machine.execution(program, run.run(RunControl.NONE));
              return new Observed(execution, written(probe, simulation.now()));
            });

    // Nor does the probe.
    assertThat(observed.execution()).isEqualTo(machine.run(program, Fidelity.REFERENCE));
    assertThat(observed.execution())
        .isEqualTo(machine.run(program, RunControl.NONE, Probe.statisticsOnly()));
  }

  /** All that can be seen of a run. */
  private record Observed(Execution execution, String probe) {}

  private static String written(Probe probe, long endTick) {
    StringBuilder out = new StringBuilder();
    try {
      probe.statistics().write(out, endTick);
      Objects.requireNonNull(probe.trace()).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  @Test
  void run_withATrace_recordsEachCommandOnItsEngine() {
    MachineSpec spec = new MachineBuilder().build();
    Operand operand = new Operand(0, 16);
    Program program =
        new Program(
            "two",
            List.of(new ProgramOperator("load", "copy", "", 0), product("linear", 8)),
            List.of(
                new Transfer(
                    Transfer.Direction.LOAD,
                    0,
                    Dependences.NONE,
                    TrafficClass.WEIGHT,
                    0,
                    1,
                    256,
                    256,
                    0),
                new MatMul(
                    0, 1, Dependences.of(0), 8, 8, 8, operand, operand, operand, false, true)),
            List.of());
    Probe probe = Probe.withTrace();

    Execution execution = new Machine(spec).run(program, RunControl.NONE, probe);

    long period = spec.periodTicks();
    CommandTiming load = execution.timings().get(0);
    CommandTiming product = execution.timings().get(1);
    assertThat(written(probe, execution.cycles() * period))
        .contains(
            "span\tDma\tload #0\t%d\t%d\n"
                .formatted(load.startCycle() * period, load.endCycle() * period))
        .contains(
            "span\tMatrixEngine[0]\tlinear #1\t%d\t%d\n"
                .formatted(product.startCycle() * period, product.endCycle() * period))
        // Four bursts are issued in four cycles; the bus takes four cycles for each.
        .contains("Dram[0].events 8\n")
        .contains("Dram[0].queue average ")
        .contains("instant\tDram[0]\tevent\t");
  }

  private static ProgramOperator product(String name, long side) {
    return new ProgramOperator(name, "linear", "", side * side * side);
  }
}
