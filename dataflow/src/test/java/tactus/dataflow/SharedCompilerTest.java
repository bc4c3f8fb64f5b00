package tactus.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tactus.hw.MachineSpec;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.OperatorGraph;

class SharedCompilerTest {

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("tactus");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    Files.delete(directory);
  }

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
                          8192L << random.nextInt(4),
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
        random.nextBoolean() ? SmallCases.gemms(random) : SmallCases.transformer(random, directory);
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
