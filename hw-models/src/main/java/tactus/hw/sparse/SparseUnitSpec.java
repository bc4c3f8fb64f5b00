package tactus.hw.sparse;

import tactus.hw.command.NmSparsity;

/**
 * What a matrix engine adds to skip the elements of N:M sparse weights that are not stored: each
 * processing element holds an index beside its weight and picks one of M incoming activations with
 * it. If columns share their patterns, this is done once for each row, at the array's left edge.
 *
 * @param largestGroup the largest M that it can pick from, a power of two from 2 to 32
 * @param gathers whether it chooses which groups of activations it streams, and in which order
 * @param patternOf {@code COLUMN} if its elements pick, so that each column may have its own
 *     pattern; {@code SHARED} if only the left edge does
 */
public record SparseUnitSpec(int largestGroup, boolean gathers, PatternOf patternOf) {
  public SparseUnitSpec {
    if (largestGroup < 2
        || largestGroup > NmSparsity.LARGEST_GROUP
        || Integer.bitCount(largestGroup) != 1) {
      throw new IllegalArgumentException(
          "largestGroup ("
              + largestGroup
              + ") must be a power of two from 2 to "
              + NmSparsity.LARGEST_GROUP);
    }
  }

  /** {@return whether activations are picked at the array's edge and not in its elements} */
  public boolean picksAtEdge() {
    return patternOf == PatternOf.SHARED;
  }
}
