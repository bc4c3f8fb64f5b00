package tactus.dataflow.tiling;

import java.util.List;

/**
 * What the mapping of a chain of operators over the same rows depends on.
 *
 * @param rows number of rows
 * @param loadedRowBytes for each tensor that is loaded block by block, its bytes of a row in DRAM
 * @param loadedRowSpace for each of them, its bytes of a row in the scratchpad
 * @param stagedRowSpace for each tensor that is made but not resident, its bytes of a row in the
 *     scratchpad
 * @param storedRowBytes bytes stored to DRAM for each row
 * @param onceBytes bytes loaded once for all rows
 * @param onceSpace bytes that these take in the scratchpad
 * @param rowCycles cycles of the vector engine for a row
 * @param passes passes of all its commands, each with a latency
 */
public record VectorShape(
    long rows,
    List<Long> loadedRowBytes,
    List<Long> loadedRowSpace,
    List<Long> stagedRowSpace,
    long storedRowBytes,
    long onceBytes,
    long onceSpace,
    long rowCycles,
    long passes) {
  public VectorShape {
    loadedRowBytes = List.copyOf(loadedRowBytes);
    loadedRowSpace = List.copyOf(loadedRowSpace);
    stagedRowSpace = List.copyOf(stagedRowSpace);
  }
}
