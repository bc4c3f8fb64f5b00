package tactus.dataflow;

import java.util.LinkedHashSet;
import java.util.Set;
import tactus.dataflow.schedule.Functions;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.tiling.Mapping;
import tactus.dataflow.tiling.SparseOperands;
import tactus.dataflow.tiling.StreamMapping;
import tactus.hw.MachineSpec;
import tactus.hw.matrix.Dataflow;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.memory.DramSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.VectorShape;

/** Cycles that no program of a plan can go below, whatever it overlaps. */
final class Bounds {

  private final MachineSpec machine;
  private final long vectorCycles;
  private final long macCycles;
  private final boolean foldsAreWhole;

  private Bounds(MachineSpec machine, long vectorCycles, long macCycles) {
    this.machine = machine;
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
    return new Bounds(machine, vectorCycles, macs / machine.processingElements());
  }

  /** Those for which a multiplier holds an element; on a flexible engine, no zero is held. */
  private static long heldMacs(Operator operator, MachineSpec machine) {
    boolean isFlexible =
        machine.matrixEngines().stream().anyMatch(engine -> engine.dataflow() == Dataflow.FLEXIBLE);
    return isFlexible ? SparseOperands.storedMacs(operator) : SparseOperands.executedMacs(operator);
  }

  /** {@return the least cycles of a plan} */
  long leastCycles(Plan plan) {
    long compute = 0;
    long stream = 0;
    long bytes = 0;
    for (Mapping mapping : plan.mappings()) {
      compute += mapping.computeCycles();
      stream += mapping instanceof StreamMapping onFabric ? onFabric.streamCycles() : 0;
      bytes += mapping.loadBytes() + mapping.storeBytes();
    }
    DramSpec dram = machine.dram();
    double ticks = (double) bytes / dram.burstBytes() / dram.channels() * dram.burstTicks();
    long memory = (long) (ticks / machine.periodTicks());
    return Math.max(
        Math.max(Math.max(vectorCycles, stream), memory),
        foldsAreWhole ? Math.max(compute, macCycles) : macCycles);
  }
}
