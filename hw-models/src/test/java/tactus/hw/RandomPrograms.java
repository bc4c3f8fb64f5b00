package tactus.hw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TilePlace;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.UnitTiming;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/** Small random machines and programs for them; the seed decides everything. */
final class RandomPrograms {

  private static final int MOST_KEYS = 30;

  private final SplittableRandom random;

  RandomPrograms(long seed) {
    random = new SplittableRandom(seed);
  }

  private int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  private <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  MachineSpec machine() {
    List<MatrixEngineSpec> engines = new ArrayList<>();
    for (int i = between(1, 3); i > 0; i--) {
      Dataflow dataflow = oneOf(Dataflow.values());
      if (dataflow == Dataflow.FLEXIBLE) {
        int ports = between(1, 8);
        engines.add(
            MatrixEngineSpec.flexible(
                between(1, 8),
                ports,
                between(1, 4),
                1 << 20,
                32,
                new FlexibleNetworksSpec(ports, between(1, 8))));
        continue;
      }
      int stages = between(1, 4);
      MatrixEngineSpec engine =
          new MatrixEngineSpec(
              between(1, 16),
              between(1, 16),
              dataflow,
              stages,
              oneOf(MatrixEngineSpec.PipelineStyle.values()),
              random.nextBoolean(),
              oneOf(MatrixEngineSpec.PartialFolds.values()),
              1 << 20,
              32);
      if (random.nextInt(3) == 0) {
        engine = engine.with(interconnect());
      }
      if (random.nextInt(3) == 0) {
        engine = engine.withMultipliers(between(2, 5));
      }
      boolean interleaved =
          engine.interconnect().has(Dataflow.OUTPUT_STATIONARY) && random.nextBoolean();
      engines.add(
          interleaved
              ? engine.with(new AccumulationSpec(between(1, stages), between(1, 5)))
              : engine);
    }
    Map<VectorFunction, FunctionSpec> functions = new TreeMap<>();
    for (VectorFunction function : VectorFunction.values()) {
      int passes = between(1, 3);
      functions.put(function, new FunctionSpec(passes, between(0, passes - 1), between(1, 20)));
    }
    ScratchpadSpec scratchpad =
        new ScratchpadSpec(
            1 << 20, 1 << between(0, 4), 1 << between(1, 5), between(1, 2), between(1, 2));
    return new MachineSpec(
        "random",
        random.nextBoolean() ? 1000 : between(300, 3000),
        engines,
        new VectorEngineSpec(between(1, 16), functions),
        scratchpad,
        new DmaSpec(random.nextBoolean() ? between(1, 4) : between(1, 64), between(0, 30)),
        dram(),
        Optional.empty(),
        random.nextBoolean() ? Optional.of(streamFabric()) : Optional.empty());
  }

  private InterconnectSpec interconnect() {
    List<Dataflow> dataflows =
        new ArrayList<>(
            List.of(
                Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY, Dataflow.INPUT_STATIONARY));
    if (random.nextBoolean()) {
      dataflows.remove(random.nextInt(3));
    }
    return new InterconnectSpec(
        dataflows, Optional.empty(), random.nextBoolean() ? 0 : between(1, 40));
  }

  private StreamFabricSpec streamFabric() {
    AttentionVariant variant = oneOf(AttentionVariant.values());
    AttentionTiming timing =
        new AttentionTiming(
            unit(), unit(), unit(), unit(), unit(), unit(), unit(), unit(), unit(), unit());
    Map<AttentionDesign.Role, Long> depths = new TreeMap<>();
    if (random.nextBoolean()) {
      depths.put(AttentionDesign.Role.EXPONENTIAL, (long) between(1, 6));
      depths.put(AttentionDesign.Role.OUTPUT, (long) between(1, 6));
    }
    return new StreamFabricSpec(
        new AttentionDesign(
            variant,
            random.nextBoolean(),
            between(1, 4),
            between(1, 3),
            between(1, 4),
            false,
            timing,
            depths),
        16,
        MOST_KEYS);
  }

  private UnitTiming unit() {
    return new UnitTiming(
        between(1, 12),
        between(1, 3),
        between(0, 2),
        between(0, 3),
        oneOf(UnitTiming.SendTime.values()));
  }

  private DramSpec dram() {
    int burst = 1 << between(2, 7);
    long burstTicks =
        switch (between(0, 2)) {
          case 0 -> between(1, 1000);
          case 1 -> between(1, 20) * 500L;
          default -> between(1000, 60_000);
        };
    return new DramSpec(
        between(1, 6),
        burst,
        (long) burst * between(1, 3),
        burstTicks,
        random.nextBoolean() ? between(1, 5000) : between(1, 200_000),
        random.nextBoolean() ? between(1, 3) : between(1, 32));
  }

  Program program(MachineSpec machine) {
    int operators = between(1, 4);
    long[] macs = new long[operators];
    List<Command> commands = new ArrayList<>();
    for (int i = between(1, 10); i > 0; i--) {
      int operator = random.nextInt(operators);
      Dependences dependences = dependences(commands.size());
      Command command =
          switch (between(0, 5)) {
            case 0 -> vector(operator, dependences);
            case 1 -> stream(machine, operator, dependences);
            case 2, 3 -> product(machine, operator, dependences);
            default -> transfer(operator, dependences);
          };
      if (command instanceof MatMul product) {
        macs[operator] += product.macs();
      } else if (command instanceof StreamOp stream) {
        macs[operator] += stream.macs();
      }
      commands.add(command);
    }
    List<ProgramOperator> list = new ArrayList<>();
    for (int i = 0; i < operators; i++) {
      list.add(new ProgramOperator("op" + i, "any", "", macs[i]));
    }
    List<Allocation> allocations = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      int last = between(i, commands.size() - 1);
      // A command may well be complete before an earlier one has started.
      if (last == i) {
        allocations.add(new Allocation("buffer" + i, 1000L * i, between(1, 1000), i, last));
      }
    }
    return new Program("random", list, commands, allocations);
  }

  private Dependences dependences(int commands) {
    if (commands == 0 || random.nextBoolean()) {
      return Dependences.NONE;
    }
    int[] some = new int[between(0, 2)];
    for (int i = 0; i < some.length; i++) {
      some[i] = Math.max(0, commands - between(1, 4));
    }
    return Dependences.of(some);
  }

  private Command product(MachineSpec machine, int operator, Dependences dependences) {
    int most = random.nextBoolean() ? 64 : 20;
    int engine = random.nextInt(machine.matrixEngines().size());
    MatMul product = product(engine, operator, dependences, most);
    InterconnectSpec interconnect = machine.matrixEngines().get(engine).interconnect();
    return interconnect.isSwitched()
        ? product.with(oneOf(interconnect.dataflows().toArray(new Dataflow[0])))
        : product;
  }

  private MatMul product(int engine, int operator, Dependences dependences, int most) {
    return new MatMul(
        engine,
        operator,
        dependences,
        between(1, most),
        between(1, most),
        between(1, most),
        operand(),
        operand(),
        operand(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private Command vector(int operator, Dependences dependences) {
    Operand in = operand();
    return new VectorOp(
        operator,
        dependences,
        random.nextBoolean() ? VectorFunction.ADD : oneOf(VectorFunction.values()),
        between(1, 20),
        between(1, 40),
        in,
        random.nextBoolean() ? in : operand(),
        operand());
  }

  private Command stream(MachineSpec machine, int operator, Dependences dependences) {
    if (machine.streamFabric().isEmpty()) {
      return vector(operator, dependences);
    }
    StreamFabricSpec fabric = machine.streamFabric().get();
    long rows = between(1, 9);
    boolean whole = fabric.holdsRow() || fabric.rounds(rows) > 1;
    return new StreamOp(
        operator,
        dependences,
        between(1, fabric.design().headLanes()),
        rows,
        between(1, MOST_KEYS),
        between(1, 16),
        operand(),
        operand(),
        operand(),
        operand(),
        !whole && random.nextBoolean(),
        whole || random.nextBoolean(),
        TilePlace.START);
  }

  private Operand operand() {
    return new Operand(between(0, 4096), 4 << between(0, 3));
  }

  private Command transfer(int operator, Dependences dependences) {
    boolean strided = random.nextBoolean();
    long rows = strided ? between(1, 40) : 1;
    long rowBytes = strided ? between(1, 150) : between(1, 6000);
    long stride =
        switch (between(0, 2)) {
          case 0 -> rowBytes;
          case 1 -> (rowBytes + 255) / 256 * 256;
          default -> rowBytes + between(0, 300);
        };
    Transfer.Direction direction = oneOf(Transfer.Direction.values());
    boolean expanded = direction == Transfer.Direction.LOAD && random.nextBoolean();
    return new Transfer(
        direction,
        operator,
        dependences,
        oneOf(TrafficClass.values()),
        between(0, 20_000),
        rows,
        rowBytes,
        stride,
        between(0, 4096),
        expanded ? between(1, 8 * (int) (rows * rowBytes)) : rows * rowBytes,
        0);
  }
}
