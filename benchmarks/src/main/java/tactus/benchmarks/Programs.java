package tactus.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.Transfer.Direction;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/** What the benchmarks of whole machines run. */
final class Programs {

  private static final int ELEMENT_BYTES = 2;
  private static final Operand OPERAND = new Operand(0, 8 * ELEMENT_BYTES);

  private Programs() {}

  /** {@return a machine at 1 GHz with one weight-stationary array} */
  static MachineSpec machine(int side) {
    Map<VectorFunction, FunctionSpec> functions = new EnumMap<>(VectorFunction.class);
    for (VectorFunction function : VectorFunction.values()) {
      functions.put(function, new FunctionSpec(1, 0, 8));
    }
    return new MachineSpec(
        "benchmark",
        1_000_000,
        List.of(
            new MatrixEngineSpec(
                side,
                side,
                Dataflow.WEIGHT_STATIONARY,
                1,
                PipelineStyle.CHAINED,
                true,
                PartialFolds.PADDED,
                4L << 20,
                32)),
        new VectorEngineSpec(side, functions),
        new ScratchpadSpec(16L << 20, 32, 32, 2, 2),
        new DmaSpec(64, 10),
        new DramSpec(8, 64, 64, 2_000_000, 80_000_000, 32));
  }

  /**
   * {@return a chain of equal layers: load the next weights, multiply, activate, store}
   *
   * @param tiles products in all
   * @param rows rows of each product; its other sides are {@code side}
   */
  static Program layers(int tiles, long rows, long side) {
    List<Command> commands = new ArrayList<>();
    int product = -1;
    for (int tile = 0; tile < tiles; tile++) {
      int load = commands.size();
      // Double-buffered weights: the tile before the last one frees the buffer.
      commands.add(
          transfer(
              Direction.LOAD,
              tile < 2 ? Dependences.NONE : Dependences.of(load - 7),
              tile * side * side * ELEMENT_BYTES,
              side * side * ELEMENT_BYTES));
      commands.add(
          new MatMul(
              0,
              0,
              product < 0 ? Dependences.of(load) : Dependences.of(load, product + 1),
              rows,
              side,
              side,
              OPERAND,
              OPERAND,
              OPERAND,
              false,
              true));
      product = load + 1;
      commands.add(
          new VectorOp(
              0,
              Dependences.of(product),
              VectorFunction.ADD,
              rows,
              side,
              OPERAND,
              OPERAND,
              OPERAND));
      commands.add(
          transfer(
              Direction.STORE,
              Dependences.of(product + 1),
              (1L << 32) + tile * rows * side * ELEMENT_BYTES,
              rows * side * ELEMENT_BYTES));
    }
    return new Program(
        "layers",
        List.of(new ProgramOperator("layer", "linear", "", tiles * rows * side * side)),
        commands,
        List.of());
  }

  private static Transfer transfer(
      Direction direction, Dependences dependences, long address, long bytes) {
    return new Transfer(
        direction, 0, dependences, TrafficClass.ACTIVATION, address, 1, bytes, bytes, 0);
  }
}
