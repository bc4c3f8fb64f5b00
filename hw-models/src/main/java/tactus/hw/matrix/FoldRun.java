package tactus.hw.matrix;

import tactus.hw.command.Dataflow;
import tactus.hw.memory.ScratchpadSpec;

/** A fold in the reference engine: the part of a product that lies on the array at one time. */
final class FoldRun {

  final CommandRun run;

  /** Position among all folds of the engine; every value in the array is tagged with it. */
  final int number;

  final long rowFold;

  /** The first of the column folds that take turns. */
  final long columnFold;

  /** How many of them there are. */
  final int turns;

  /** The first of its rows among all of the product that lie along the array's rows. */
  final long firstRow;

  /** Rows and columns that hold elements of the product, the columns in the last turn. */
  final int usedRows;

  final int usedColumns;

  /** Rows and columns that values pass through, used or not. */
  final int rows;

  final int columns;

  final int time;

  /** Whether the sums go to the scratchpad instead of the accumulators. */
  final boolean drains;

  /** Whether the sums are added to what the accumulators hold. */
  final boolean accumulates;

  /** Whether that is what the fold before left there. */
  final boolean continuesSums;

  /** Cycles in which one result vector is written, in the last turn. */
  final int outputCycles;

  private final int fullColumns;
  private final int fullOutputCycles;

  /** Cycles in which one streamed vector is in service, weight and input stationary. */
  final int serviceCycles;

  /** Result vectors of the fold for each turn, as they are numbered on the array. */
  final int vectorsOfTurn;

  /** Result vectors of a column fold, and which of them is this fold's first. */
  final long resultVectors;

  final long firstResult;

  /** Result vectors still to be written. */
  int resultsLeft;

  FoldRun(
      CommandRun run,
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      int number,
      long rowFold,
      long columnGroup) {
    ArrayMapping mapping = run.mapping;
    boolean padded = spec.partialFolds() == MatrixEngineSpec.PartialFolds.PADDED;
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    this.run = run;
    this.number = number;
    this.rowFold = rowFold;
    columnFold = columnGroup * mapping.interleave();
    turns = mapping.turns(columnGroup);
    firstRow = rowFold * mapping.foldRows();
    usedRows = (int) Math.min(mapping.foldRows(), mapping.spatialRows() - firstRow);
    usedColumns =
        (int)
            Math.min(
                spec.columns(),
                mapping.spatialColumns() - (columnFold + turns - 1) * spec.columns());
    fullColumns = spec.columns();
    rows = padded ? spec.rows() : usedRows;
    columns = padded || turns > 1 ? spec.columns() : usedColumns;
    time = Math.toIntExact(mapping.time());
    boolean lastSums = sumsStay || rowFold == mapping.rowFolds() - 1;
    drains = run.command.drain() && lastSums;
    continuesSums = !sumsStay && rowFold > 0;
    accumulates = run.command.accumulate() || continuesSums;
    outputCycles = drains ? outputCycles(scratchpad, mapping, usedColumns) : 1;
    fullOutputCycles = drains ? outputCycles(scratchpad, mapping, fullColumns) : 1;
    int read = fullestBank(scratchpad, mapping.leftElements(usedRows), mapping.leftBits());
    int readCycles = (read + scratchpad.readPorts() - 1) / scratchpad.readPorts();
    serviceCycles = Math.max(readCycles, outputCycles);
    resultVectors = sumsStay ? mapping.spatialRows() : mapping.time();
    firstResult = sumsStay ? firstRow : 0;
    resultsLeft = sumsStay ? turns * usedRows : time;
    vectorsOfTurn = sumsStay ? rows : time;
  }

  /** {@return the columns that hold elements of the product in a turn} */
  int usedColumns(int turn) {
    return turn == turns - 1 ? usedColumns : fullColumns;
  }

  /** {@return the cycles in which a result vector of a turn is written} */
  int outputCycles(int turn) {
    return turn == turns - 1 ? outputCycles : fullOutputCycles;
  }

  private static int outputCycles(ScratchpadSpec scratchpad, ArrayMapping mapping, int columns) {
    int written = fullestBank(scratchpad, columns, mapping.outBits());
    return (written + scratchpad.writePorts() - 1) / scratchpad.writePorts();
  }

  /** {@return the words in the fullest bank of a vector of consecutive words} */
  private static int fullestBank(ScratchpadSpec scratchpad, long elements, int elementBits) {
    int banks = scratchpad.banks();
    long words = scratchpad.words(elements, elementBits);
    int[] load = new int[banks];
    int most = 0;
    for (int word = 0; word < words; word++) {
      most = Math.max(most, ++load[word % banks]);
    }
    return most;
  }
}
