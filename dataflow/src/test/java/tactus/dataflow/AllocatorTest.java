package tactus.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.Traffic;
import tactus.hw.memory.Allocator;
import tactus.workload.OperatorGraph;

/** Programs whose activations an allocator planned. */
class AllocatorTest {

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("tactus");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    Files.delete(directory);
  }

  private static MachineSpec with(MachineSpec machine, Allocator allocator) {
    return machine.withScratchpad(machine.scratchpad().withAllocator(Optional.of(allocator)));
  }

  private static long dramBytes(Execution execution) {
    Traffic traffic = execution.totalTraffic();
    return traffic.dramRead() + traffic.dramWritten();
  }

  @Property(tries = 60)
  void plannedPrograms_bothFidelitiesAgreeAndMoveWhatWasPlanned(@ForAll long seed) {
    Random random = new Random(seed);
    Allocator allocator = Allocator.values()[random.nextInt(Allocator.values().length)];
    MachineSpec machine = with(SmallCases.machine(random, 2048L << random.nextInt(4)), allocator);
    OperatorGraph graph = SmallCases.transformer(random, directory);
    Compilation compilation;
    try {
      compilation = new Compiler(machine).compile(graph);
    } catch (CompileException e) {
      return;
    }
    Execution fast = compilation.execution();
    Execution reference = new Machine(machine).run(fast.program(), Fidelity.REFERENCE);
    assertEquals(reference.timings(), fast.timings());
    assertEquals(reference.traffic(), fast.traffic());
    compilation
        .residency()
        .ifPresent(
            known ->
                assertEquals(
                    known.solution().plan().bytes() + known.streamedBytes(), dramBytes(fast)));
  }

  @Property(tries = 25)
  void cosma_isNeverSlowerThanAnother(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec machine = SmallCases.machine(random, 4096L << random.nextInt(3));
    OperatorGraph graph = SmallCases.transformer(random, directory);
    Map<Allocator, Long> cycles = new EnumMap<>(Allocator.class);
    for (Allocator allocator : Allocator.values()) {
      try {
        Compilation compilation = new Compiler(with(machine, allocator)).compile(graph);
        cycles.put(allocator, compilation.execution().cycles());
      } catch (CompileException e) {
        return;
      }
    }
    cycles.forEach(
        (allocator, other) ->
            assertTrue(cycles.get(Allocator.COSMA) <= other, () -> allocator + " " + cycles));
  }

  /** Spills happen in some program, or the property above says little. */
  @Example
  void plannedPrograms_someSpill() {
    int spills = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MachineSpec machine = with(SmallCases.machine(random, 4096), Allocator.GREEDY);
      OperatorGraph graph = SmallCases.transformer(random, directory);
      try {
        Compilation compilation = new Compiler(machine).compile(graph);
        spills +=
            compilation.residency().map(known -> known.solution().plan().bytes()).orElse(0L) > 0
                ? 1
                : 0;
      } catch (CompileException e) {
        continue;
      }
    }
    assertThat(spills).isPositive();
  }
}
