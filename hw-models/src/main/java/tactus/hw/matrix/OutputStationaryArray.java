package tactus.hw.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.NmSparsity;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.memory.WordQueue;

/**
 * An output stationary array, register by register.
 *
 * <p>A vector of A enters at the left edge and one of B at the top edge, both through skew
 * registers: row {@code i} and column {@code j} take their elements {@code i} and {@code j} cycles
 * later, A moves right and B moves down one cell a cycle, and they meet. A product takes {@code p}
 * stages, in the last of which it is added to the cell's sum. With the last product the sum moves
 * to the cell's drain register (without double buffering the two are one register). When the last
 * cell of a column is complete, the column's drain registers shift down, out at the last row.
 *
 * <p>All state is in flat arrays, indexed row by row, and a step allocates nothing but folds.
 */
final class OutputStationaryArray extends SystolicArray {

  /** What a multiplier picks that holds no value: it adds nothing. */
  private static final int NO_PICK = -1;

  private final boolean doubleBuffer;
  private final int cells;
  private final int latency;

  /** Multipliers of a cell; registers of a cell lie side by side, one for each. */
  private final int multipliers;

  /** What enters for a row that holds nothing. */
  private final double[] nothing;

  // The controller.
  private @Nullable FoldRun streaming;
  private int streamingStep;
  private int streamingTurn;

  /** The cycle in which each turn's last vectors entered. */
  private final long[] turnEntered;

  private final WordQueue words = new WordQueue();

  /** The cycle at whose end each row's drain register, in column 0, is free. */
  private final long[] drainFree;

  /** The first cycle in which a sum may leave column 0, and a result vector the port. */
  private long columnFree;

  private long portFree;

  // The edges: vectors that entered, until the last row or column has taken its element.
  private final int slots;
  private final long[] edgeCycles;
  private final long[] edgeTags;
  private final @Nullable FoldRun[] edgeFolds;

  /** The elements that enter for a row in a step, from which the multipliers of its cells pick. */
  private final double[][] leftInputs;

  private final double[] topValues;
  private final int[] topPicks;

  // The cells.
  private final double[][] rightInputs;
  private final long[] rightTags;
  private final int[] rightInRow;
  private final double[] downValues;
  private final int[] downPicks;
  private final long[] downTags;

  /** Products by the cycle in which they were begun, modulo the pipeline's depth. */
  private final long[][] products;

  /** How many of a cell's multipliers made one. */
  private final int[][] productCounts;

  private final long[][] productTags;
  private final int[] productsInRow;

  /** The sums of all cells for the first turn, then for the second, and so on. */
  private final long[] sums;

  /** The last product each sum holds; empty before the first and once the sum is complete. */
  private final long[] sumTags;

  /** The cycle in which it was added. */
  private final long[] sumCycles;

  private final double[] drainValues;

  /** The fold in the upper half, the turn and row where the sum was made in the lower half. */
  private final long[] drainTags;

  // The columns' drains.
  private final @Nullable FoldRun[] draining;
  private final int[] drained;
  private final int[] drainCyclesLeft;

  OutputStationaryArray(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      ColumnArithmetic arithmetic,
      Accumulators accumulators) {
    super(spec, scratchpad, arithmetic, accumulators);
    doubleBuffer = spec.doubleBuffer();
    cells = rows * columns;
    multipliers = spec.multipliers();
    nothing = new double[Math.max(spec.inputs(), NmSparsity.LARGEST_GROUP)];
    int turns = spec.accumulation().interleavedSums();
    latency = spec.accumulation().latencyCycles();
    turnEntered = new long[turns];
    drainFree = new long[rows];
    slots = Math.max(rows, columns);
    edgeCycles = new long[slots];
    edgeTags = new long[slots];
    edgeFolds = new FoldRun[slots];
    leftInputs = new double[slots * rows][];
    topValues = new double[slots * columns * multipliers];
    topPicks = new int[slots * columns * multipliers];
    rightInputs = new double[cells][];
    rightTags = new long[cells];
    rightInRow = new int[rows];
    downValues = new double[cells * multipliers];
    downPicks = new int[cells * multipliers];
    downTags = new long[cells];
    products = new long[depth][cells * multipliers];
    productCounts = new int[depth][cells];
    productTags = new long[depth][cells];
    productsInRow = new int[rows];
    sums = new long[turns * cells];
    sumTags = new long[turns * cells];
    sumCycles = new long[turns * cells];
    drainValues = new double[turns * cells];
    drainTags = new long[turns * cells];
    draining = new FoldRun[columns];
    drained = new int[columns];
    drainCyclesLeft = new int[columns];
    Arrays.fill(edgeCycles, NOTHING);
    Arrays.fill(rightTags, NOTHING);
    Arrays.fill(downTags, NOTHING);
    Arrays.fill(sumTags, NOTHING);
    Arrays.fill(drainTags, NOTHING);
    for (long[] tags : productTags) {
      Arrays.fill(tags, NOTHING);
    }
  }

  @Override
  @Nullable FoldRun control(long cycle) {
    FoldRun fold = streaming;
    if (fold == null) {
      fold = nextFold();
      if (fold == null || (!doubleBuffer && !isEmpty())) {
        return null;
      }
      begin(cycle, fold);
      streaming = fold;
      streamingStep = 0;
      streamingTurn = 0;
      queueVectors(fold);
    }
    words.move(readPorts);
    if (!words.isEmpty()) {
      fold.run.bankConflictCycles++;
      return fold;
    }
    boolean last = streamingStep == fold.time - 1;
    boolean isAdding = streamingStep > 0 && cycle < turnEntered[streamingTurn] + latency;
    if (isAdding || (last && streamingTurn == 0 && !mayComplete(cycle, fold))) {
      fold.run.fillDrainCycles++;
      return fold;
    }
    fold.run.streamCycles++;
    enterVectors(cycle, fold);
    turnEntered[streamingTurn] = cycle;
    if (last && streamingTurn == fold.turns - 1) {
      reserveDrain(cycle, fold);
      streaming = null;
      return fold;
    }
    streamingTurn++;
    if (streamingTurn == fold.turns) {
      streamingTurn = 0;
      streamingStep++;
    }
    queueVectors(fold);
    return fold;
  }

  private void queueVectors(FoldRun fold) {
    ArrayMapping mapping = fold.run.mapping;
    int steps = mapping.stepsOfLeftVector();
    long left = fold.rowFold * mapping.leftVectors() + streamingStep / steps;
    long top = (fold.columnFold + streamingTurn) * mapping.time() + streamingStep;
    if (streamingTurn == 0 && streamingStep % steps == 0) {
      words.add(
          readPorts,
          mapping.leftWord() + left * mapping.leftPitch(),
          scratchpad.words(mapping.leftElements(fold.usedRows), mapping.leftBits()));
    }
    words.add(
        readPorts,
        mapping.topWord() + top * mapping.topPitch(),
        mapping.topWords(scratchpad, fold.usedColumns(streamingTurn)));
  }

  /**
   * {@return whether the sums that the fold's last vectors complete, when those of the first turn
   * enter in this cycle, find their drain registers empty, their columns free and the port free}
   */
  private boolean mayComplete(long cycle, FoldRun fold) {
    for (int row = 0; row < fold.rows; row++) {
      if (drainFree[row] > cycle + row + depth - 1) {
        return false;
      }
    }
    long leaves = cycle + fold.rows + depth - 1;
    return leaves >= columnFree && leaves + fold.columns - 1 >= portFree;
  }

  /** Notes when the sums that the vectors of this cycle complete will have left. */
  private void reserveDrain(long cycle, FoldRun fold) {
    long leaves = cycle + fold.rows + depth - 1;
    for (int turn = 0; turn < fold.turns - 1; turn++) {
      for (int row = 0; row < fold.rows; row++) {
        leaves += shiftCycles(fold, turn, row);
      }
    }
    for (int row = 0; row < fold.rows; row++) {
      leaves += shiftCycles(fold, fold.turns - 1, fold.rows - 1 - row);
      // Once a column has shifted row + 1 times, nothing is left in this row and those above.
      drainFree[row] = leaves - 1;
    }
    columnFree = leaves;
    portFree = leaves + fold.columns - 1;
  }

  /** {@return the cycles after which a column shifts on when the sum of a row leaves it} */
  private static int shiftCycles(FoldRun fold, int turn, int row) {
    return row < fold.usedRows ? fold.outputCycles(turn) : 1;
  }

  private void enterVectors(long cycle, FoldRun fold) {
    CommandRun run = fold.run;
    if (streamingStep == 0 && streamingTurn == 0) {
      enterArray(fold);
    }
    int slot = (int) (cycle % slots);
    edgeCycles[slot] = cycle;
    edgeTags[slot] = tag(fold, streamingStep * fold.turns + streamingTurn);
    edgeFolds[slot] = fold;
    Slices slices = run.mapping.slices();
    for (int row = 0; row < fold.rows; row++) {
      boolean used = row < fold.usedRows;
      leftInputs[slot * rows + row] = used ? inputs(fold, row, slices) : nothing;
    }
    int usedColumns = fold.usedColumns(streamingTurn);
    for (int column = 0; column < fold.columns; column++) {
      int place = (slot * columns + column) * multipliers;
      if (column < usedColumns) {
        enterSlice(fold, column, place);
      } else {
        Arrays.fill(topPicks, place, place + multipliers, 0);
        Arrays.fill(topValues, place, place + multipliers, 0);
      }
    }
    if (streamingTurn == 0 && streamingStep % run.mapping.stepsOfLeftVector() == 0) {
      run.leftReads += run.mapping.leftElements(fold.usedRows);
    }
    run.topReads += run.mapping.topElements(usedColumns);
    run.sharedIndexBits += run.mapping.vectorIndexBits();
  }

  /** {@return the elements from which a row's multipliers pick in this step} */
  private double[] inputs(FoldRun fold, int row, Slices slices) {
    CommandRun run = fold.run;
    long from = slices.firstRow(streamingStep);
    double[] elements;
    if (slices.sparsity().isShared()) {
      // What all columns have stored is read as such, in their order: no element picks.
      elements = new double[slices.width()];
      int stored = slices.stored(streamingStep, run.command.k());
      for (int i = 0; i < stored; i++) {
        long along = run.rowOf(slices.firstStored(streamingStep) + i, 0);
        elements[i] = run.data.a(fold.firstRow + row, along);
      }
      return elements;
    }
    elements = new double[slices.covered()];
    for (int i = 0; i < elements.length && from + i < run.command.k(); i++) {
      elements[i] = run.data.a(fold.firstRow + row, from + i);
    }
    return elements;
  }

  private void enterSlice(FoldRun fold, int column, int place) {
    CommandRun run = fold.run;
    Slices slices = run.mapping.slices();
    long across = (fold.columnFold + streamingTurn) * columns + column;
    int stored = slices.stored(streamingStep, run.command.k());
    boolean shared = slices.sparsity().isShared();
    for (int i = 0; i < multipliers; i++) {
      boolean holds = i < stored;
      long along = holds ? run.reductionRow(slices.firstStored(streamingStep) + i, across) : 0;
      int pick = shared ? i : (int) (along - slices.firstRow(streamingStep));
      topPicks[place + i] = holds ? pick : NO_PICK;
      topValues[place + i] = holds ? run.data.b(along, across) : 0;
    }
  }

  @Override
  void move(long cycle) {
    for (int column = 0; column < columns; column++) {
      FoldRun fold = draining[column];
      if (fold != null) {
        drain(cycle, column, fold);
      }
    }
    takeFromTopEdge(cycle);
    // The last row first: it hands nothing on, and its operands make room for those from above.
    for (int row = rows - 1; row >= 0; row--) {
      takeFromLeftEdge(cycle, row);
      if (rightInRow[row] > 0) {
        multiplyRow(cycle, row);
      }
      if (productsInRow[row] > 0) {
        addRow(cycle, row);
      }
    }
  }

  private void takeFromTopEdge(long cycle) {
    for (int column = 0; column < columns && column <= cycle; column++) {
      int slot = (int) ((cycle - column) % slots);
      FoldRun fold = edgeFolds[slot];
      if (edgeCycles[slot] == cycle - column && fold != null && column < fold.columns) {
        copy(slot * columns + column, topValues, topPicks, column);
        downTags[column] = edgeTags[slot];
      }
    }
  }

  private void takeFromLeftEdge(long cycle, int row) {
    if (row > cycle) {
      return;
    }
    int slot = (int) ((cycle - row) % slots);
    FoldRun fold = edgeFolds[slot];
    if (edgeCycles[slot] == cycle - row && fold != null && row < fold.rows) {
      rightInputs[row * columns] = leftInputs[slot * rows + row];
      rightTags[row * columns] = edgeTags[slot];
      rightInRow[row]++;
    }
  }

  /** Begins a product in every cell of a row that has operands and moves the operands on. */
  private void multiplyRow(long cycle, int row) {
    int slot = (int) (cycle % depth);
    long[] begun = products[slot];
    long[] begunTags = productTags[slot];
    int first = row * columns;
    for (int cell = first + columns - 1; cell >= first; cell--) {
      long tag = rightTags[cell];
      if (tag == NOTHING) {
        continue;
      }
      if (downTags[cell] != tag) {
        throw hazard(cycle, cell, "the operand from above is not there");
      }
      if (begunTags[cell] != NOTHING) {
        throw hazard(cycle, cell, "a product is overwritten before it was added");
      }
      productCounts[slot][cell] = multiply(cell, begun);
      begunTags[cell] = tag;
      productsInRow[row]++;
      FoldRun fold = foldOf(tag);
      rightTags[cell] = NOTHING;
      downTags[cell] = NOTHING;
      if (cell + 1 < first + fold.columns) {
        rightTags[cell + 1] = tag;
        rightInputs[cell + 1] = rightInputs[cell];
      } else {
        rightInRow[row]--;
      }
      if (row + 1 < fold.rows) {
        downTags[cell + columns] = tag;
        copy(cell, downValues, downPicks, cell + columns);
      }
    }
  }

  /** {@return how many of a cell's multipliers have begun a product, the first ones} */
  private int multiply(int cell, long[] begun) {
    double[] inputs = rightInputs[cell];
    int first = cell * multipliers;
    int count = 0;
    while (count < multipliers && downPicks[first + count] != NO_PICK) {
      int place = first + count;
      begun[place] = arithmetic.product(inputs[downPicks[place]], downValues[place]);
      count++;
    }
    return count;
  }

  /** Copies what comes from above to a cell, the registers of all its multipliers. */
  private void copy(int from, double[] values, int[] picks, int cell) {
    for (int i = 0; i < multipliers; i++) {
      downValues[cell * multipliers + i] = values[from * multipliers + i];
      downPicks[cell * multipliers + i] = picks[from * multipliers + i];
    }
  }

  /** Adds the products of a row that are in their last stage. */
  private void addRow(long cycle, int row) {
    int slot = (int) ((cycle + 1) % depth);
    long[] ready = products[slot];
    long[] readyTags = productTags[slot];
    int first = row * columns;
    for (int cell = first; cell < first + columns; cell++) {
      long tag = readyTags[cell];
      if (tag == NOTHING) {
        continue;
      }
      readyTags[cell] = NOTHING;
      productsInRow[row]--;
      FoldRun fold = foldOf(tag);
      int step = (int) tag / fold.turns;
      int turn = (int) tag % fold.turns;
      int sum = turn * cells + cell;
      if (sumTags[sum] != (step == 0 ? NOTHING : tag - fold.turns)) {
        throw hazard(cycle, cell, "a product is added to another fold's sum");
      }
      if (step > 0 && cycle < sumCycles[sum] + latency) {
        throw hazard(cycle, cell, "a sum is added to before its last addition has ended");
      }
      if (!doubleBuffer && drainTags[sum] != NOTHING) {
        throw hazard(cycle, cell, "a sum is overwritten before it has left");
      }
      long total = step == 0 ? arithmetic.empty() : sums[sum];
      for (int i = 0; i < productCounts[slot][cell]; i++) {
        total = arithmetic.add(total, ready[cell * multipliers + i]);
      }
      sums[sum] = total;
      sumTags[sum] = tag;
      sumCycles[sum] = cycle;
      if (step == fold.time - 1) {
        completeSum(cycle, row, cell, fold, turn);
      }
    }
  }

  private void completeSum(long cycle, int row, int cell, FoldRun fold, int turn) {
    int sum = turn * cells + cell;
    if (drainTags[sum] != NOTHING) {
      throw hazard(cycle, cell, "a drain register is overwritten before its sum has left");
    }
    sumTags[sum] = NOTHING;
    drainValues[sum] = arithmetic.leave(sums[sum]);
    drainTags[sum] = tag(fold, turn * fold.rows + row);
    if (row == fold.rows - 1 && turn == fold.turns - 1) {
      int column = cell - row * columns;
      if (draining[column] != null) {
        throw hazard(cycle, cell, "two folds' sums meet on the way out of the column");
      }
      draining[column] = fold;
      drained[column] = 0;
      drainCyclesLeft[column] = 0;
    }
  }

  /** Lets one cycle pass in which a column drains; the first cycle of a sum is its way out. */
  private void drain(long cycle, int column, FoldRun fold) {
    int turn = drained[column] / fold.rows;
    int origin = fold.rows - 1 - drained[column] % fold.rows;
    int lastRow = (fold.rows - 1) * columns + column;
    int last = turn * cells + lastRow;
    if (drainCyclesLeft[column] == 0) {
      int vector = turn * fold.rows + origin;
      if (drainTags[last] != tag(fold, vector)) {
        throw hazard(cycle, lastRow, "the sum of row " + origin + " is not there to leave");
      }
      if (origin < fold.usedRows) {
        resultPort.put(cycle + fold.columns - 1 - column, column, fold, vector, drainValues[last]);
      }
      drainCyclesLeft[column] = shiftCycles(fold, turn, origin);
    }
    drainCyclesLeft[column]--;
    if (drainCyclesLeft[column] > 0) {
      return;
    }
    // Only sums of this fold move: rows that they have left may hold the next fold's.
    drainTags[last] = NOTHING;
    for (int cell = last; cell >= turn * cells + columns; cell -= columns) {
      int above = cell - columns;
      if (drainTags[above] == NOTHING || (int) (drainTags[above] >>> 32) != fold.number) {
        break;
      }
      drainTags[cell] = drainTags[above];
      drainValues[cell] = drainValues[above];
      drainTags[above] = NOTHING;
    }
    drained[column]++;
    if (drained[column] == fold.turns * fold.rows) {
      draining[column] = null;
    }
  }

  private IllegalStateException hazard(long cycle, int cell, String what) {
    return new IllegalStateException(
        "cycle " + cycle + ": cell (" + cell / columns + ", " + cell % columns + "): " + what);
  }
}
