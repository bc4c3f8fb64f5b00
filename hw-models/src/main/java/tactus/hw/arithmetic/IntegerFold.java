package tactus.hw.arithmetic;

import java.util.Arrays;

/** A fold of integer multiply-adds. */
final class IntegerFold implements FoldArithmetic {

  private final IntegerArithmeticSpec spec;
  private final IntegerColumn operands;
  private int[][] stationary = new int[0][];
  private int[] sums = new int[0];

  IntegerFold(IntegerArithmeticSpec spec) {
    this.spec = spec;
    this.operands = new IntegerColumn(spec);
  }

  @Override
  public void load(float[] values, int rows, int columns) {
    stationary = new int[rows][columns];
    sums = new int[columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        stationary[row][column] = (int) operands.operand(values[row * columns + column]);
      }
    }
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    for (int vector = 0; vector < vectors; vector++) {
      stream(streamed, offset + vector * stride, out, vector * sums.length);
    }
  }

  private void stream(float[] streamed, int offset, double[] out, int first) {
    Arrays.fill(sums, 0);
    boolean wraps = !spec.saturating() && spec.sumBits() == Integer.SIZE;
    for (int row = 0; row < stationary.length; row++) {
      int factor = (int) operands.operand(streamed[offset + row]);
      if (wraps) {
        multiplyAdd(factor, stationary[row], sums);
      } else {
        multiplyAddFitting(factor, stationary[row]);
      }
    }
    for (int column = 0; column < sums.length; column++) {
      out[first + column] = sums[column];
    }
  }

  private static void multiplyAdd(int factor, int[] factors, int[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += factor * factors[j];
    }
  }

  private void multiplyAddFitting(int factor, int[] factors) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = (int) spec.fit((long) sums[j] + (long) factor * factors[j]);
    }
  }
}
