package tactus.hw;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.StreamTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.command.Command;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.FastMatrixEngine;
import tactus.hw.matrix.MatMulActivity;
import tactus.hw.memory.FastDmaEngine;
import tactus.hw.stream.attention.FastStreamFabric;
import tactus.hw.vector.FastVectorEngine;

/**
 * The engines of a machine in fast fidelity. Each engine executes in order and dependences point
 * backwards, so one pass over the commands in program order meets every cause before its effect.
 * What the engines worked out once they know in later runs.
 */
final class FastRun {

  /** Commands between two reports of progress. */
  private static final int REPORT_INTERVAL = 1 << 14;

  private final MachineSpec spec;
  private final FastMatrixEngine[] matrixEngines;
  private final FastVectorEngine vectorEngine;
  private final @Nullable FastStreamFabric streamFabric;
  private final FastDmaEngine dma;

  FastRun(MachineSpec spec) {
    this.spec = spec;
    matrixEngines = new FastMatrixEngine[spec.matrixEngines().size()];
    for (int i = 0; i < matrixEngines.length; i++) {
      matrixEngines[i] = new FastMatrixEngine(spec.matrixEngines().get(i), spec.scratchpad());
    }
    vectorEngine = new FastVectorEngine(spec.vectorEngine(), spec.scratchpad());
    streamFabric =
        spec.streamFabric()
            .map(fabric -> new FastStreamFabric(fabric, spec.scratchpad()))
            .orElse(null);
    dma = new FastDmaEngine(spec.dma(), spec.dram(), spec.scratchpad(), spec.periodTicks());
  }

  /** With the engines of another machine, which must not use them any more. */
  FastRun(MachineSpec spec, FastRun engines) {
    this.spec = spec;
    matrixEngines = engines.matrixEngines;
    vectorEngine = engines.vectorEngine;
    streamFabric = engines.streamFabric;
    boolean sameMemory =
        spec.dma().equals(engines.spec.dma()) && spec.dram().equals(engines.spec.dram());
    dma =
        sameMemory
            ? engines.dma
            : new FastDmaEngine(spec.dma(), spec.dram(), spec.scratchpad(), spec.periodTicks());
  }

  CommandTiming[] run(Program program, RunControl control) {
    reset();
    List<Command> commands = program.commands();
    CommandTiming[] timings = new CommandTiming[commands.size()];
    long[] ends = new long[timings.length];
    long cycles = 0;
    for (int i = 0; i < timings.length; i++) {
      if (i % REPORT_INTERVAL == REPORT_INTERVAL - 1) {
        report(control, cycles, i);
      }
      Command command = commands.get(i);
      long ready = ready(command.dependences(), ends);
      if (command instanceof MatMul product) {
        ends[i] = matrixEngines[product.engine()].execute(product, ready);
      } else if (command instanceof VectorOp vector) {
        ends[i] = vectorEngine.execute(vector, ready);
        timings[i] = vectorTiming(ends[i]);
      } else if (command instanceof StreamOp stream && streamFabric != null) {
        ends[i] = streamFabric.execute(stream, ready);
        timings[i] = StreamTiming.of(streamFabric.activity());
      } else if (command instanceof Transfer transfer) {
        ends[i] = dma.execute(transfer, ready);
        timings[i] = transferTiming(ends[i]);
      }
      cycles = Math.max(cycles, ends[i]);
    }
    for (int engine = 0; engine < matrixEngines.length; engine++) {
      addProducts(engine, commands, timings);
    }
    return timings;
  }

  /** {@return the cycles of a program, empty as soon as they are known to be more than a limit} */
  OptionalLong cyclesWithin(Program program, long limitCycles) {
    reset();
    List<Command> commands = program.commands();
    RemainingWork remaining = new RemainingWork(spec, commands);
    long[] ends = new long[commands.size()];
    long cycles = 0;
    for (int i = 0; i < ends.length; i++) {
      Command command = commands.get(i);
      long ready = ready(command.dependences(), ends);
      if (command instanceof MatMul product) {
        ends[i] = matrixEngines[product.engine()].execute(product, ready);
      } else if (command instanceof VectorOp vector) {
        ends[i] = vectorEngine.execute(vector, ready);
      } else if (command instanceof StreamOp stream && streamFabric != null) {
        ends[i] = streamFabric.execute(stream, ready);
      } else if (command instanceof Transfer transfer) {
        ends[i] = dma.execute(transfer, ready);
      }
      cycles = Math.max(cycles, ends[i]);
      if (cycles > limitCycles || ends[i] + remaining.leastCycles(i) > limitCycles) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(cycles);
  }

  private static void report(RunControl control, long cycles, int commands) {
    control.progress(cycles, commands);
    if (control.isCancelled()) {
      throw new CancellationException(
          "cancelled at command " + commands + ", complete up to cycle " + cycles);
    }
  }

  private void reset() {
    // A run that ended with an exception has left the engines as they were.
    for (FastMatrixEngine engine : matrixEngines) {
      engine.finish();
    }
    vectorEngine.reset();
    if (streamFabric != null) {
      streamFabric.reset();
    }
    dma.reset();
  }

  private static long ready(Dependences dependences, long[] ends) {
    long ready = 0;
    for (int i = 0; i < dependences.size(); i++) {
      ready = Math.max(ready, ends[dependences.get(i)]);
    }
    return ready;
  }

  private void addProducts(int engine, List<Command> commands, CommandTiming[] timings) {
    List<MatMulActivity> activities = matrixEngines[engine].finish();
    int next = 0;
    for (int i = 0; i < timings.length; i++) {
      if (commands.get(i) instanceof MatMul product && product.engine() == engine) {
        timings[i] = MatMulTiming.of(activities.get(next++));
      }
    }
  }

  private VectorTiming vectorTiming(long end) {
    return new VectorTiming(
        vectorEngine.startCycle(),
        end,
        vectorEngine.bankConflictCycles(),
        vectorEngine.readElements(),
        vectorEngine.writtenElements());
  }

  private TransferTiming transferTiming(long end) {
    return new TransferTiming(
        dma.startCycle(),
        end,
        dma.firstServiceTick(),
        dma.lastServiceTick(),
        Math.multiplyExact(dma.bursts(), spec.dram().burstTicks()),
        dma.bursts());
  }
}
