package tactus.hw.matrix;

import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.memory.ScratchpadSpec;

/** A command in the reference engine: what it is and what was counted for it so far. */
final class CommandRun {

  final MatMul command;
  final ArrayMapping mapping;
  final MatMulData data;
  long startCycle = -1;
  long endCycle = -1;
  long streamCycles;
  long weightLoadCycles;
  long fillDrainCycles;
  long bankConflictCycles;
  long leftReads;
  long topReads;
  long outWrites;
  long accumulatorReads;
  long accumulatorWrites;
  long sharedIndexBits;
  private long foldsBegun;
  private long foldsComplete;

  CommandRun(MatMul command, ArrayMapping mapping, MatMulData data) {
    this.command = command;
    this.mapping = mapping;
    this.data = data;
  }

  /** {@return the row of B in which a stored element lies, which must be one of its group} */
  long rowOf(long storedRow, long column) {
    return rowOf(command, data, storedRow, column);
  }

  /** {@return the row of the reduction in which an element of a column's slices lies} */
  long reductionRow(long stored, long column) {
    return command.sparsity().isDense() ? stored : rowOf(stored, column);
  }

  static long rowOf(MatMul command, MatMulData data, long storedRow, long column) {
    NmSparsity sparsity = command.sparsity();
    long row = data.row(sparsity, storedRow, column);
    if (row / sparsity.group() != storedRow / sparsity.kept() || row >= command.k()) {
      throw new IllegalStateException(
          "stored element %d of column %d must lie in its group, but lies in row %d"
              .formatted(storedRow, column, row));
    }
    if (sparsity.isShared() && column > 0 && row != data.row(sparsity, storedRow, 0)) {
      throw new IllegalStateException(
          "stored element %d of column %d must lie in the row of column 0's, but lies in row %d"
              .formatted(storedRow, column, row));
    }
    return row;
  }

  boolean hasFoldsToBegin() {
    return foldsBegun < mapping.rowFolds() * mapping.columnGroups();
  }

  /** {@return the next fold: column folds that take turns outer, row fold inner} */
  FoldRun nextFold(MatrixEngineSpec spec, ScratchpadSpec scratchpad, int number) {
    long columnGroup = foldsBegun / mapping.rowFolds();
    long rowFold = foldsBegun % mapping.rowFolds();
    foldsBegun++;
    return new FoldRun(this, spec, scratchpad, number, rowFold, columnGroup);
  }

  /** Counts a fold whose last result was written in the cycle before. */
  void completeFold(long cycle) {
    foldsComplete++;
    if (foldsComplete == mapping.rowFolds() * mapping.columnGroups()) {
      endCycle = cycle;
    }
  }

  MatMulActivity activity() {
    return new MatMulActivity(
        startCycle,
        endCycle,
        streamCycles,
        weightLoadCycles,
        fillDrainCycles,
        bankConflictCycles,
        mapping.leftIsA() ? leftReads : topReads,
        mapping.leftIsA() ? topReads : leftReads,
        outWrites,
        accumulatorReads,
        accumulatorWrites,
        0,
        sharedIndexBits);
  }
}
