package tactus.hw.matrix;

import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.memory.ScratchpadSpec;

/**
 * How a product lies on an array, {@code docs/models/machine-timing.md} sections 2 and 3: the
 * matrix {@code spatialRows x spatialColumns} is cut into folds of the array's size, and each fold
 * streams {@code time} vectors. One operand enters at the left edge, in vectors as high as the
 * array; the other at the top edge, in vectors as wide as the array.
 *
 * @param spatialRows elements laid along the array's rows
 * @param spatialColumns elements laid along the array's columns
 * @param time vectors that stream through one fold
 * @param rowFolds folds along the rows
 * @param columnFolds folds along the columns
 * @param leftIsA whether A enters at the left edge
 * @param leftBits bits of an element that enters at the left edge
 * @param leftWord word address of the left operand
 * @param leftPitch words from one vector of the left operand to the next
 * @param topBits bits of an element that enters at the top edge
 * @param topWord word address of the top operand
 * @param topPitch words from one vector of the top operand to the next
 * @param outBits bits of a sum in the scratchpad
 * @param outWord word address of the result
 * @param outPitch words from one vector of the result to the next
 * @param foldRows rows of the array that a full fold uses
 * @param slices what is stored of B, or all of the reduction, as elements multiply it
 * @param sumsStay whether the sums are stationary
 * @param interleave column folds that lie on the array at once and take turns
 */
record ArrayMapping(
    long spatialRows,
    long spatialColumns,
    long time,
    long rowFolds,
    long columnFolds,
    boolean leftIsA,
    int leftBits,
    long leftWord,
    long leftPitch,
    int topBits,
    long topWord,
    long topPitch,
    int outBits,
    long outWord,
    long outPitch,
    int foldRows,
    Slices slices,
    boolean sumsStay,
    int interleave) {

  static ArrayMapping of(MatrixEngineSpec spec, ScratchpadSpec scratchpad, MatMul command) {
    boolean leftIsA = spec.dataflow() != Dataflow.INPUT_STATIONARY;
    Operand left = leftIsA ? command.a() : command.b();
    Operand top = leftIsA ? command.b() : command.a();
    Slices slices = spec.slices(command.sparsity());
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    // A group of B never lies in two folds: its rows of the array share what enters for them.
    int foldRows = sumsStay ? spec.rows() : slices.wholeRows(spec.rows());
    long reduction = slices.count(command.k());
    long spatialRows = reduction;
    long spatialColumns = leftIsA ? command.n() : command.m();
    long time = leftIsA ? command.m() : command.n();
    if (sumsStay) {
      spatialRows = command.m();
      time = reduction;
    }
    return new ArrayMapping(
        spatialRows,
        spatialColumns,
        time,
        (spatialRows + foldRows - 1) / foldRows,
        (spatialColumns + spec.columns() - 1) / spec.columns(),
        leftIsA,
        left.elementBits(),
        left.address() / scratchpad.wordBytes(),
        scratchpad.words(
            leftElements(
                slices,
                sumsStay,
                sumsStay || slices.sparsity().isDense() ? foldRows : Math.min(foldRows, reduction)),
            left.elementBits()),
        top.elementBits(),
        top.address() / scratchpad.wordBytes(),
        topWords(scratchpad, slices, spec.columns(), top.elementBits()),
        command.out().elementBits(),
        command.out().address() / scratchpad.wordBytes(),
        scratchpad.words(spec.columns(), command.out().elementBits()),
        foldRows,
        slices,
        sumsStay,
        spec.accumulation().interleavedSums());
  }

  /**
   * {@return the words of a vector that enters at the top edge: a slice of so many columns, and
   * behind it the indices that they share, if they do}
   */
  long topWords(ScratchpadSpec scratchpad, long usedColumns) {
    return topWords(scratchpad, slices, usedColumns, topBits);
  }

  private static long topWords(
      ScratchpadSpec scratchpad, Slices slices, long usedColumns, int bits) {
    long rowBits = usedColumns * bits + slices.sparsity().sharedIndexBits();
    return scratchpad.words(slices.width() * rowBits, 1);
  }

  /** {@return the elements of a vector that enters at the top edge for so many columns} */
  long topElements(long usedColumns) {
    return usedColumns * slices.width();
  }

  /** {@return the bits of the indices that columns share, in a vector that enters at the top} */
  long vectorIndexBits() {
    return (long) slices.width() * slices.sparsity().sharedIndexBits();
  }

  /** {@return these of all vectors that are read for a product} */
  long sharedIndexBits() {
    long ofColumnFold = sumsStay ? Math.multiplyExact(time, rowFolds) : spatialRows;
    return Math.multiplyExact(Math.multiplyExact(ofColumnFold, columnFolds), vectorIndexBits());
  }

  /** {@return the groups of column folds that take turns} */
  long columnGroups() {
    return (columnFolds + interleave - 1) / interleave;
  }

  /** {@return the column folds of a group} */
  int turns(long columnGroup) {
    return (int) Math.min(interleave, columnFolds - columnGroup * interleave);
  }

  /** {@return the elements of a vector that enters at the left edge of so many rows} */
  long leftElements(int usedRows) {
    return leftElements(slices, sumsStay, usedRows);
  }

  /**
   * {@return the vectors that enter at the left edge in a fold} Output stationary, one holds the
   * elements of a whole group for each row, and enters with the first of the group's steps; if
   * columns share their patterns, those of one slice, which are known.
   */
  long leftVectors() {
    return stepsOfLeftVector() == 1 ? time : slices.vectors(time);
  }

  /** {@return the steps of a fold for one vector at the left edge} */
  int stepsOfLeftVector() {
    return sumsStay && !slices.sparsity().isShared() ? slices.parts() : 1;
  }

  private static long leftElements(Slices slices, boolean sumsStay, long usedRows) {
    if (sumsStay) {
      return usedRows * (slices.sparsity().isShared() ? slices.width() : slices.covered());
    }
    return slices.vectors(usedRows) * slices.covered();
  }
}
