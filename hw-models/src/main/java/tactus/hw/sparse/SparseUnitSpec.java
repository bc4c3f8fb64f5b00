package tactus.hw.sparse;

import tactus.hw.command.NmSparsity;

/**
 * What a matrix engine adds to skip the elements of N:M sparse weights that are not stored: each
 * processing element holds an index beside its weight and picks one of M incoming activations with
 * it.
 *
 * @param largestGroup the largest M that it can pick from, a power of two from 2 to 32
 * @param gathers whether it chooses which groups of activations it streams, and in which order
 */
public record SparseUnitSpec(int largestGroup, boolean gathers) {
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

  /**
   * {@return whether it can skip what a pattern leaves out}
   *
   * @param sparsity the pattern
   */
  public boolean supports(NmSparsity sparsity) {
    return sparsity.group() <= largestGroup;
  }
}
