package tactus.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.dataflow.scratchpad.PlannedTensor;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.Traffic;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.Planned;
import tactus.workload.OperatorGraph;

/** Programs whose activations an allocator planned. */
class AllocatorTest {

  private static final List<Planned> ALL = List.of(Planned.values());

  private static MachineSpec with(MachineSpec machine, Allocator allocator) {
    return machine.withScratchpad(machine.scratchpad().withAllocator(Optional.of(allocator)));
  }

  /** The same with any classes of tensors planned, at least one. */
  private static MachineSpec withPlans(MachineSpec machine, Random random) {
    List<Planned> classes = new ArrayList<>();
    for (Planned each : Planned.values()) {
      if (random.nextInt(3) > 0) {
        classes.add(each);
      }
    }
    return machine.withScratchpad(
        machine.scratchpad().withPlans(classes.isEmpty() ? List.of(Planned.values()) : classes));
  }

  private static long dramBytes(Execution execution) {
    Traffic traffic = execution.totalTraffic();
    return traffic.dramRead() + traffic.dramWritten();
  }

  @Property(tries = 60)
  void plannedPrograms_bothFidelitiesAgreeAndMoveWhatWasPlanned(@ForAll long seed) {
    Random random = new Random(seed);
    Allocator allocator = Allocator.values()[random.nextInt(Allocator.values().length)];
    MachineSpec machine =
        withPlans(with(SmallCases.machine(random, 2048L << random.nextInt(5)), allocator), random);
    OperatorGraph graph = SmallCases.transformer(random);
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
    compilation.residency().ifPresent(known -> assertEquals(known.dramBytes(), dramBytes(fast)));
  }

  @Property(tries = 25)
  void cosma_isNeverSlowerThanAnother(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec machine = withPlans(SmallCases.machine(random, 4096L << random.nextInt(3)), random);
    OperatorGraph graph = SmallCases.transformer(random);
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

  @Property(tries = 15)
  void weightsAndCachesPlanned_isNeverSlowerThanWithout(@ForAll long seed) {
    Random random = new Random(seed);
    Allocator allocator = Allocator.values()[random.nextInt(Allocator.values().length)];
    MachineSpec without = with(SmallCases.machine(random, 4096L << random.nextInt(4)), allocator);
    MachineSpec with = without.withScratchpad(without.scratchpad().withPlans(ALL));
    OperatorGraph graph = SmallCases.transformer(random);
    try {
      long cycles = new Compiler(without).compile(graph).execution().cycles();
      assertThat(new Compiler(with).compile(graph).execution().cycles())
          .isLessThanOrEqualTo(cycles);
    } catch (CompileException e) {
      return;
    }
  }

  /** Weights and caches are kept in some programs, or the properties above say little. */
  @Example
  void plannedPrograms_someKeepWeightsAndCaches() {
    int weights = 0;
    int caches = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      MachineSpec plain = with(SmallCases.machine(random, 32768), Allocator.GREEDY);
      MachineSpec machine = plain.withScratchpad(plain.scratchpad().withPlans(ALL));
      try {
        Compilation compilation = new Compiler(machine).compile(SmallCases.transformer(random));
        for (PlannedTensor tensor :
            compilation
                .residency()
                .map(known -> known.solution().plan().problem().tensors())
                .orElse(List.of())) {
          weights += tensor.name().endsWith(".weight") ? 1 : 0;
          caches += tensor.name().endsWith("_cache") ? 1 : 0;
        }
      } catch (CompileException e) {
        continue;
      }
    }
    assertThat(weights).isPositive();
    assertThat(caches).isPositive();
  }

  @Example
  void compile_scratchpadTooSmall_namesTheOperatorAndTheLeastCapacity() {
    for (Allocator allocator : Allocator.values()) {
      Random random = new Random(1);
      MachineSpec machine = with(SmallCases.machine(random, 64), allocator);
      OperatorGraph graph = SmallCases.transformer(random);

      assertThatThrownBy(() -> new Compiler(machine).compile(graph))
          .isInstanceOf(CompileException.class)
          .hasMessageContaining("scratchpad (capacity 64 B) is too small")
          .hasMessageContaining("the least capacity that would do is")
          .hasMessageNotContaining("\n");
    }
  }

  /** Spills happen in some program, or the property above says little. */
  @Example
  void plannedPrograms_someSpill() {
    int spills = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MachineSpec machine = with(SmallCases.machine(random, 4096), Allocator.GREEDY);
      OperatorGraph graph = SmallCases.transformer(random);
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
