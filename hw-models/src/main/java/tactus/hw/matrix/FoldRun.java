package tactus.hw.matrix;

import tactus.hw.memory.ScratchpadSpec;

/** A fold in the reference engine: the part of a product that lies on the array at one time. */
final class FoldRun {

  final CommandRun run;

  /** Position among all folds of the engine; every value in the array is tagged with it. */
  final int number;

  final long rowFold;
  final long columnFold;

  /** The first of its rows among all of the product that lie along the array's rows. */
  final long firstRow;

  /** Rows and columns that hold elements of the product. */
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

  /** Cycles in which one result vector is written. */
  final int outputCycles;

  /** Cycles in which one streamed vector is in service, weight and input stationary. */
  final int serviceCycles;

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
      long columnFold) {
    ArrayMapping mapping = run.mapping;
    boolean padded = spec.partialFolds() == MatrixEngineSpec.PartialFolds.PADDED;
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    this.run = run;
    this.number = number;
    this.rowFold = rowFold;
    this.columnFold = columnFold;
    firstRow = rowFold * mapping.foldRows();
    usedRows = (int) Math.min(mapping.foldRows(), mapping.spatialRows() - firstRow);
    usedColumns =
        (int) Math.min(spec.columns(), mapping.spatialColumns() - columnFold * spec.columns());
    rows = padded ? spec.rows() : usedRows;
    columns = padded ? spec.columns() : usedColumns;
    time = Math.toIntExact(mapping.time());
    boolean lastSums = sumsStay || rowFold == mapping.rowFolds() - 1;
    drains = run.command.drain() && lastSums;
    continuesSums = !sumsStay && rowFold > 0;
    accumulates = run.command.accumulate() || continuesSums;
    int written = drains ? fullestBank(scratchpad, usedColumns, mapping.outBits()) : 1;
    outputCycles = (written + scratchpad.writePorts() - 1) / scratchpad.writePorts();
    int read = fullestBank(scratchpad, mapping.leftElements(usedRows), mapping.leftBits());
    int readCycles = (read + scratchpad.readPorts() - 1) / scratchpad.readPorts();
    serviceCycles = Math.max(readCycles, outputCycles);
    resultVectors = sumsStay ? mapping.spatialRows() : mapping.time();
    firstResult = sumsStay ? firstRow : 0;
    resultsLeft = sumsStay ? usedRows : time;
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
