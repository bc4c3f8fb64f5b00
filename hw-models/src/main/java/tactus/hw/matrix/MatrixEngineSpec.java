package tactus.hw.matrix;

import java.util.Optional;
import tactus.hw.sparse.SparseUnitSpec;

/**
 * A systolic array of {@code rows x columns} processing elements with its accumulators.
 *
 * @param rows rows of the array, at least 1
 * @param columns columns of the array, at least 1
 * @param dataflow which operand stays in the array
 * @param pipelineDepth stages of a processing element's multiply-add, at least 1
 * @param pipelineStyle how the stages of vertically neighbouring elements overlap
 * @param doubleBuffer whether a second set of stationary registers lets the next fold's operand
 *     load (or, output stationary, the last fold's sums drain) while this one streams
 * @param partialFolds what a fold smaller than the array costs
 * @param accumulatorBytes capacity of the accumulators, at least 4 bytes
 * @param accumulatorBits width of a sum, in bits
 * @param sparsity what it makes of operands that are not stored in full, if it can do anything
 */
public record MatrixEngineSpec(
    int rows,
    int columns,
    Dataflow dataflow,
    int pipelineDepth,
    PipelineStyle pipelineStyle,
    boolean doubleBuffer,
    PartialFolds partialFolds,
    long accumulatorBytes,
    int accumulatorBits,
    Optional<SparseUnitSpec> sparsity) {

  /** How the pipelines of vertically neighbouring processing elements overlap. */
  public enum PipelineStyle {
    /** A sum takes {@code pipelineDepth} cycles a row: the next row starts when it is complete. */
    CHAINED,
    /** A sum takes one cycle a row and {@code pipelineDepth - 1} more once at the column's end. */
    SKEWED
  }

  /** What a fold that does not fill the array costs. */
  public enum PartialFolds {
    /** As much as a full one: loads and sums pass through every row and column. */
    PADDED,
    /** Only the rows and columns it uses: loads stop early and sums leave at the last used row. */
    TRIMMED
  }

  public MatrixEngineSpec {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows (" + rows + ") and columns (" + columns + ") must be at least 1");
    }
    if (pipelineDepth < 1) {
      throw new IllegalArgumentException(
          "pipelineDepth (" + pipelineDepth + ") must be at least 1");
    }
    if (accumulatorBits < 1 || accumulatorBytes < 1) {
      throw new IllegalArgumentException(
          "accumulatorBits ("
              + accumulatorBits
              + ") and accumulatorBytes ("
              + accumulatorBytes
              + ") must be at least 1");
    }
  }

  /**
   * Creates an engine for dense operands.
   *
   * @param rows rows of the array, at least 1
   * @param columns columns of the array, at least 1
   * @param dataflow which operand stays in the array
   * @param pipelineDepth stages of a processing element's multiply-add, at least 1
   * @param pipelineStyle how the stages of vertically neighbouring elements overlap
   * @param doubleBuffer whether a second set of registers overlaps loads and streams
   * @param partialFolds what a fold smaller than the array costs
   * @param accumulatorBytes capacity of the accumulators, at least 4 bytes
   * @param accumulatorBits width of a sum, in bits
   */
  public MatrixEngineSpec(
      int rows,
      int columns,
      Dataflow dataflow,
      int pipelineDepth,
      PipelineStyle pipelineStyle,
      boolean doubleBuffer,
      PartialFolds partialFolds,
      long accumulatorBytes,
      int accumulatorBits) {
    this(
        rows,
        columns,
        dataflow,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        Optional.empty());
  }

  /** {@return the number of processing elements} */
  public long processingElements() {
    return (long) rows * columns;
  }
}
