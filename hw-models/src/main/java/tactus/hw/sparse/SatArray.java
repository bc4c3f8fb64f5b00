package tactus.hw.sparse;

import tactus.hw.command.NmSparsity;

/**
 * The cycles of products on SAT's array, tile after tile, in closed form; {@code
 * docs/models/sparsity.md} section 3. The configuration words of a run come from comparing them: it
 * is the utilization predictor of offline scheduling.
 */
public final class SatArray {

  /** What stays in the array. */
  public enum Mode {
    /** A tile of {@code k x n} stays, rows of the left operand stream. */
    WEIGHT_STATIONARY,
    /** A tile of {@code m x n} sums stays, both operands stream. */
    OUTPUT_STATIONARY
  }

  private final SatSpec spec;

  /**
   * Makes the array of an accelerator.
   *
   * @param spec the accelerator
   */
  public SatArray(SatSpec spec) {
    this.spec = spec;
  }

  /**
   * {@return the cycles of a product} A weight-stationary tile is loaded in {@code rows} cycles,
   * takes {@code m} to stream and {@code rows + columns} to fill and drain. Of output-stationary
   * tiles, as many as are interleaved are formed at once, in the cycles of {@link
   * #accumulateCycles} and {@code rows + columns}.
   *
   * @param mode what stays
   * @param m rows of the left operand, at least 1
   * @param k extent of the reduction, at least 1
   * @param n columns of the right operand, at least 1
   * @param sparsity what is stored of the right operand
   */
  public long cycles(Mode mode, long m, long k, long n, NmSparsity sparsity) {
    long stored = sparsity.stored(k);
    long edges = (long) spec.rows() + spec.columns();
    if (mode == Mode.WEIGHT_STATIONARY) {
      long tiles = Math.multiplyExact(ceil(stored, spec.rows()), ceil(n, spec.columns()));
      return Math.multiplyExact(tiles, spec.rows() + m + edges);
    }
    long tiles = Math.multiplyExact(ceil(m, spec.rows()), ceil(n, spec.columns()));
    long whole = tiles / spec.interleave();
    int rest = (int) (tiles % spec.interleave());
    int latency = spec.accumulateLatency();
    long cycles =
        Math.multiplyExact(whole, accumulateCycles(stored, latency, spec.interleave()) + edges);
    return rest == 0
        ? cycles
        : Math.addExact(cycles, accumulateCycles(stored, latency, rest) + edges);
  }

  /**
   * {@return the mode in which a product takes fewer cycles; weight stationary if both take as
   * many}
   *
   * @param m rows of the left operand
   * @param k extent of the reduction
   * @param n columns of the right operand
   * @param sparsity what is stored of the right operand
   */
  public Mode better(long m, long k, long n, NmSparsity sparsity) {
    return cycles(Mode.OUTPUT_STATIONARY, m, k, n, sparsity)
            < cycles(Mode.WEIGHT_STATIONARY, m, k, n, sparsity)
        ? Mode.OUTPUT_STATIONARY
        : Mode.WEIGHT_STATIONARY;
  }

  /**
   * {@return the cycles in which an element forms its sums, from the first product's to the last
   * addition's}: {@code (k - 1) max(D, I) + (I - 1) + D}.
   *
   * @param k products of a sum, at least 1
   * @param latency cycles until a sum can be added to again, D
   * @param interleave sums formed in turn, I
   */
  public static long accumulateCycles(long k, int latency, int interleave) {
    return Math.multiplyExact(k - 1, (long) Math.max(latency, interleave))
        + (interleave - 1)
        + latency;
  }

  /**
   * {@return the cycle of the last addition in an array, from cycle 0 on}: {@code (R - 1) + (C - 1)
   * + (k - 1) max(D, I) + (I - 1) + D}; element (i, j) begins {@code i + j} cycles after the first.
   *
   * @param rows rows of the array, R
   * @param columns columns of the array, C
   * @param k products of a sum, at least 1
   * @param latency cycles until a sum can be added to again, D
   * @param interleave sums formed in turn, I
   */
  public static long lastAccumulateCycle(
      int rows, int columns, long k, int latency, int interleave) {
    return rows - 1L + columns - 1L + accumulateCycles(k, latency, interleave);
  }

  /**
   * {@return the cycles in which the selecting engine goes over some groups: a value a cycle in
   * each lane}
   *
   * @param groups the groups
   * @param sparsity the pattern
   */
  public long selectCycles(long groups, NmSparsity sparsity) {
    return Math.multiplyExact(ceil(groups, spec.selectLanes()), (long) sparsity.group());
  }

  private static long ceil(long extent, long part) {
    return (extent + part - 1) / part;
  }
}
