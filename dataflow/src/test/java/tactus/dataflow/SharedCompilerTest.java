package tactus.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.OperatorGraph;

class SharedCompilerTest {

  /** Machines of one or two families, some of them equal in time, in any order. */
  private static List<MachineSpec> machines(Random random) {
    List<MachineSpec> all = new ArrayList<>();
    Allocator[] allocators = Allocator.values();
    Optional<Allocator> allocator =
        random.nextBoolean()
            ? Optional.of(allocators[random.nextInt(allocators.length)])
            : Optional.empty();
    for (int family = 0; family < 2; family++) {
      MachineSpec base = SmallCases.machine(random, 16384);
      for (int timing = 0; timing < 3; timing++) {
        DramSpec dram = base.dram();
        MachineSpec other =
            base.withDram(
                    new DramSpec(
                        1 + random.nextInt(3),
                        dram.burstBytes(),
                        dram.interleaveBytes(),
                        300_000L + random.nextInt(20_000_000),
                        1 + random.nextInt(50_000_000),
                        1 + random.nextInt(8)))
                .withDma(new DmaSpec(1 + random.nextInt(16), random.nextInt(8)));
        for (int capacity = 0; capacity < 3; capacity++) {
          ScratchpadSpec pad = base.scratchpad();
          all.add(
              other.withScratchpad(
                  new ScratchpadSpec(
                          12288L << random.nextInt(4),
                          pad.banks(),
                          pad.wordBytes(),
                          pad.readPorts(),
                          pad.writePorts())
                      .withAllocator(family == 0 ? Optional.empty() : allocator)
                      .withPlans(
                          random.nextBoolean()
                              ? ScratchpadSpec.ACTIVATIONS
                              : List.of(Planned.values()))));
        }
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  @Property(tries = 25)
  void compile_ofManyMachinesOnManyThreads_isThatOfTheCompiler(@ForAll long seed) {
    Random random = new Random(seed);
    OperatorGraph graph =
        random.nextBoolean() ? SmallCases.gemms(random) : SmallCases.transformer(random);
    SharedCompiler shared = new SharedCompiler(1 + random.nextInt(3));
    List<MachineSpec> machines = machines(random);

    List<Outcome> outcomes =
        machines.parallelStream()
            .map(machine -> outcome(() -> shared.compile(graph, machine)))
            .toList();

    for (int i = 0; i < machines.size(); i++) {
      MachineSpec machine = machines.get(i);
      Outcome plain = outcome(() -> new Compiler(machine).compile(graph));
      assertThat(outcomes.get(i).failure()).isEqualTo(plain.failure());
      if (plain.compilation().isPresent()) {
        assertSame(outcomes.get(i).compilation().orElseThrow(), plain.compilation().get());
      }
    }
  }

  /** Machines of a family, each with a memory that is in no part worse than the next one's. */
  private static List<MachineSpec> bestMemoriesFirst(Random random) {
    MachineSpec base = SmallCases.machine(random, 32768);
    DramSpec dram = base.dram();
    long burstTicks = 300_000L + random.nextInt(2_000_000);
    long latencyTicks = 1 + random.nextInt(5_000_000);
    int queueDepth = 8;
    int outstanding = 16;
    int setup = random.nextInt(3);
    List<MachineSpec> machines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      machines.add(
          base.withDram(
                  new DramSpec(
                      dram.channels(),
                      dram.burstBytes(),
                      dram.interleaveBytes(),
                      burstTicks,
                      latencyTicks,
                      queueDepth))
              .withDma(new DmaSpec(outstanding, setup)));
      burstTicks += random.nextBoolean() ? 0 : random.nextInt(9_000_000);
      latencyTicks += random.nextBoolean() ? 0 : random.nextInt(20_000_000);
      queueDepth = random.nextBoolean() ? queueDepth : 1 + random.nextInt(queueDepth);
      outstanding = random.nextBoolean() ? outstanding : 1 + random.nextInt(outstanding);
      setup += random.nextBoolean() ? 0 : random.nextInt(4);
    }
    return machines;
  }

  private static OperatorGraph graph(Random random) {
    return random.nextBoolean() ? SmallCases.gemms(random) : SmallCases.transformer(random);
  }

  /** The law by which what is known of one memory bounds what another takes. */
  @Property(tries = 40)
  void cyclesOfAProgram_onABetterMemory_areNeverMore(@ForAll long seed) {
    Random random = new Random(seed);
    OperatorGraph graph = graph(random);
    List<MachineSpec> machines = bestMemoriesFirst(random);
    // Memories in no order are compared where the rule says that it knows.
    for (MachineSpec machine : bestMemoriesFirst(random)) {
      DramSpec dram = machines.get(0).dram();
      machines.add(
          machines
              .get(0)
              .withDram(
                  new DramSpec(
                      dram.channels(),
                      dram.burstBytes(),
                      dram.interleaveBytes(),
                      machine.dram().burstTicks(),
                      machine.dram().latencyTicks(),
                      machine.dram().queueDepth()))
              .withDma(machine.dma()));
    }
    for (MachineSpec compiled : List.of(machines.get(0), machines.get(4))) {
      Outcome outcome = outcome(() -> new Compiler(compiled).compile(graph));
      if (outcome.compilation().isEmpty()) {
        continue;
      }
      Program program = outcome.compilation().get().execution().program();
      long[] cycles =
          machines.stream()
              .mapToLong(machine -> new Machine(machine).run(program, Fidelity.FAST).cycles())
              .toArray();
      for (int i = 0; i < cycles.length; i++) {
        for (int j = 0; j < cycles.length; j++) {
          boolean isFaster = SharedCompiler.isAtLeastAsFast(machines.get(i), machines.get(j));
          assertThat(isFaster || i >= 5 || j >= 5 || i > j).isTrue();
          if (isFaster) {
            assertThat(cycles[i])
                .as("%s beside %s", machines.get(i), machines.get(j))
                .isLessThanOrEqualTo(cycles[j]);
          }
        }
      }
    }
  }

  @Property(tries = 25)
  void compile_bestMemoriesFirst_isThatOfTheCompiler(@ForAll long seed) {
    compileBestMemoriesFirst(new Random(seed));
  }

  @Example
  void compile_bestMemoriesFirst_sparesSimulations() {
    long ours = 0;
    long plain = 0;
    for (int seed = 0; seed < 20; seed++) {
      long[] simulated = compileBestMemoriesFirst(new Random(seed));
      ours += simulated[0];
      plain += simulated[1];
    }
    assertThat(ours).isLessThan(plain);
  }

  /** Plans that were simulated: by the shared compiler, and by one for each machine. */
  private static long[] compileBestMemoriesFirst(Random random) {
    OperatorGraph graph = graph(random);
    SharedCompiler shared = new SharedCompiler(1);
    long[] simulated = new long[2];
    for (MachineSpec machine : bestMemoriesFirst(random)) {
      Outcome ours = outcome(() -> shared.compile(graph, machine));
      Outcome plain = outcome(() -> new Compiler(machine).compile(graph));
      assertThat(ours.failure()).isEqualTo(plain.failure());
      if (plain.compilation().isPresent()) {
        assertSame(ours.compilation().orElseThrow(), plain.compilation().get());
        simulated[0] += ours.compilation().get().plansSimulated();
        simulated[1] += plain.compilation().get().plansSimulated();
      }
    }
    return simulated;
  }

  /** A compilation, or why there is none. */
  private record Outcome(Optional<Compilation> compilation, String failure) {}

  private static Outcome outcome(Supplier<Compilation> compiler) {
    try {
      return new Outcome(Optional.of(compiler.get()), "");
    } catch (CompileException e) {
      return new Outcome(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static void assertSame(Compilation ours, Compilation plain) {
    assertThat(ours.plan()).isEqualTo(plain.plan());
    assertThat(ours.mappings()).isEqualTo(plain.mappings());
    assertThat(ours.residency()).isEqualTo(plain.residency());
    assertThat(ours.plansConsidered()).isEqualTo(plain.plansConsidered());
    assertThat(ours.execution().cycles()).isEqualTo(plain.execution().cycles());
    assertThat(ours.execution().stacks()).isEqualTo(plain.execution().stacks());
    assertThat(ours.execution().traffic()).isEqualTo(plain.execution().traffic());
    assertThat(ours.execution().timings()).isEqualTo(plain.execution().timings());
  }
}
