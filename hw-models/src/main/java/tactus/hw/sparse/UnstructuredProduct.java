package tactus.hw.sparse;

import java.util.BitSet;

/**
 * A product of two matrices with zeros anywhere, by what engines that skip them make of it. Counts
 * are exact: they follow from the masks alone.
 */
public final class UnstructuredProduct {

  private final int m;
  private final int k;
  private final int n;
  private final BitSet left;
  private final BitSet right;

  /**
   * Makes a product {@code [m x k] * [k x n]}.
   *
   * @param m rows of the left operand
   * @param k extent of the reduction
   * @param n columns of the right operand
   * @param left elements of the left operand that are not zero, row by row
   * @param right elements of the right operand that are not zero, row by row
   */
  public UnstructuredProduct(int m, int k, int n, BitSet left, BitSet right) {
    if (m < 1 || k < 1 || n < 1) {
      throw new IllegalArgumentException("m, k, n must be at least 1");
    }
    this.m = m;
    this.k = k;
    this.n = n;
    this.left = (BitSet) left.clone();
    this.right = (BitSet) right.clone();
  }

  /** {@return the products of two elements that are both not zero} */
  public long effectiveMultiplies() {
    long sum = 0;
    for (int inner = 0; inner < k; inner++) {
      long rows = 0;
      for (int row = 0; row < m; row++) {
        rows += left.get(row * k + inner) ? 1 : 0;
      }
      sum += rows * right.get(inner * n, (inner + 1) * n).cardinality();
    }
    return sum;
  }

  /**
   * {@return the multiplies of an engine that holds the nonzeros of the left operand and streams
   * every column of the right one past them (SIGMA)}
   *
   * @param leastCluster elements that the nonzeros of a row take at the least
   */
  public long leftStationaryMultiplies(int leastCluster) {
    long sum = 0;
    for (int row = 0; row < m; row++) {
      sum += Math.max(leastCluster, left.get(row * k, (row + 1) * k).cardinality());
    }
    return sum * n;
  }

  /**
   * {@return the multiplies of an engine that holds the nonzeros of the right operand and streams
   * every row of the left one past them}
   *
   * @param leastCluster elements that the nonzeros of a column take at the least
   */
  public long rightStationaryMultiplies(int leastCluster) {
    long sum = 0;
    for (int column = 0; column < n; column++) {
      sum += Math.max(leastCluster, rightColumn(column));
    }
    return sum * m;
  }

  /**
   * {@return the steps in which columns in lockstep take the nonzeros of the right operand, one
   * each in a step (S4): of the columns of a tile the fullest decides}
   *
   * @param columns columns in lockstep, at least 1
   * @param mostSpeedup how many times faster than a dense column a column can be at most
   */
  public long lockstepSteps(int columns, int mostSpeedup) {
    long sum = 0;
    long least = (k + mostSpeedup - 1L) / mostSpeedup;
    for (int first = 0; first < n; first += columns) {
      long fullest = least;
      for (int column = first; column < Math.min(n, first + columns); column++) {
        fullest = Math.max(fullest, rightColumn(column));
      }
      sum += fullest;
    }
    return sum;
  }

  private long rightColumn(int column) {
    long nonzeros = 0;
    for (int inner = 0; inner < k; inner++) {
      nonzeros += right.get(inner * n + column) ? 1 : 0;
    }
    return nonzeros;
  }
}
