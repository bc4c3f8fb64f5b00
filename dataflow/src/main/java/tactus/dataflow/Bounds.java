package tactus.dataflow;

import java.util.LinkedHashSet;
import java.util.Set;
import tactus.dataflow.schedule.Functions;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.tiling.AttentionMapping;
import tactus.dataflow.tiling.AttentionShape;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.Mapping;
import tactus.dataflow.tiling.ProductMapping;
import tactus.dataflow.tiling.ProductShape;
import tactus.dataflow.tiling.SparseOperands;
import tactus.dataflow.tiling.StreamMapping;
import tactus.hw.MachineSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.memory.BurstPace;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.VectorShape;

/** Cycles that no program of a plan can go below, whatever it overlaps. */
final class Bounds {

  private final TaskList tasks;
  private final BurstPace pace;
  private final long vectorCycles;
  private final long macCycles;
  private final boolean foldsAreWhole;

  private Bounds(MachineSpec machine, TaskList tasks, long vectorCycles, long macCycles) {
    this.tasks = tasks;
    this.pace = new BurstPace(machine.dma(), machine.dram(), machine.periodTicks());
    this.vectorCycles = vectorCycles;
    this.macCycles = macCycles;
    MatrixEngineSpec first = machine.matrixEngines().get(0);
    boolean equal = machine.matrixEngines().stream().allMatch(first::equals);
    // Only then does every fold take at least what the mapping's estimate says: partial ones too.
    this.foldsAreWhole = equal && first.partialFolds() == PartialFolds.PADDED;
  }

  static Bounds of(MachineSpec machine, TaskList tasks) {
    VectorEngineSpec vector = machine.vectorEngine();
    Set<String> streamed = new LinkedHashSet<>();
    if (machine.streamFabric().isPresent()) {
      for (Task task : tasks.tasks()) {
        if (task instanceof Task.Attention) {
          for (Operator operator : task.operators()) {
            streamed.add(operator.name());
          }
        }
      }
    }
    long vectorCycles = 0;
    long macs = 0;
    for (Operator operator : tasks.graph().operators()) {
      macs += streamed.contains(operator.name()) ? 0 : heldMacs(operator, machine);
      if (operator.shape() instanceof VectorShape extents
          && operator.kind() != OperatorKind.EMBEDDING
          && operator.kind() != OperatorKind.KV_APPEND
          && !streamed.contains(operator.name())) {
        FunctionSpec function = vector.function(Functions.of(operator.kind()));
        long vectors = (extents.columns() + vector.lanes() - 1) / vector.lanes();
        vectorCycles += function.passes() * (extents.rows() * vectors + function.latencyCycles());
      }
    }
    return new Bounds(machine, tasks, vectorCycles, macs / machine.multiplyAdders());
  }

  /** Those for which a multiplier holds an element; on a flexible engine, no zero is held. */
  private static long heldMacs(Operator operator, MachineSpec machine) {
    boolean isFlexible = machine.matrixEngines().stream().anyMatch(MatrixEngineSpec::isFlexible);
    return isFlexible ? SparseOperands.storedMacs(operator) : SparseOperands.executedMacs(operator);
  }

  /** {@return the least cycles of a plan} */
  long leastCycles(Plan plan) {
    long compute = 0;
    long stream = 0;
    double bursts = 0;
    for (int i = 0; i < plan.mappings().size(); i++) {
      Mapping mapping = plan.mappings().get(i);
      compute += mapping.computeCycles();
      stream += mapping instanceof StreamMapping onFabric ? onFabric.streamCycles() : 0;
      bursts += leastBursts(plan, tasks.tasks().get(i), mapping);
    }
    return Math.max(
        Math.max(Math.max(vectorCycles, stream), pace.leastCycles(bursts)),
        foldsAreWhole ? Math.max(compute, macCycles) : macCycles);
  }

  /** Bursts of all loads and stores of a task. */
  private double leastBursts(Plan plan, Task task, Mapping mapping) {
    double bursts = pace.leastBursts(mapping.loadBytes() + mapping.storeBytes());
    if (task instanceof Task.Product product && mapping instanceof ProductMapping tiles) {
      ProductShape shape = tiles.shape();
      if (shape.conv() == null && shape.keptRows().isEmpty() && shape.maskedLeft().isEmpty()) {
        return Math.max(bursts, leastBursts(plan, product, tiles));
      }
    }
    if (task instanceof Task.Attention attention && mapping instanceof AttentionMapping blocks) {
      return Math.max(bursts, leastBursts(attention, blocks));
    }
    return bursts;
  }

  private double leastBursts(Task.Attention task, AttentionMapping blocks) {
    AttentionShape shape = blocks.shape();
    long tokens = task.keys().tokens();
    long columns = tasks.tensors().get(task.out()).columns();
    boolean isSelf = shape.queries() == tokens && shape.keys() == tokens;
    if (!isSelf || shape.groups() * tokens * shape.width() != columns * rows(task.out())) {
      return 0;
    }
    long passes = blocks.keep() ? 1 : blocks.rowTiles();
    double bursts = 0;
    if (shape.queriesInDram()) {
      bursts += leastBurstsOfHeads(task.queries(), task.out(), shape.width());
    }
    if (shape.loadedKeys() == tokens) {
      bursts += passes * leastBurstsOfHeads(task.keys().fresh(), task.out(), shape.width());
    }
    if (shape.loadedValues() == tokens) {
      bursts += passes * leastBurstsOfHeads(task.values().fresh(), task.out(), shape.width());
    }
    if (shape.outInDram()) {
      bursts += leastBurstsOfHeads(task.out(), task.out(), shape.width());
    }
    return bursts;
  }

  /** Bursts of a matrix of which each head's columns are loaded or stored by themselves. */
  private double leastBurstsOfHeads(int index, int out, long width) {
    PlacedTensor tensor = tasks.tensors().get(index);
    PlacedTensor result = tasks.tensors().get(out);
    boolean isAlike = tensor.rows() == result.rows() && tensor.columns() == result.columns();
    return isAlike && tensor.columns() % width == 0
        ? leastBursts(index, tensor.rows(), tensor.columns(), width)
        : 0;
  }

  private long rows(int tensor) {
    return tasks.tensors().get(tensor).rows();
  }

  private double leastBursts(Plan plan, Task.Product task, ProductMapping tiles) {
    ProductShape shape = tiles.shape();
    long batch = shape.batch();
    long rows = batch * shape.m();
    double bursts = 0;
    if (shape.leftInDram()) {
      long passes = tiles.keepLeft() ? 1 : tiles.nTiles();
      bursts += passes * leastBursts(task.left(), rows, shape.k(), tiles.kTile());
    }
    if (shape.rightInDram()) {
      // Weights lie in the order in which they are read; others are counted as if they did.
      long passes = tiles.keepRight() ? 1 : tiles.mTiles();
      long bytes = shape.rightBytes(tiles.nTile());
      bursts += pace.leastBursts(Math.multiplyExact(batch * passes, bytes));
    }
    for (int addend : task.addends()) {
      if (addend >= 0 && !plan.isResident(addend)) {
        bursts += leastBursts(addend, rows, shape.n(), tiles.nTile());
      }
    }
    if (shape.outInDram()) {
      bursts += leastBursts(task.out(), rows, shape.n(), tiles.nTile());
    }
    return bursts;
  }

  /** Bursts of a matrix that is loaded or stored tile by tile; of its bytes, if it is no such. */
  private double leastBursts(int index, long rows, long columns, long columnTile) {
    PlacedTensor tensor = tasks.tensors().get(index);
    if (tensor.rows() != rows || tensor.columns() != columns) {
      return pace.leastBursts(Layouts.packed(Math.multiplyExact(rows, columns), tensor.bits()));
    }
    long stride = Layouts.packed(columns, tensor.bits());
    long rest = columns % columnTile;
    double bursts =
        columns
            / columnTile
            * pace.leastBursts(rows, Layouts.packed(columnTile, tensor.bits()), stride);
    if (rest > 0) {
      bursts += pace.leastBursts(rows, Layouts.packed(rest, tensor.bits()), stride);
    }
    return bursts;
  }
}
