package tactus.dataflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Planner;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.tiling.SparseOperands;
import tactus.hw.CommandTiming;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.workload.ElementMask;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.SparseWeights;
import tactus.workload.Sparsity;

class CompilerPropertyTest {

  private static OperatorGraph graph(Random random) {
    return random.nextBoolean() ? SmallCases.gemms(random) : SmallCases.transformer(random);
  }

  @Property(tries = 120)
  void bothFidelitiesAgreeOnCompiledPrograms(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn = SmallCases.machine(random, 12288L << random.nextInt(4));
    OperatorGraph graph = graph(random);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    Compilation compilation = new Compiler(machine).compile(graph);
    Execution fast = compilation.execution();
    Execution reference = new Machine(machine).run(fast.program(), Fidelity.REFERENCE);
    assertEquals(reference.cycles(), fast.cycles());
    assertEquals(reference.timings(), fast.timings());
    assertEquals(reference.stacks(), fast.stacks());
    assertEquals(reference.traffic(), fast.traffic());
  }

  @Property(tries = 120)
  void bothFidelitiesAgreeOnProgramsWithSparseWeights(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn = SmallCases.machine(random, 12288L << random.nextInt(4));
    OperatorGraph dense =
        random.nextBoolean()
            ? SmallCases.keepingRows(random, SmallCases.gemms(random))
            : graph(random);
    OperatorGraph graph = SmallCases.sparse(random, drawn, dense);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    Compilation compilation = new Compiler(machine).compile(graph);
    Execution fast = compilation.execution();
    Execution reference = new Machine(machine).run(fast.program(), Fidelity.REFERENCE);
    assertEquals(reference.timings(), fast.timings());
    assertEquals(reference.stacks(), fast.stacks());
    assertEquals(reference.traffic(), fast.traffic());
    List<Long> executed = fast.program().executedMacs();
    Operators operators = Operators.of(TaskList.of(graph), machine);
    long[] expected = new long[executed.size()];
    for (Operator operator : graph.operators()) {
      expected[operators.indexOf(operator)] += SparseOperands.executedMacs(operator);
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], executed.get(i), operators.list().get(i).name());
    }
  }

  @Property(tries = 120)
  void bothFidelitiesAgreeOnFlexibleEngines(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn =
        SmallCases.flexible(random, SmallCases.machine(random, 12288L << random.nextInt(4)));
    boolean independent = random.nextInt(3) > 0;
    OperatorGraph graph =
        SmallCases.zeros(
            random, independent ? SmallCases.gemms(random) : graph(random), independent);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    Compilation compilation = new Compiler(machine).compile(graph);
    Execution fast = compilation.execution();
    Execution reference = new Machine(machine).run(fast.program(), Fidelity.REFERENCE);
    assertEquals(reference.timings(), fast.timings());
    assertEquals(reference.stacks(), fast.stacks());
    assertEquals(reference.traffic(), fast.traffic());
    List<Long> executed = fast.program().executedMacs();
    Operators operators = Operators.of(TaskList.of(graph), machine);
    long[] expected = new long[executed.size()];
    for (Operator operator : graph.operators()) {
      expected[operators.indexOf(operator)] += effectiveMacs(operator);
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], executed.get(i), operators.list().get(i).name());
    }
  }

  /** Counted one by one. */
  private static long effectiveMacs(Operator operator) {
    if (!SparseWeights.hasWeights(operator)) {
      return operator.macs();
    }
    MatMulShape shape = (MatMulShape) operator.shape();
    Optional<ElementMask> left = operator.inputs().get(0).sparsity().flatMap(Sparsity::mask);
    Optional<ElementMask> right = operator.inputs().get(1).sparsity().flatMap(Sparsity::mask);
    long sum = 0;
    for (long row = 0; row < shape.m(); row++) {
      for (long place = 0; place < shape.k(); place++) {
        for (long column = 0; column < shape.n(); column++) {
          boolean isLeft = left.isEmpty() || left.get().stored(row, place);
          boolean isRight = right.isEmpty() || right.get().stored(place, column);
          sum += isLeft && isRight ? 1 : 0;
        }
      }
    }
    return sum;
  }

  @Property(tries = 40)
  void betterFlexibleMachinesAreNeverSlower(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn =
        SmallCases.flexible(random, SmallCases.machine(random, 12288L << random.nextInt(5)));
    OperatorGraph graph = SmallCases.zeros(random, SmallCases.gemms(random), true);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    long before = new Compiler(machine).compile(graph).execution().cycles();
    for (MachineSpec better : better(machine)) {
      long after = new Compiler(better).compile(graph).execution().cycles();
      assertTrue(after <= before, () -> better + " takes " + after + ", " + machine + " " + before);
    }
  }

  @Property(tries = 150)
  void enginesCompleteInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn = SmallCases.machine(random, 12288L << random.nextInt(6));
    OperatorGraph graph = graph(random);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    Execution execution = new Compiler(machine).compile(graph).execution();
    int engines = machine.matrixEngines().size();
    long[] ends = new long[engines + 2];
    for (int i = 0; i < execution.timings().size(); i++) {
      Command command = execution.program().commands().get(i);
      CommandTiming timing = execution.timings().get(i);
      if (!(command instanceof Transfer)) {
        int queue = command instanceof StreamOp ? engines + 1 : engines;
        queue = command instanceof MatMul product ? product.engine() : queue;
        assertTrue(timing.endCycle() >= ends[queue], "command " + i);
        ends[queue] = timing.endCycle();
      }
    }
  }

  @Property(tries = 60)
  void betterMachinesAreNeverSlower(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn = SmallCases.machine(random, 12288L << random.nextInt(5));
    OperatorGraph graph = graph(random);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    long before = new Compiler(machine).compile(graph).execution().cycles();
    for (MachineSpec better : better(machine)) {
      long after = new Compiler(better).compile(graph).execution().cycles();
      assertTrue(after <= before, () -> better + " takes " + after + ", " + machine + " " + before);
    }
  }

  /**
   * Whoever may choose never does worse than whoever may not, be it on an array of one dataflow.
   */
  @Property(tries = 60)
  void offlineIsNeverSlowerThanOneDataflow(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec any = SmallCases.machine(random, 12288L << random.nextInt(5));
    List<Dataflow> dataflows = List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY);
    InterconnectSpec interconnect =
        new InterconnectSpec(dataflows, Optional.empty(), random.nextInt(10));
    MachineSpec drawn =
        any.withMatrixEngines(
            any.matrixEngines().stream().map(engine -> engine.with(interconnect)).toList());
    OperatorGraph dense = graph(random);
    OperatorGraph graph = random.nextBoolean() ? dense : SmallCases.sparse(random, drawn, dense);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    long offline = new Compiler(machine).compile(graph).execution().cycles();
    for (Dataflow dataflow : dataflows) {
      if (new Planner(TaskList.of(graph), machine.forcedTo(dataflow)).plans().isEmpty()) {
        continue;
      }
      Compilation forced = new Compiler(machine.forcedTo(dataflow)).compile(graph);
      assertTrue(offline <= forced.execution().cycles(), dataflow + " is faster than offline");
      Compilation only = new Compiler(machine.setTo(dataflow)).compile(graph);
      assertEquals(only.execution().timings(), forced.execution().timings());
      for (Command command : forced.execution().program().commands()) {
        if (command instanceof MatMul product) {
          assertEquals(Optional.of(dataflow), product.dataflow());
        }
      }
    }
  }

  private static Iterable<MachineSpec> better(MachineSpec machine) {
    ScratchpadSpec pad = machine.scratchpad();
    DramSpec dram = machine.dram();
    return List.of(
        machine.withStreamFabric(machine.streamFabric().map(CompilerPropertyTest::deeper)),
        machine.withScratchpad(pad(pad, pad.capacityBytes() * 5 / 4 / 64 * 64, pad.banks())),
        machine.withScratchpad(pad(pad, pad.capacityBytes() * 4, pad.banks())),
        machine.withScratchpad(pad(pad, pad.capacityBytes(), pad.banks() * 2)),
        machine.withDram(
            new DramSpec(
                dram.channels(),
                dram.burstBytes(),
                dram.interleaveBytes(),
                Math.max(1, dram.burstTicks() / 3),
                dram.latencyTicks(),
                dram.queueDepth())));
  }

  private static StreamFabricSpec deeper(StreamFabricSpec fabric) {
    Map<Role, Long> depths = new TreeMap<>(fabric.design().depths());
    depths.replaceAll((role, depth) -> depth + 3);
    return new StreamFabricSpec(
        fabric.design().withDepths(depths), fabric.largestDimension(), fabric.longestRow());
  }

  private static ScratchpadSpec pad(ScratchpadSpec like, long capacityBytes, int banks) {
    return new ScratchpadSpec(
        capacityBytes, banks, like.wordBytes(), like.readPorts(), like.writePorts());
  }

  @Property(tries = 100)
  void programsComputeAllElementsOnce(@ForAll long seed) {
    Random random = new Random(seed);
    MachineSpec drawn = SmallCases.machine(random, 12288L << random.nextInt(6));
    OperatorGraph graph = graph(random);
    MachineSpec machine = SmallCases.fitting(drawn, graph);
    Compilation compilation = new Compiler(machine).compile(graph);
    List<Operator> operators = Operators.of(TaskList.of(graph), machine).firsts();
    long[] elements = new long[operators.size()];
    for (Command command : compilation.execution().program().commands()) {
      if (command instanceof VectorOp vector) {
        elements[vector.operator()] += vector.elements();
      }
    }
    for (int i = 0; i < elements.length; i++) {
      if (operators.get(i).shape() instanceof tactus.workload.OperatorShape.VectorShape shape
          && elements[i] > 0) {
        assertEquals(shape.rows() * shape.columns(), elements[i], operators.get(i).name());
      }
    }
    assertEquals(operators.size(), compilation.mappings().size());
  }
}
