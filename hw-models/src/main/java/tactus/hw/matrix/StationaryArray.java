package tactus.hw.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.memory.WordQueue;

/**
 * A weight or input stationary array, register by register.
 *
 * <p>A stationary vector enters at the top edge through skew registers, column {@code j} a cycle
 * after column {@code j - 1}, and moves down one row a cycle, tagged with its row; there it stays
 * in the shadow register (without double buffering, in the stationary register itself). A streamed
 * vector enters at the left edge through skew registers, row {@code i} {@code d} cycles after row
 * {@code i - 1}, and moves right one column a cycle; its first one tells each cell to take over the
 * shadow register. Sums move down through the pipelines of the cells and leave at the last row.
 *
 * <p>All state is in flat arrays, indexed row by row, and a step allocates nothing but folds.
 */
final class StationaryArray extends SystolicArray {

  /** What a multiplier picks that holds no value: it adds nothing. */
  private static final int NO_PICK = -1;

  private static final byte LAST_ROW = 1;
  private static final byte LAST_COLUMN = 2;

  private final boolean doubleBuffer;

  /** Multipliers of a cell; registers of a cell lie side by side, one for each. */
  private final int multipliers;

  /** What enters for a row without a slice. */
  private final double[] nothing;

  /** Whether a row's activation is picked at the left edge, for all elements of the row. */
  private final boolean picksAtEdge;

  /** Cycles from a row's start of a multiply-add to the next row's. */
  private final int rowDelay;

  // The controller.
  private @Nullable FoldRun loading;
  private int loadingRow;
  private final WordQueue loadingWords = new WordQueue();

  /** The fold whose stationary values have entered and whose first vector has not. */
  private @Nullable FoldRun loaded;

  private @Nullable FoldRun streaming;
  private int streamingVector;
  private int serviceAge;
  private final WordQueue streamingWords = new WordQueue();

  /** The cycle from which each row's shadow register, in column 0, may be overwritten. */
  private final long[] shadowFree;

  /** The first cycle in which a sum may leave column 0, and a result vector the port. */
  private long columnFree;

  private long portFree;

  // The left edge: vectors that entered, until the last row has taken its element.
  private final int leftSlots;
  private final long[] leftCycles;
  private final long[] leftTags;
  private final int[] leftRows;

  /** The elements that enter for a row's slice, from which the multipliers of its cells pick. */
  private final double[][] leftInputs;

  // The top edge: stationary vectors that entered, until the last column has taken its element.
  private final long[] topCycles;
  private final int[] topRows;
  private final @Nullable FoldRun[] topFolds;
  private final double[] topValues;
  private final int[] topPicks;

  // Stationary values on their way down; their row is -1 where there is none.
  private final double[] downValues;
  private final int[] downPicks;
  private final int[] downRows;
  private final int[] downFolds;
  private final byte[] downEdges;
  private int downCount;

  // The cells.
  private final double[] shadowValues;
  private final int[] shadowPicks;
  private final int[] shadowFolds;
  private final byte[] shadowEdges;
  private final double[] stationaryValues;
  private final int[] stationaryPicks;
  private final int[] stationaryFolds;
  private final byte[] stationaryEdges;
  private final double[][] operands;
  private final long[] operandTags;
  private final int[] operandsInRow;

  /** Sums by the cycle in which they were begun, modulo the number of slots. */
  private final long[][] sums;

  private final long[][] sumTags;

  StationaryArray(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      ColumnArithmetic arithmetic,
      Accumulators accumulators) {
    super(spec, scratchpad, arithmetic, accumulators);
    doubleBuffer = spec.doubleBuffer();
    picksAtEdge = spec.sparsity().isPresent() && spec.sparsity().get().picksAtEdge();
    rowDelay = spec.pipelineStyle() == PipelineStyle.CHAINED ? depth : 1;
    multipliers = spec.multipliers();
    nothing = new double[multipliers];
    int cells = rows * columns;
    shadowFree = new long[rows];
    leftSlots = (rows - 1) * rowDelay + 1;
    leftCycles = new long[leftSlots];
    leftTags = new long[leftSlots];
    leftRows = new int[leftSlots];
    leftInputs = new double[leftSlots * rows][];
    topCycles = new long[columns];
    topRows = new int[columns];
    topFolds = new FoldRun[columns];
    topValues = new double[columns * columns * multipliers];
    topPicks = new int[columns * columns * multipliers];
    downValues = new double[cells * multipliers];
    downPicks = new int[cells * multipliers];
    downRows = new int[cells];
    downFolds = new int[cells];
    downEdges = new byte[cells];
    shadowValues = new double[cells * multipliers];
    shadowPicks = new int[cells * multipliers];
    shadowFolds = new int[cells];
    shadowEdges = new byte[cells];
    stationaryValues = new double[cells * multipliers];
    stationaryPicks = new int[cells * multipliers];
    stationaryFolds = new int[cells];
    stationaryEdges = new byte[cells];
    operands = new double[cells][];
    operandTags = new long[cells];
    operandsInRow = new int[rows];
    sums = new long[rowDelay + 1][cells];
    sumTags = new long[rowDelay + 1][cells];
    Arrays.fill(leftCycles, NOTHING);
    Arrays.fill(topCycles, NOTHING);
    Arrays.fill(downRows, -1);
    Arrays.fill(shadowFolds, -1);
    Arrays.fill(stationaryFolds, -1);
    Arrays.fill(operandTags, NOTHING);
    for (long[] tags : sumTags) {
      Arrays.fill(tags, NOTHING);
    }
  }

  @Override
  @Nullable FoldRun control(long cycle) {
    FoldRun streamed = controlStream(cycle);
    FoldRun load = loading;
    if (load == null) {
      load = nextFold();
      if (load == null || !mayBeginLoad(cycle, load)) {
        return streamed;
      }
      begin(cycle, load);
      loading = load;
      loadingRow = load.rows - 1;
      queueStationaryVector(load);
    }
    boolean entered = serveLoad(cycle, load);
    if (streamed != null) {
      return streamed;
    }
    if (entered) {
      load.run.weightLoadCycles++;
    } else {
      load.run.bankConflictCycles++;
    }
    return load;
  }

  private @Nullable FoldRun controlStream(long cycle) {
    FoldRun fold = streaming;
    if (fold == null) {
      fold = loaded;
      if (fold == null || !mayBeginStream(cycle, fold)) {
        return null;
      }
      streaming = fold;
      streamingVector = 0;
      queueStreamedVector(fold);
    }
    streamingWords.move(readPorts);
    serviceAge++;
    // A vector never enters sooner after the one before than a result vector can be written.
    if (!streamingWords.isEmpty() || serviceAge < fold.outputCycles) {
      fold.run.bankConflictCycles++;
      return fold;
    }
    fold.run.streamCycles++;
    enterStreamedVector(cycle, fold);
    streamingVector++;
    if (streamingVector < fold.time) {
      queueStreamedVector(fold);
    } else {
      streaming = null;
    }
    return fold;
  }

  private void queueStreamedVector(FoldRun fold) {
    ArrayMapping mapping = fold.run.mapping;
    long index = fold.rowFold * mapping.time() + streamingVector;
    streamingWords.add(
        readPorts,
        mapping.leftWord() + index * mapping.leftPitch(),
        scratchpad.words(mapping.leftElements(fold.usedRows), mapping.leftBits()));
    serviceAge = 0;
  }

  private void queueStationaryVector(FoldRun fold) {
    if (loadingRow < fold.usedRows) {
      ArrayMapping mapping = fold.run.mapping;
      long index = fold.columnFold * mapping.spatialRows() + fold.firstRow + loadingRow;
      loadingWords.add(
          readPorts,
          mapping.topWord() + index * mapping.topPitch(),
          mapping.topWords(scratchpad, fold.usedColumns));
    }
  }

  /** {@return whether a stationary vector entered} */
  private boolean serveLoad(long cycle, FoldRun fold) {
    loadingWords.move(readPorts);
    if (!loadingWords.isEmpty()) {
      return false;
    }
    enterStationaryVector(cycle, fold);
    loadingRow--;
    if (loadingRow >= 0) {
      queueStationaryVector(fold);
    } else {
      loading = null;
      loaded = fold;
    }
    return true;
  }

  private boolean mayBeginLoad(long cycle, FoldRun fold) {
    if (loaded != null) {
      return false;
    }
    if (!doubleBuffer) {
      return isEmpty();
    }
    // The first vector goes to the last row, which it reaches after rows - 1 cycles; the following
    // ones reach theirs in the same cycle or, held up by conflicts, later.
    for (int row = 0; row < fold.rows; row++) {
      if (shadowFree[row] > cycle + fold.rows - 1) {
        return false;
      }
    }
    return true;
  }

  private boolean mayBeginStream(long cycle, FoldRun fold) {
    long enters = cycle + fold.serviceCycles - 1;
    long leavesColumn = enters + (long) (fold.rows - 1) * rowDelay + depth - 1;
    return leavesColumn >= columnFree && leavesColumn + fold.columns - 1 >= portFree;
  }

  private void enterStreamedVector(long cycle, FoldRun fold) {
    CommandRun run = fold.run;
    if (streamingVector == 0) {
      enterArray(fold);
      loaded = null;
      for (int row = 0; row < fold.rows; row++) {
        shadowFree[row] = cycle + (long) row * rowDelay;
      }
    }
    columnFree = cycle + (long) (fold.rows - 1) * rowDelay + depth;
    portFree = columnFree - 1 + fold.columns - 1 + fold.outputCycles;
    int slot = (int) (cycle % leftSlots);
    leftCycles[slot] = cycle;
    leftTags[slot] = tag(fold, streamingVector);
    leftRows[slot] = fold.rows;
    Slices slices = run.mapping.slices();
    double[] inputs = nothing;
    for (int row = 0; row < fold.rows; row++) {
      if (row >= fold.usedRows) {
        inputs = nothing;
      } else if (row % slices.parts() == 0) {
        inputs = inputs(fold, row, slices);
      }
      leftInputs[slot * rows + row] = inputs;
    }
    run.leftReads += run.mapping.leftElements(fold.usedRows);
  }

  /** {@return the elements of the streamed vector from which a row and those like it pick} */
  private double[] inputs(FoldRun fold, int row, Slices slices) {
    CommandRun run = fold.run;
    long from = slices.firstRow(fold.firstRow + row);
    double[] elements = new double[slices.covered()];
    for (int i = 0; i < elements.length && from + i < run.command.k(); i++) {
      elements[i] =
          run.mapping.leftIsA()
              ? run.data.a(streamingVector, from + i)
              : run.data.b(from + i, streamingVector);
    }
    return elements;
  }

  private void enterStationaryVector(long cycle, FoldRun fold) {
    int slot = (int) (cycle % columns);
    topCycles[slot] = cycle;
    topRows[slot] = loadingRow;
    topFolds[slot] = fold;
    boolean used = loadingRow < fold.usedRows;
    for (int column = 0; column < fold.columns; column++) {
      int place = (slot * columns + column) * multipliers;
      if (used && column < fold.usedColumns) {
        enterSlice(fold, column, place);
      } else {
        Arrays.fill(topPicks, place, place + multipliers, 0);
        Arrays.fill(topValues, place, place + multipliers, 0);
      }
    }
    downCount += fold.columns;
    if (used) {
      fold.run.topReads += fold.run.mapping.topElements(fold.usedColumns);
      fold.run.sharedIndexBits += fold.run.mapping.vectorIndexBits();
    }
  }

  private void enterSlice(FoldRun fold, int column, int place) {
    CommandRun run = fold.run;
    Slices slices = run.mapping.slices();
    long slice = fold.firstRow + loadingRow;
    long across = fold.columnFold * columns + column;
    int stored = slices.stored(slice, run.command.k());
    for (int i = 0; i < multipliers; i++) {
      boolean holds = i < stored;
      long along = holds ? run.reductionRow(slices.firstStored(slice) + i, across) : 0;
      topPicks[place + i] = holds ? (int) (along - slices.firstRow(slice)) : NO_PICK;
      topValues[place + i] = holds ? top(run, along, across) : 0;
    }
  }

  private static double top(CommandRun run, long along, long across) {
    return run.mapping.leftIsA() ? run.data.b(along, across) : run.data.a(across, along);
  }

  @Override
  void move(long cycle) {
    long[] begun = sums[(int) (cycle % sums.length)];
    long[] begunTags = sumTags[(int) (cycle % sums.length)];
    // The slot after this cycle's is the oldest one: sums begun rowDelay cycles ago.
    long[] ready = sums[(int) ((cycle + 1) % sums.length)];
    long[] readyTags = sumTags[(int) ((cycle + 1) % sums.length)];
    for (int row = 0; row < rows; row++) {
      takeFromLeftEdge(cycle, row);
      if (operandsInRow[row] > 0) {
        multiplyRow(cycle, row, begun, begunTags, ready, readyTags);
      }
    }
    if (downCount > 0) {
      moveDown(cycle);
    }
  }

  private void takeFromLeftEdge(long cycle, int row) {
    long entered = cycle - (long) row * rowDelay;
    if (entered < 0) {
      return;
    }
    int slot = (int) (entered % leftSlots);
    if (leftCycles[slot] == entered && row < leftRows[slot]) {
      operands[row * columns] = leftInputs[slot * rows + row];
      operandTags[row * columns] = leftTags[slot];
      operandsInRow[row]++;
    }
  }

  /** Multiplies in every cell of a row that has an operand and moves the operands right. */
  private void multiplyRow(
      long cycle, int row, long[] begun, long[] begunTags, long[] ready, long[] readyTags) {
    int first = row * columns;
    for (int cell = first + columns - 1; cell >= first; cell--) {
      long tag = operandTags[cell];
      if (tag == NOTHING) {
        continue;
      }
      int fold = (int) (tag >>> 32);
      if (doubleBuffer && (int) tag == 0) {
        takeOverShadow(cycle, cell, fold);
      }
      if (stationaryFolds[cell] != fold) {
        throw hazard(cycle, cell, "the stationary value of another fold is multiplied");
      }
      if (row > 0 && readyTags[cell - columns] != tag) {
        throw hazard(cycle, cell, "the sum from above is not there");
      }
      double[] inputs = operands[cell];
      if (picksAtEdge && cell == first) {
        inputs = picked(cell, inputs);
      }
      long above = row > 0 ? ready[cell - columns] : arithmetic.empty();
      long sum = multiply(above, cell, inputs);
      begun[cell] = sum;
      begunTags[cell] = tag;
      int edges = stationaryEdges[cell];
      if ((edges & LAST_ROW) != 0) {
        FoldRun run = foldOf(tag);
        int column = cell - first;
        long due = cycle + depth - 1 + run.columns - 1 - column;
        resultPort.put(due, column, run, (int) tag, arithmetic.leave(sum));
      }
      operandTags[cell] = NOTHING;
      if ((edges & LAST_COLUMN) == 0) {
        operandTags[cell + 1] = tag;
        operands[cell + 1] = inputs;
      } else {
        operandsInRow[row]--;
      }
    }
  }

  /** The products of a cell are added to the sum one after the other. */
  private long multiply(long above, int cell, double[] inputs) {
    long sum = above;
    for (int i = 0; i < multipliers; i++) {
      int place = cell * multipliers + i;
      int pick = stationaryPicks[place];
      if (pick != NO_PICK) {
        double operand = inputs[picksAtEdge ? i : pick];
        sum = arithmetic.add(sum, arithmetic.product(operand, stationaryValues[place]));
      }
    }
    return sum;
  }

  /**
   * {@return what the selectors at a row's edge pick, with the indices that its first cell holds}
   */
  private double[] picked(int cell, double[] inputs) {
    double[] picked = new double[multipliers];
    for (int i = 0; i < multipliers; i++) {
      int pick = stationaryPicks[cell * multipliers + i];
      picked[i] = pick == NO_PICK ? 0 : inputs[pick];
    }
    return picked;
  }

  private void takeOverShadow(long cycle, int cell, int fold) {
    if (shadowFolds[cell] != fold) {
      throw hazard(cycle, cell, "the shadow register holds no value of the fold that begins");
    }
    copy(cell, shadowValues, shadowPicks, cell, stationaryValues, stationaryPicks);
    stationaryFolds[cell] = fold;
    stationaryEdges[cell] = shadowEdges[cell];
    shadowFolds[cell] = -1;
  }

  private void moveDown(long cycle) {
    for (int row = rows - 1; row > 0; row--) {
      int first = row * columns;
      for (int cell = first; cell < first + columns; cell++) {
        int above = cell - columns;
        if (downRows[above] >= 0) {
          arrive(
              cycle,
              cell,
              row,
              downRows[above],
              downFolds[above],
              downEdges[above],
              above,
              downValues,
              downPicks);
          downRows[above] = -1;
        }
      }
    }
    for (int column = 0; column < columns; column++) {
      long entered = cycle - column;
      int slot = (int) (Math.max(0, entered) % columns);
      FoldRun fold = topFolds[slot];
      if (entered >= 0 && topCycles[slot] == entered && fold != null && column < fold.columns) {
        int target = topRows[slot];
        int edges = target == fold.rows - 1 ? LAST_ROW : 0;
        edges |= column == fold.columns - 1 ? LAST_COLUMN : 0;
        arrive(
            cycle,
            column,
            0,
            target,
            fold.number,
            (byte) edges,
            slot * columns + column,
            topValues,
            topPicks);
      }
    }
  }

  /** Brings a stationary slice to a cell: into its registers, or past it on the way down. */
  private void arrive(
      long cycle,
      int cell,
      int row,
      int target,
      int fold,
      byte edges,
      int from,
      double[] values,
      int[] picks) {
    if (row < target) {
      if (downRows[cell] >= 0) {
        throw hazard(cycle, cell, "two stationary values meet on the way down");
      }
      downRows[cell] = target;
      downFolds[cell] = fold;
      copy(from, values, picks, cell, downValues, downPicks);
      downEdges[cell] = edges;
      return;
    }
    downCount--;
    if (!doubleBuffer) {
      copy(from, values, picks, cell, stationaryValues, stationaryPicks);
      stationaryFolds[cell] = fold;
      stationaryEdges[cell] = edges;
      return;
    }
    if (shadowFolds[cell] >= 0) {
      throw hazard(cycle, cell, "a shadow register is overwritten before its value was used");
    }
    copy(from, values, picks, cell, shadowValues, shadowPicks);
    shadowFolds[cell] = fold;
    shadowEdges[cell] = edges;
  }

  /** Copies the registers of a cell's multipliers. */
  private void copy(
      int from, double[] values, int[] picks, int to, double[] newValues, int[] newPicks) {
    for (int i = 0; i < multipliers; i++) {
      newValues[to * multipliers + i] = values[from * multipliers + i];
      newPicks[to * multipliers + i] = picks[from * multipliers + i];
    }
  }

  private IllegalStateException hazard(long cycle, int cell, String what) {
    return new IllegalStateException(
        "cycle " + cycle + ": cell (" + cell / columns + ", " + cell % columns + "): " + what);
  }
}
