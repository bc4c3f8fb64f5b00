package tactus.hw;

import java.util.List;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TileNonzeros;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.BurstPace;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/**
 * For each command, cycles that surely pass between its end and the end of the run: each vector
 * that its engine is yet to stream takes a cycle, each pass reads its vectors, each burst takes its
 * share of DRAM. What may overlap the command's own end is taken off; the least may be below 0.
 */
final class RemainingWork {

  private final MachineSpec spec;
  private final long[] leastCycles;

  RemainingWork(MachineSpec spec, List<Command> commands) {
    this.spec = spec;
    leastCycles = new long[commands.size()];
    long[] streams = new long[spec.matrixEngines().size()];
    long vectors = 0;
    long tokens = 0;
    long bursts = 0;
    BurstPace pace = new BurstPace(spec.dma(), spec.dram(), spec.periodTicks());
    for (int i = leastCycles.length - 1; i >= 0; i--) {
      Command command = commands.get(i);
      if (command instanceof MatMul product) {
        // The next product may stream while the sums of this one are on their way.
        leastCycles[i] = streams[product.engine()] - tailCycles(product);
        streams[product.engine()] += streamCycles(product);
      } else if (command instanceof VectorOp vector) {
        leastCycles[i] = vectors;
        vectors += vectorCycles(vector);
      } else if (command instanceof StreamOp stream) {
        leastCycles[i] = tokens;
        tokens += streamCycles(stream);
      } else if (command instanceof Transfer transfer) {
        leastCycles[i] = pace.leastCyclesBehind((double) bursts);
        bursts += pace.leastBursts(transfer.rows(), transfer.rowBytes(), transfer.strideBytes());
      }
    }
  }

  /** {@return the least cycles from the end of a command to the end of the run} */
  long leastCycles(int command) {
    return leastCycles[command];
  }

  private long tailCycles(MatMul product) {
    MatrixEngineSpec engine = spec.matrixEngines().get(product.engine()).setFor(product);
    long words = spec.scratchpad().words(engine.columns(), product.out().elementBits());
    long turns = engine.accumulation().interleavedSums();
    return engine.rows() * (engine.pipelineDepth() + turns * (1 + words))
        + engine.columns()
        + engine.pipelineDepth()
        + words;
  }

  private long streamCycles(MatMul product) {
    MatrixEngineSpec engine = spec.matrixEngines().get(product.engine()).setFor(product);
    if (engine.isFlexible()) {
      long held =
          product
              .nonzeros()
              .flatMap(TileNonzeros::right)
              .map(Nonzeros::count)
              .orElse(product.k() * product.n());
      long rounds = (held + engine.processingElements() - 1) / engine.processingElements();
      return rounds * product.m();
    }
    boolean rows = engine.dataflow() == Dataflow.OUTPUT_STATIONARY;
    boolean columns = engine.dataflow() == Dataflow.INPUT_STATIONARY;
    long reduction = engine.slices(product.sparsity()).count(product.k());
    long down = rows ? product.m() : reduction;
    long across = columns ? product.m() : product.n();
    long time = rows ? reduction : columns ? product.n() : product.m();
    long folds =
        ((down + engine.rows() - 1) / engine.rows())
            * ((across + engine.columns() - 1) / engine.columns());
    return folds * time;
  }

  /** Each key of each round takes the interval of its token's product, or that of its score. */
  private long streamCycles(StreamOp stream) {
    StreamFabricSpec fabric = spec.streamFabric().orElseThrow();
    long interval =
        Math.max(
            fabric.design().timing().score().intervalCycles(),
            fabric.design().timing().product().intervalCycles());
    return fabric.rounds(stream.rows())
        * (stream.keys() * fabric.parts(stream.width()) - 1)
        * interval;
  }

  private long vectorCycles(VectorOp vector) {
    FunctionSpec function = spec.vectorEngine().function(vector.function());
    int lanes = spec.vectorEngine().lanes();
    long vectors = vector.rows() * ((vector.columns() + lanes - 1) / lanes);
    return function.passes() * (vectors + function.latencyCycles());
  }
}
