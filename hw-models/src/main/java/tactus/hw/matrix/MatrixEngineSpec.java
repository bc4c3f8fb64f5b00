package tactus.hw.matrix;

import java.util.Optional;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SparseUnitSpec;

/**
 * An array of {@code rows x columns} processing elements with its accumulators: a systolic one, or
 * multipliers between two flexible networks.
 *
 * @param rows rows of the array, at least 1
 * @param columns columns of the array, at least 1
 * @param interconnect which operand stays in the array, or which ones can
 * @param pipelineDepth stages of a processing element's multiply-add, at least 1
 * @param pipelineStyle how the stages of vertically neighbouring elements overlap
 * @param doubleBuffer whether a second set of stationary registers lets the next fold's operand
 *     load (or, output stationary, the last fold's sums drain) while this one streams
 * @param partialFolds what a fold smaller than the array costs
 * @param accumulatorBytes capacity of the accumulators, at least 4 bytes
 * @param accumulatorBits width of a sum, in bits
 * @param sparsity what it makes of operands that are not stored in full, if it can do anything
 * @param networks the networks of a flexible engine, and of no other
 * @param accumulation how often a sum is added to, output stationary
 * @param multipliers multiply-adds of one sum that a processing element makes in a cycle, one after
 *     the other; at least 1, and 1 of a flexible engine
 */
public record MatrixEngineSpec(
    int rows,
    int columns,
    InterconnectSpec interconnect,
    int pipelineDepth,
    PipelineStyle pipelineStyle,
    boolean doubleBuffer,
    PartialFolds partialFolds,
    long accumulatorBytes,
    int accumulatorBits,
    Optional<SparseUnitSpec> sparsity,
    Optional<FlexibleNetworksSpec> networks,
    AccumulationSpec accumulation,
    int multipliers) {

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
    if (multipliers < 1 || (multipliers > 1 && networks.isPresent())) {
      throw new IllegalArgumentException(
          "multipliers (" + multipliers + ") must be at least 1, and 1 of a flexible engine");
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
    if (!accumulation.equals(AccumulationSpec.EVERY_CYCLE)
        && (!interconnect.has(Dataflow.OUTPUT_STATIONARY)
            || accumulation.latencyCycles() > pipelineDepth)) {
      throw new IllegalArgumentException(
          "accumulation ("
              + accumulation
              + ") must be that of an output stationary array, of at most pipelineDepth ("
              + pipelineDepth
              + ") cycles");
    }
    if (networks.isPresent() != interconnect.has(Dataflow.FLEXIBLE)) {
      throw new IllegalArgumentException(
          "networks ("
              + networks
              + ") must be those of a flexible dataflow, but it has "
              + interconnect.dataflows());
    }
    if (networks.isPresent()) {
      int bandwidth = networks.get().distributionBandwidth();
      if ((long) rows * columns % bandwidth != 0 || sparsity.isPresent()) {
        throw new IllegalArgumentException(
            "rows * columns ("
                + (long) rows * columns
                + ") must be a multiple of the distribution bandwidth ("
                + bandwidth
                + "), and sparsity ("
                + sparsity
                + ") empty");
      }
    }
  }

  /**
   * Creates an engine without networks.
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
   * @param sparsity what it makes of operands that are not stored in full, if it can do anything
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
      int accumulatorBits,
      Optional<SparseUnitSpec> sparsity) {
    this(
        rows,
        columns,
        InterconnectSpec.of(dataflow),
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        sparsity,
        Optional.empty(),
        AccumulationSpec.EVERY_CYCLE,
        1);
  }

  /**
   * {@return the same engine with another time from addition to addition}
   *
   * @param newAccumulation how often a sum is added to
   */
  public MatrixEngineSpec with(AccumulationSpec newAccumulation) {
    return new MatrixEngineSpec(
        rows,
        columns,
        interconnect,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        sparsity,
        networks,
        newAccumulation,
        multipliers);
  }

  /**
   * {@return the same engine with other elements}
   *
   * @param newMultipliers multiply-adds that a processing element makes in a cycle
   */
  public MatrixEngineSpec withMultipliers(int newMultipliers) {
    return new MatrixEngineSpec(
        rows,
        columns,
        interconnect,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        sparsity,
        networks,
        accumulation,
        newMultipliers);
  }

  /**
   * {@return the same engine with another sparse unit}
   *
   * @param newSparsity what it makes of operands that are not stored in full
   */
  public MatrixEngineSpec with(SparseUnitSpec newSparsity) {
    return new MatrixEngineSpec(
        rows,
        columns,
        interconnect,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        Optional.of(newSparsity),
        networks,
        accumulation,
        multipliers);
  }

  /**
   * {@return the same engine with another interconnect}
   *
   * @param newInterconnect which dataflows it can be set to
   */
  public MatrixEngineSpec with(InterconnectSpec newInterconnect) {
    return new MatrixEngineSpec(
        rows,
        columns,
        newInterconnect,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        accumulatorBytes,
        accumulatorBits,
        sparsity,
        networks,
        newInterconnect.has(Dataflow.OUTPUT_STATIONARY)
            ? accumulation
            : AccumulationSpec.EVERY_CYCLE,
        multipliers);
  }

  /**
   * {@return the engine as it works while it is set to a dataflow}
   *
   * @param dataflow one that it can be set to
   */
  public MatrixEngineSpec setTo(Dataflow dataflow) {
    if (!interconnect.has(dataflow)) {
      throw new IllegalArgumentException(
          "dataflow (" + dataflow + ") must be one of " + interconnect.dataflows());
    }
    return interconnect.isSwitched() ? with(InterconnectSpec.of(dataflow)) : this;
  }

  /**
   * {@return the engine as it works for a product}
   *
   * @param product a product that says which dataflow it takes, if there are several
   */
  public MatrixEngineSpec setFor(MatMul product) {
    return product.dataflow().isPresent() ? setTo(product.dataflow().get()) : this;
  }

  /**
   * {@return which operand stays in the array}
   *
   * @throws IllegalStateException if that differs between products
   */
  public Dataflow dataflow() {
    if (interconnect.isSwitched()) {
      throw new IllegalStateException(
          "the dataflow of a product must be asked for, of " + interconnect.dataflows());
    }
    return interconnect.dataflows().get(0);
  }

  /** {@return whether it has flexible networks} */
  public boolean isFlexible() {
    return networks.isPresent();
  }

  /**
   * {@return a flexible engine}
   *
   * @param rows rows of multipliers, at least 1
   * @param columns columns of multipliers, at least 1
   * @param pipelineDepth stages of a multiplier, and of each level of adders, at least 1
   * @param accumulatorBytes capacity of the accumulators
   * @param accumulatorBits width of a sum, in bits
   * @param networks its networks
   */
  public static MatrixEngineSpec flexible(
      int rows,
      int columns,
      int pipelineDepth,
      long accumulatorBytes,
      int accumulatorBits,
      FlexibleNetworksSpec networks) {
    return new MatrixEngineSpec(
        rows,
        columns,
        InterconnectSpec.of(Dataflow.FLEXIBLE),
        pipelineDepth,
        PipelineStyle.CHAINED,
        false,
        PartialFolds.TRIMMED,
        accumulatorBytes,
        accumulatorBits,
        Optional.empty(),
        Optional.of(networks),
        AccumulationSpec.EVERY_CYCLE,
        1);
  }

  /**
   * {@return the same engine of another size; networks of a flexible one grow with it}
   *
   * @param newRows rows of the array
   * @param newColumns columns of the array
   * @param newAccumulatorBytes capacity of the accumulators
   */
  public MatrixEngineSpec resized(int newRows, int newColumns, long newAccumulatorBytes) {
    return new MatrixEngineSpec(
        newRows,
        newColumns,
        interconnect,
        pipelineDepth,
        pipelineStyle,
        doubleBuffer,
        partialFolds,
        newAccumulatorBytes,
        accumulatorBits,
        sparsity,
        networks.map(of -> resized(of, Math.multiplyExact((long) newRows, newColumns))),
        accumulation,
        multipliers);
  }

  /**
   * As many multipliers in a group as before, or a few more; the sums grow with the multipliers.
   */
  private FlexibleNetworksSpec resized(FlexibleNetworksSpec of, long multipliers) {
    long group = processingElements() / of.distributionBandwidth();
    long bandwidth = Math.max(1, multipliers / group);
    while (multipliers % bandwidth != 0) {
      bandwidth--;
    }
    double factor = (double) multipliers / processingElements();
    return new FlexibleNetworksSpec(
        Math.toIntExact(bandwidth),
        (int) Math.max(1, Math.round(of.reductionBandwidth() * factor)));
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

  /**
   * {@return of a flexible engine, the cycles from the entry of a row's last value to the first
   * cycle in which its sums leave: a register, the multiplier, the levels of adders, a register}
   */
  public long latencyCycles() {
    int levels = Long.SIZE - Long.numberOfLeadingZeros(processingElements() - 1);
    return 2 + (long) pipelineDepth * (1 + levels);
  }

  /**
   * {@return how many elements of the moving operand a processing element picks from: a group of
   * the largest size, and never fewer than it multiplies}
   */
  public int inputs() {
    return Math.max(multipliers, sparsity.map(SparseUnitSpec::largestGroup).orElse(1));
  }

  /**
   * {@return how the elements that are stored of a reduction lie on the processing elements}
   *
   * @param stored what is stored
   */
  public Slices slices(NmSparsity stored) {
    // What the array's edge picks enters as it is.
    boolean atEdge = stored.isShared() && sparsity.isPresent() && sparsity.get().picksAtEdge();
    return Slices.of(stored, multipliers, atEdge ? Integer.MAX_VALUE : inputs());
  }

  /** {@return the multiply-adds that all processing elements make in a cycle} */
  public long multiplyAdders() {
    return processingElements() * multipliers;
  }

  /** {@return the number of processing elements} */
  public long processingElements() {
    return (long) rows * columns;
  }
}
