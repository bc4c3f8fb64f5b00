package tactus.workload.scalesim;

import java.util.List;

/**
 * A machine as SCALE-Sim's {@code .cfg} file describes it. Sizes are in elements of one byte.
 *
 * @param runName name of the run
 * @param bandwidthMode whether the bandwidth is given or found
 * @param ramulator whether DRAM latencies come from a recorded trace
 * @param arrayHeight rows of the array, at least 1
 * @param arrayWidth columns of the array, at least 1
 * @param ifmapSramKib size of the input buffer, in KiB, at least 1
 * @param filterSramKib size of the filter buffer, in KiB, at least 1
 * @param ofmapSramKib size of the output buffer, in KiB, at least 1
 * @param ifmapOffset first address of inputs
 * @param filterOffset first address of filters
 * @param ofmapOffset first address of outputs
 * @param dataflow which operand stays in the array
 * @param bandwidths words a cycle, one for each channel; empty if not given. Version 3 uses the
 *     first one, for outputs alone
 * @param readRequestBuffer DRAM reads that can be under way, at least 1
 * @param writeRequestBuffer DRAM writes that can be under way, at least 1
 * @param ifmapLayout banks of the input buffer
 * @param filterLayout banks of the filter buffer
 * @param sparsity sparsity of the weights
 */
public record ScaleSimConfig(
    String runName,
    BandwidthMode bandwidthMode,
    boolean ramulator,
    int arrayHeight,
    int arrayWidth,
    int ifmapSramKib,
    int filterSramKib,
    int ofmapSramKib,
    long ifmapOffset,
    long filterOffset,
    long ofmapOffset,
    Stationary dataflow,
    List<Integer> bandwidths,
    int readRequestBuffer,
    int writeRequestBuffer,
    BufferLayout ifmapLayout,
    BufferLayout filterLayout,
    Sparsity sparsity) {

  /** Copies the bandwidths. */
  public ScaleSimConfig {
    bandwidths = List.copyOf(bandwidths);
  }

  /** How the bandwidth to DRAM is treated. */
  public enum BandwidthMode {
    /** Enough that nothing waits; what it takes is reported. */
    CALC,
    /** As written in the file; the array waits. */
    USER
  }

  /** The operand that stays in the array. */
  public enum Stationary {
    /** Output stationary. */
    OS,
    /** Weight stationary. */
    WS,
    /** Input stationary. */
    IS
  }

  /**
   * Banks of a buffer.
   *
   * @param custom whether a layout file decides what lies where
   * @param bankBandwidth words a cycle of all banks, and in USER mode of DRAM, at least 1
   * @param banks number of banks, a divisor of {@code bankBandwidth}
   * @param ports ports of each bank, at least 1
   */
  public record BufferLayout(boolean custom, int bankBandwidth, int banks, int ports) {}

  /**
   * Sparsity of the weights.
   *
   * @param mode how the pattern is chosen
   * @param representation how the weights are stored
   * @param blockSize weights of a block in row-wise mode, at least 2
   * @param seed seed of the row-wise pattern
   */
  public record Sparsity(
      SparsityMode mode, Representation representation, int blockSize, long seed) {}

  /** How a sparse pattern is chosen. */
  public enum SparsityMode {
    /** All weights are there. */
    DENSE,
    /** The first N of each M rows, as the topology says for each layer. */
    LAYER_WISE,
    /** A random number of each block, for each filter. */
    ROW_WISE
  }

  /** How sparse weights are stored. */
  public enum Representation {
    /** Compressed rows. */
    CSR,
    /** Compressed columns. */
    CSC,
    /** Blocks with an index for each weight. */
    ELLPACK_BLOCK
  }
}
