package tactus.hw.matrix;

import tactus.hw.command.NmSparsity;

/** The numbers of one product in the reference engine: its operands and where its sums go. */
public interface MatMulData {

  /**
   * {@return an element of the left operand}
   *
   * @param row row, from 0 to m - 1
   * @param column column, from 0 to k - 1
   */
  double a(long row, long column);

  /**
   * {@return an element of the right operand}
   *
   * @param row row, from 0 to k - 1
   * @param column column, from 0 to n - 1
   */
  double b(long row, long column);

  /**
   * {@return the row of an element that a sparse right operand stores; the first ones of each group
   * unless said otherwise}
   *
   * @param sparsity what is stored
   * @param storedRow its place among the elements stored of its column, from 0
   * @param column column, from 0 to n - 1
   */
  default long row(NmSparsity sparsity, long storedRow, long column) {
    return sparsity.firstRows(storedRow);
  }

  /**
   * Takes a sum that was written to the scratchpad.
   *
   * @param row row of the result, from 0 to m - 1
   * @param column column of the result, from 0 to n - 1
   * @param sum its value
   */
  void drained(long row, long column, double sum);

  /**
   * {@return operands of small integers that depend on the seed only; their sums are dropped}
   *
   * @param seed any number
   */
  static MatMulData seeded(long seed) {
    return new MatMulData() {
      @Override
      public double a(long row, long column) {
        return small(seed, row, column);
      }

      @Override
      public double b(long row, long column) {
        return small(~seed, row, column);
      }

      @Override
      public void drained(long row, long column, double sum) {
        // Whoever only wants the time has no use for the sum.
      }
    };
  }

  private static double small(long seed, long row, long column) {
    // A multiplicative hash; the high bits are the mixed ones.
    long mixed =
        (seed ^ row * 0x9E3779B97F4A7C15L ^ column * 0xC2B2AE3D27D4EB4FL) * 0xD6E8FEB86659FD93L;
    return (mixed >>> 60) - 7;
  }
}
