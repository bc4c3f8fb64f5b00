package tactus.hw.matrix;

import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.BankConflicts;
import tactus.hw.memory.ScratchpadSpec;

/**
 * What decides the time of a fold apart from where its operands lie: folds of a product have at
 * most four shapes. Names follow {@code docs/models/machine-timing.md}.
 *
 * @param usedRows rows that hold elements of the product
 * @param rows rows that values pass through
 * @param columns columns that values pass through
 * @param time vectors that stream
 * @param leftWords words of a vector that enters at the left edge
 * @param leftPitch words from one of them to the next
 * @param leftVectors vectors that enter at the left edge
 * @param stepsOfLeftVector steps, output stationary, that use one of them
 * @param topWords words of a vector that enters at the top edge
 * @param topPitch words from one of them to the next
 * @param serviceCycles cycles of a streamed vector's service, without output stationary conflicts
 * @param outputCycles cycles in which a result vector is written
 * @param drainCycles cycles in which a column's sums leave, output stationary
 * @param rowDelay cycles from a row's start of a multiply-add to the next row's
 * @param tailCycles cycles from the last vector's entry to the end of the fold, less one
 */
record FoldShape(
    int usedRows,
    int rows,
    int columns,
    long time,
    long leftWords,
    long leftPitch,
    long leftVectors,
    int stepsOfLeftVector,
    long topWords,
    long topPitch,
    long serviceCycles,
    long outputCycles,
    long drainCycles,
    int rowDelay,
    long tailCycles) {

  static FoldShape of(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      ArrayMapping mapping,
      boolean drain,
      boolean lastRowFold,
      boolean lastColumnFold) {
    boolean padded = spec.partialFolds() == PartialFolds.PADDED;
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    int banks = scratchpad.banks();
    int usedRows = used(mapping.foldRows(), mapping.spatialRows(), lastRowFold);
    int usedColumns = used(spec.columns(), mapping.spatialColumns(), lastColumnFold);
    int rows = padded ? spec.rows() : usedRows;
    int columns = padded ? spec.columns() : usedColumns;
    long leftWords = scratchpad.words(mapping.leftElements(usedRows), mapping.leftBits());
    long topWords = scratchpad.words(usedColumns, mapping.topBits());
    long outWords = scratchpad.words(usedColumns, mapping.outBits());
    long outputCycles =
        drain && (sumsStay || lastRowFold)
            ? BankConflicts.cycles(BankConflicts.maxLoad(banks, outWords), scratchpad.writePorts())
            : 1;
    long readCycles =
        BankConflicts.cycles(BankConflicts.maxLoad(banks, leftWords), scratchpad.readPorts());
    int depth = spec.pipelineDepth();
    boolean chained = spec.pipelineStyle() == PipelineStyle.CHAINED;
    int rowDelay = chained ? depth : 1;
    int extraCycles = chained ? 0 : depth - 1;
    long drainCycles = rows - usedRows + usedRows * outputCycles;
    long tailCycles =
        sumsStay
            ? rows + depth + columns - 3 + drainCycles
            : (long) rows * rowDelay + extraCycles + columns - 3 + outputCycles;
    return new FoldShape(
        usedRows,
        rows,
        columns,
        mapping.time(),
        leftWords,
        mapping.leftPitch(),
        mapping.leftVectors(),
        mapping.stepsOfLeftVector(),
        topWords,
        mapping.topPitch(),
        Math.max(readCycles, outputCycles),
        outputCycles,
        drainCycles,
        rowDelay,
        tailCycles);
  }

  private static int used(int size, long elements, boolean last) {
    return last ? (int) (elements - (elements - 1) / size * size) : size;
  }
}
