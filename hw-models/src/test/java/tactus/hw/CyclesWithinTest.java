package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.command.Command;
import tactus.hw.command.Dependences;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;

/** Whoever gives a program up early must be right that it takes longer. */
class CyclesWithinTest {

  @Property(tries = 1500)
  void cyclesWithin_randomProgram_givesUpOnlyWhatTakesLonger(@ForAll long seed) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec machine = random.machine();
    check(machine, random.program(machine));
  }

  /** Rows that lie in few channels keep these busy while later bursts are served by others. */
  @Property(tries = 1500)
  void cyclesWithin_rowsInFewChannels_givesUpOnlyWhatTakesLonger(@ForAll long seed) {
    RandomPrograms machines = new RandomPrograms(seed);
    SplittableRandom random = new SplittableRandom(seed);
    DramSpec any = machines.machine().dram();
    DramSpec dram =
        new DramSpec(
            any.channels(),
            any.burstBytes(),
            any.interleaveBytes(),
            any.burstTicks(),
            random.nextLong(1, 3 * any.burstTicks()),
            random.nextInt(1, 64));
    MachineSpec machine =
        machines
            .machine()
            .withDram(dram)
            .withDma(new DmaSpec(random.nextInt(1, 128), random.nextInt(4)));
    List<Command> commands = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      boolean isWide = random.nextBoolean();
      long rows = isWide ? 1 : random.nextInt(1, 60);
      long rowBytes = random.nextLong(1, (isWide ? 60L : 2L) * dram.burstBytes());
      long turn = dram.interleaveBytes() * dram.channels();
      commands.add(
          new Transfer(
              random.nextInt(4) > 0 ? Transfer.Direction.LOAD : Transfer.Direction.STORE,
              0,
              commands.isEmpty() || random.nextInt(4) > 0
                  ? Dependences.NONE
                  : Dependences.of(random.nextInt(commands.size())),
              TrafficClass.ACTIVATION,
              random.nextLong(4) * dram.interleaveBytes(),
              rows,
              rowBytes,
              turn * ((rowBytes + turn - 1) / turn),
              0));
    }
    check(
        machine,
        new Program("rows", List.of(new ProgramOperator("op", "any", "", 0)), commands, List.of()));
  }

  private static void check(MachineSpec spec, Program program) {
    Machine machine = new Machine(spec);
    long cycles = machine.run(program, Fidelity.FAST).cycles();
    assertThat(machine.cyclesWithin(program, cycles)).hasValue(cycles);
    assertThat(machine.cyclesWithin(program, cycles - 1)).isEmpty();
  }
}
