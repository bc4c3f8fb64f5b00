package tactus.explore.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tactus.dataflow.Compilation.MappingSummary;
import tactus.hw.CommandTiming;
import tactus.hw.CycleStack;
import tactus.hw.Execution;
import tactus.hw.Traffic;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.StreamOp;
import tactus.hw.command.VectorOp;

/**
 * What a run did for one operator.
 *
 * @param operator the operator
 * @param engine the engine that computes it
 * @param dataflow what the engine is set to for its products, if it is switched
 * @param startCycle first cycle of its first command; of an operator without commands, the end of
 *     the one before
 * @param endCycle cycle after its last command
 * @param productCycles cycles from the start of its first product to the end of its last
 * @param executedMacs its multiply-accumulates that are not skipped
 * @param stack its cycles by cause
 * @param traffic the bytes moved for it
 * @param mapping how it was mapped
 */
record OperatorRow(
    ProgramOperator operator,
    EngineKind engine,
    Optional<Dataflow> dataflow,
    long startCycle,
    long endCycle,
    long productCycles,
    long executedMacs,
    CycleStack stack,
    Traffic traffic,
    MappingSummary mapping) {

  /** The engine that computes an operator. */
  enum EngineKind {
    DMA("dma"),
    VECTOR("vector"),
    STREAM("stream"),
    MATRIX("matrix");

    private final String key;

    EngineKind(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /** The cycles of its stack. */
  long cycles() {
    return stack.total();
  }

  /**
   * The cycles that its multiply-accumulates are compared with. One engine's cycles all belong to
   * some operator; with several, one may compute while the cycles belong to another's operator.
   */
  long computeCycles(int engines) {
    return engines == 1 ? cycles() : Math.max(cycles(), productCycles);
  }

  /** The rows of a run, in the order of the program's operators. */
  static List<OperatorRow> of(RunResult result) {
    Execution execution = result.execution();
    List<ProgramOperator> operators = execution.program().operators();
    List<MappingSummary> mappings = result.compilation().mappings();
    if (mappings.size() != operators.size()) {
      throw new IllegalStateException(
          "mappings (" + mappings.size() + ") must match operators (" + operators.size() + ")");
    }
    Extent[] extents = extents(execution);
    List<Long> executed = execution.program().executedMacs();
    List<OperatorRow> rows = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < extents.length; i++) {
      Extent extent = extents[i];
      if (extent.end == 0) {
        extent.start = end;
        extent.end = end;
      }
      end = extent.end;
      rows.add(
          new OperatorRow(
              operators.get(i),
              extent.engine,
              extent.dataflow,
              extent.start,
              extent.end,
              Math.max(0, extent.productEnd - extent.productStart),
              executed.get(i),
              execution.stacks().get(i),
              execution.traffic().get(i),
              mappings.get(i)));
    }
    return rows;
  }

  private static Extent[] extents(Execution execution) {
    Extent[] extents = new Extent[execution.program().operators().size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = new Extent();
    }
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < commands.size(); i++) {
      extents[commands.get(i).operator()].add(commands.get(i), execution.timings().get(i));
    }
    return extents;
  }

  /** The commands of an operator, as far as they were added. */
  private static final class Extent {
    private EngineKind engine = EngineKind.DMA;
    private Optional<Dataflow> dataflow = Optional.empty();
    private long start = Long.MAX_VALUE;
    private long end;
    private long productStart = Long.MAX_VALUE;
    private long productEnd;

    void add(Command command, CommandTiming timing) {
      if (command instanceof MatMul product) {
        checkAlike(product);
        dataflow = product.dataflow();
      }
      start = Math.min(start, timing.startCycle());
      end = Math.max(end, timing.endCycle());
      if (command instanceof MatMul || command instanceof StreamOp) {
        engine = command instanceof MatMul ? EngineKind.MATRIX : EngineKind.STREAM;
        productStart = Math.min(productStart, timing.startCycle());
        productEnd = Math.max(productEnd, timing.endCycle());
      } else if (command instanceof VectorOp && engine == EngineKind.DMA) {
        engine = EngineKind.VECTOR;
      }
    }

    private void checkAlike(MatMul product) {
      if (dataflow.isPresent() && !dataflow.equals(product.dataflow())) {
        throw new IllegalStateException(
            "operator "
                + product.operator()
                + ": all products must have one dataflow, but have "
                + dataflow
                + " and "
                + product.dataflow());
      }
    }
  }
}
