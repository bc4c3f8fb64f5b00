package tactus.hw.matrix;

import tactus.hw.command.Dataflow;
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
 * @param turns column folds that take turns
 * @param topWords words of a vector that enters at the top edge, of the first turn
 * @param lastTopWords the same of the last turn
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
    int turns,
    long topWords,
    long lastTopWords,
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
      boolean lastColumnGroup) {
    boolean padded = spec.partialFolds() == PartialFolds.PADDED;
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    int banks = scratchpad.banks();
    int usedRows = used(mapping.foldRows(), mapping.spatialRows(), lastRowFold);
    int usedColumns = used(spec.columns(), mapping.spatialColumns(), lastColumnGroup);
    int turns = lastColumnGroup ? mapping.turns(mapping.columnGroups() - 1) : mapping.interleave();
    int rows = padded ? spec.rows() : usedRows;
    int columns = padded || turns > 1 ? spec.columns() : usedColumns;
    long leftWords = scratchpad.words(mapping.leftElements(usedRows), mapping.leftBits());
    long lastTopWords = mapping.topWords(scratchpad, usedColumns);
    boolean drains = drain && (sumsStay || lastRowFold);
    long outputCycles = drains ? outputCycles(scratchpad, mapping, usedColumns) : 1;
    long readCycles =
        BankConflicts.cycles(BankConflicts.maxLoad(banks, leftWords), scratchpad.readPorts());
    int depth = spec.pipelineDepth();
    boolean chained = spec.pipelineStyle() == PipelineStyle.CHAINED;
    int rowDelay = chained ? depth : 1;
    int extraCycles = chained ? 0 : depth - 1;
    long drainCycles = rows - usedRows + usedRows * outputCycles;
    if (turns > 1) {
      long cycles = drains ? outputCycles(scratchpad, mapping, spec.columns()) : 1;
      drainCycles += (turns - 1) * (rows - usedRows + usedRows * cycles);
    }
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
        turns,
        turns == 1 ? lastTopWords : mapping.topWords(scratchpad, spec.columns()),
        lastTopWords,
        mapping.topPitch(),
        Math.max(readCycles, outputCycles),
        outputCycles,
        drainCycles,
        rowDelay,
        tailCycles);
  }

  private static long outputCycles(ScratchpadSpec scratchpad, ArrayMapping mapping, int columns) {
    long words = scratchpad.words(columns, mapping.outBits());
    return BankConflicts.cycles(
        BankConflicts.maxLoad(scratchpad.banks(), words), scratchpad.writePorts());
  }

  private static int used(int size, long elements, boolean last) {
    return last ? (int) (elements - (elements - 1) / size * size) : size;
  }
}
