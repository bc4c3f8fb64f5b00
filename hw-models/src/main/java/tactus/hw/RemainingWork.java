package tactus.hw;

import java.util.List;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.Dataflow;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/**
 * For each command, the least cycles from its start to the end of its engine's last command: each
 * vector streams for a cycle, each pass reads its vectors, each byte takes its share of DRAM.
 */
final class RemainingWork {

  private final MachineSpec spec;
  private final long[] leastCycles;

  RemainingWork(MachineSpec spec, List<Command> commands) {
    this.spec = spec;
    leastCycles = new long[commands.size()];
    long[] streams = new long[spec.matrixEngines().size()];
    long vectors = 0;
    long bytes = 0;
    DramSpec dram = spec.dram();
    double cyclesPerByte =
        (double) dram.burstTicks() / dram.burstBytes() / dram.channels() / spec.periodTicks();
    for (int i = leastCycles.length - 1; i >= 0; i--) {
      Command command = commands.get(i);
      if (command instanceof MatMul product) {
        streams[product.engine()] += streamCycles(product);
        leastCycles[i] = streams[product.engine()];
      } else if (command instanceof VectorOp vector) {
        vectors += vectorCycles(vector);
        leastCycles[i] = vectors;
      } else if (command instanceof Transfer transfer) {
        bytes += transfer.bytes();
        leastCycles[i] = (long) (bytes * cyclesPerByte);
      }
    }
  }

  /** {@return the least cycles from the start of a command to the end of the run} */
  long leastCycles(int command) {
    return leastCycles[command];
  }

  private long streamCycles(MatMul product) {
    MatrixEngineSpec engine = spec.matrixEngines().get(product.engine());
    boolean rows = engine.dataflow() == Dataflow.OUTPUT_STATIONARY;
    boolean columns = engine.dataflow() == Dataflow.INPUT_STATIONARY;
    long down = rows ? product.m() : product.k();
    long across = columns ? product.m() : product.n();
    long time = rows ? product.k() : columns ? product.n() : product.m();
    long folds =
        ((down + engine.rows() - 1) / engine.rows())
            * ((across + engine.columns() - 1) / engine.columns());
    return folds * time;
  }

  private long vectorCycles(VectorOp vector) {
    FunctionSpec function = spec.vectorEngine().function(vector.function());
    int lanes = spec.vectorEngine().lanes();
    long vectors = vector.rows() * ((vector.columns() + lanes - 1) / lanes);
    return function.passes() * (vectors + function.latencyCycles());
  }
}
