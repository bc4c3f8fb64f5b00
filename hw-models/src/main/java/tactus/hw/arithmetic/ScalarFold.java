package tactus.hw.arithmetic;

import java.util.Arrays;

/** A fold by any column arithmetic, one multiply-add after another. */
final class ScalarFold implements FoldArithmetic {

  private final ColumnArithmetic arithmetic;
  private float[] stationary = new float[0];
  private int rows;
  private int columns;
  private long[] sums = new long[0];

  ScalarFold(ColumnArithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  @Override
  public void load(float[] stationary, int rows, int columns) {
    this.stationary = Arrays.copyOf(stationary, rows * columns);
    this.rows = rows;
    this.columns = columns;
    this.sums = new long[columns];
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    for (int vector = 0; vector < vectors; vector++) {
      stream(streamed, offset + vector * stride, idleRows, out, vector * columns);
    }
  }

  private void stream(float[] streamed, int offset, int idleRows, double[] out, int first) {
    Arrays.fill(sums, arithmetic.empty());
    for (int row = 0; row < rows; row++) {
      float factor = streamed[offset + row];
      for (int column = 0; column < columns; column++) {
        long product = arithmetic.product(factor, stationary[row * columns + column]);
        sums[column] = arithmetic.add(sums[column], product);
      }
    }
    long nothing = arithmetic.product(0, 0);
    for (int column = 0; column < columns; column++) {
      long sum = sums[column];
      for (int row = 0; row < idleRows; row++) {
        sum = arithmetic.add(sum, nothing);
      }
      out[first + column] = arithmetic.leave(sum);
    }
  }
}
