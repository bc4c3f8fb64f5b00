package tactus.hw.matrix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.memory.BankPorts;
import tactus.hw.memory.ScratchpadSpec;

/**
 * What the reference arrays share: the commands that are ready, the folds in flight, the read ports
 * and the account of whose each cycle is. A subclass holds the registers and the controller that
 * decides from their state what starts in a cycle.
 *
 * <p>Every value carries a tag: the number of its fold in the upper half, the number of its vector
 * in the lower half. A cell that needs a value checks that it finds that very one.
 */
abstract class SystolicArray implements CycleArray {

  /** The tag of an empty register. */
  static final long NOTHING = -1;

  final MatrixEngineSpec spec;
  final ScratchpadSpec scratchpad;
  final ColumnArithmetic arithmetic;
  final int rows;
  final int columns;
  final int depth;
  final BankPorts readPorts;
  final ResultPort resultPort;
  private final Accumulators accumulators;

  private final List<CommandRun> commands = new ArrayList<>();
  private final ArrayDeque<CommandRun> commandsToBegin = new ArrayDeque<>();

  /** Folds in flight, by their number modulo the length, which is a power of two. */
  private @Nullable FoldRun[] folds = new FoldRun[16];

  private @Nullable FoldRun nextFold;
  private int foldsBegun;
  private int firstFold;
  private int commandsComplete;

  /** Folds of which a vector has entered and a result is still to be written. */
  private int foldsInArray;

  private @Nullable FoldRun lastStreamed;

  SystolicArray(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      ColumnArithmetic arithmetic,
      Accumulators accumulators) {
    this.accumulators = accumulators;
    this.spec = spec;
    this.scratchpad = scratchpad;
    this.arithmetic = arithmetic;
    this.rows = spec.rows();
    this.columns = spec.columns();
    this.depth = spec.pipelineDepth();
    this.readPorts = new BankPorts(scratchpad.banks(), scratchpad.readPorts());
    this.resultPort =
        new ResultPort(scratchpad, arithmetic, accumulators, columns, depth - 1 + columns - 1);
  }

  /** {@return an array that is set to one dataflow} */
  static SystolicArray of(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      ColumnArithmetic arithmetic,
      Accumulators accumulators) {
    return spec.dataflow() == Dataflow.OUTPUT_STATIONARY
        ? new OutputStationaryArray(spec, scratchpad, arithmetic, accumulators)
        : new StationaryArray(spec, scratchpad, arithmetic, accumulators);
  }

  @Override
  public final void offer(MatMul command, MatMulData data) {
    CommandRun run = new CommandRun(command, ArrayMapping.of(spec, scratchpad, command), data);
    commands.add(run);
    commandsToBegin.add(run);
  }

  /** {@return how many commands were offered} */
  final int commandsOffered() {
    return commands.size();
  }

  @Override
  public final boolean isBusy() {
    return commandsComplete < commands.size();
  }

  @Override
  public final boolean isInFlight() {
    return firstFold < foldsBegun;
  }

  @Override
  public final int commandsComplete() {
    return commandsComplete;
  }

  @Override
  public final MatMulActivity activity(int command) {
    return commands.get(command).activity();
  }

  @Override
  public final double accumulator(long index) {
    return accumulators.sum(index);
  }

  @Override
  public final void step(long cycle) {
    readPorts.release();
    FoldRun owner = control(cycle);
    if (owner == null && foldsInArray > 0 && lastStreamed != null) {
      lastStreamed.run.fillDrainCycles++;
    }
    move(cycle);
    FoldRun written = resultPort.step(cycle);
    if (written != null && written.resultsLeft == 0) {
      complete(written, cycle + 1);
    }
  }

  /**
   * Decides what starts, reads and enters in this cycle and counts the cycle for whoever streams or
   * loads.
   *
   * @return the fold that was counted, if any
   */
  abstract @Nullable FoldRun control(long cycle);

  /** Moves every value by one register. */
  abstract void move(long cycle);

  /** {@return the next fold in order, if a command with one is ready} */
  final @Nullable FoldRun nextFold() {
    CommandRun run = commandsToBegin.peek();
    if (nextFold == null && run != null) {
      nextFold = run.nextFold(spec, scratchpad, foldsBegun);
    }
    return nextFold;
  }

  /** Begins the next fold. */
  final void begin(long cycle, FoldRun fold) {
    CommandRun run = fold.run;
    if (run.startCycle < 0) {
      run.startCycle = cycle;
    }
    if (foldsBegun - firstFold == folds.length) {
      growFolds();
    }
    folds[foldsBegun & (folds.length - 1)] = fold;
    foldsBegun++;
    nextFold = null;
    if (!run.hasFoldsToBegin()) {
      commandsToBegin.remove();
    }
  }

  /** {@return whether the results of every fold that entered are written} */
  final boolean isEmpty() {
    return foldsInArray == 0;
  }

  /** Notes that a fold's first vector enters. */
  final void enterArray(FoldRun fold) {
    foldsInArray++;
    lastStreamed = fold;
  }

  /** {@return the fold in flight that a tag names} */
  final FoldRun foldOf(long tag) {
    FoldRun fold = folds[(int) (tag >>> 32) & (folds.length - 1)];
    if (fold == null || fold.number != (int) (tag >>> 32)) {
      throw new IllegalStateException("fold " + (tag >>> 32) + " has left the array");
    }
    return fold;
  }

  static long tag(FoldRun fold, int vector) {
    return ((long) fold.number << 32) | vector;
  }

  private void complete(FoldRun fold, long cycle) {
    foldsInArray--;
    folds[fold.number & (folds.length - 1)] = null;
    firstFold = fold.number + 1;
    fold.run.completeFold(cycle);
    if (fold.run.endCycle >= 0) {
      commandsComplete++;
    }
  }

  private void growFolds() {
    @Nullable FoldRun[] grown = new FoldRun[2 * folds.length];
    for (int number = firstFold; number < foldsBegun; number++) {
      grown[number & (grown.length - 1)] = folds[number & (folds.length - 1)];
    }
    folds = grown;
  }
}
