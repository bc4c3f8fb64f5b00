package tactus.hw.matrix;

import tactus.hw.command.Dataflow;
import tactus.hw.memory.BankConflicts;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The time of a product from its first fold to its last, and what it reads and writes. Pairs of
 * consecutive folds that agree in shape and in the distance of their operands in banks are
 * evaluated once and multiplied; the distance is linear in both fold indices, so the pairs of each
 * distance are counted without visiting them.
 */
final class ProductTiming {

  private final ScratchpadSpec scratchpad;
  private final FoldTransition transition;
  private final boolean sumsStay;
  private final FoldShape[][] shapes = new FoldShape[2][2];
  private final FoldShape first;
  private final FoldShape last;
  private final long folds;
  private final long leftReads;
  private final long topReads;
  private final long passesThroughAccumulators;
  private long advanceCycles;
  private long fillDrainCycles;
  private long weightLoadCycles;
  private long bankConflictCycles;

  ProductTiming(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      FoldTransition transition,
      ArrayMapping mapping,
      boolean drain) {
    this.scratchpad = scratchpad;
    this.transition = transition;
    this.sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        shapes[row][column] = FoldShape.of(spec, scratchpad, mapping, drain, row == 1, column == 1);
      }
    }
    long rowFolds = mapping.rowFolds();
    long columnGroups = mapping.columnGroups();
    folds = Math.multiplyExact(rowFolds, mapping.columnFolds());
    first = shapes[rowFolds == 1 ? 1 : 0][columnGroups == 1 ? 1 : 0];
    last = shapes[1][1];
    long columnElements =
        Math.multiplyExact(
            mapping.topElements(mapping.spatialColumns()),
            sumsStay ? mapping.time() : mapping.spatialRows());
    long leftElements =
        Math.addExact(
            Math.multiplyExact(rowFolds - 1, mapping.leftElements(mapping.foldRows())),
            mapping.leftElements(last.usedRows()));
    leftReads =
        Math.multiplyExact(Math.multiplyExact(leftElements, mapping.leftVectors()), columnGroups);
    topReads = sumsStay ? Math.multiplyExact(columnElements, rowFolds) : columnElements;
    passesThroughAccumulators = sumsStay ? 0 : rowFolds - 1;
    addFolds(mapping);
  }

  FoldShape first() {
    return first;
  }

  FoldShape last() {
    return last;
  }

  /** {@return the folds of the product} */
  long folds() {
    return folds;
  }

  /** {@return the cycles from the entry of the first fold's last vector to that of the last's} */
  long advanceCycles() {
    return advanceCycles;
  }

  /** {@return the fill and drain cycles before the last fold's stream, without the first fold's} */
  long fillDrainCycles() {
    return fillDrainCycles;
  }

  /** {@return the weight load cycles of all folds but the first} */
  long weightLoadCycles() {
    return weightLoadCycles;
  }

  /** {@return the bank conflict cycles of all folds but the first} */
  long bankConflictCycles() {
    return bankConflictCycles;
  }

  /** {@return the elements read for the left edge} */
  long leftReads() {
    return leftReads;
  }

  /** {@return the elements read for the top edge} */
  long topReads() {
    return topReads;
  }

  /** {@return how often each sum goes to the accumulators and is added to by a later fold} */
  long passesThroughAccumulators() {
    return passesThroughAccumulators;
  }

  private void addFolds(ArrayMapping mapping) {
    long rowFolds = mapping.rowFolds();
    long columnFolds = mapping.columnGroups();
    // A step of a fold index moves the top operand against the left one by so many words.
    long leftStep = mapping.leftVectors() * mapping.leftPitch();
    long topRowStep = sumsStay ? 0 : mapping.foldRows() * mapping.topPitch();
    long topVectors = sumsStay ? mapping.interleave() * mapping.time() : mapping.spatialRows();
    long topColumnStep = topVectors * mapping.topPitch();
    long rowStep = topRowStep - leftStep;
    // Weight stationary, the earlier fold's stream meets the later fold's load; output stationary,
    // both operands are the later fold's.
    long apart = mapping.topWord() - mapping.leftWord();
    long alongRow = apart + (sumsStay ? rowStep : topRowStep);
    long alongColumn = apart + topColumnStep - (sumsStay ? 0 : (rowFolds - 1) * leftStep);
    for (int column = 0; column < 2; column++) {
      long columns = column == 0 ? columnFolds - 1 : 1;
      long from = column == 0 ? alongRow : alongRow + (columnFolds - 1) * topColumnStep;
      FoldShape middle = shapes[0][column];
      FoldShape end = shapes[1][column];
      add(middle, middle, from, rowStep, rowFolds - 2, topColumnStep, columns);
      if (rowFolds > 1) {
        long toEnd = from + (rowFolds - 2) * rowStep;
        add(middle, end, toEnd, 0, 1, topColumnStep, columns);
      }
    }
    int firstRow = rowFolds == 1 ? 1 : 0;
    FoldShape end = shapes[1][0];
    add(end, shapes[firstRow][0], alongColumn, 0, 1, topColumnStep, columnFolds - 2);
    if (columnFolds > 1) {
      long toEnd = alongColumn + (columnFolds - 2) * topColumnStep;
      add(end, shapes[firstRow][1], toEnd, 0, 1, 0, 1);
    }
  }

  /** Adds {@code rows x columns} pairs of folds whose distance grows with both indices. */
  private void add(
      FoldShape earlier,
      FoldShape later,
      long distance,
      long rowStep,
      long rows,
      long columnStep,
      long columns) {
    if (rows < 1 || columns < 1) {
      return;
    }
    if (!transition.dependsOnDistance(earlier, later)) {
      add(earlier, later, 0, rows * columns);
      return;
    }
    int banks = scratchpad.banks();
    long[] pairs = new long[banks];
    int rowPeriod = BankConflicts.period(banks, rowStep);
    int columnPeriod = BankConflicts.period(banks, columnStep);
    for (int row = 0; row < Math.min(rows, rowPeriod); row++) {
      long sameRows = (rows - row + rowPeriod - 1) / rowPeriod;
      for (int column = 0; column < Math.min(columns, columnPeriod); column++) {
        long sameColumns = (columns - column + columnPeriod - 1) / columnPeriod;
        long apart = distance + row * rowStep + column * columnStep;
        pairs[Math.floorMod(apart, banks)] += sameRows * sameColumns;
      }
    }
    for (int apart = 0; apart < banks; apart++) {
      if (pairs[apart] > 0) {
        add(earlier, later, apart, pairs[apart]);
      }
    }
  }

  private void add(FoldShape earlier, FoldShape later, long distance, long pairs) {
    transition.evaluate(earlier, later, distance, Long.MIN_VALUE);
    advanceCycles += pairs * transition.advanceCycles();
    fillDrainCycles += pairs * (transition.earlierFillDrainCycles() + transition.fillDrainCycles());
    weightLoadCycles += pairs * transition.weightLoadCycles();
    bankConflictCycles += pairs * transition.bankConflictCycles();
  }
}
