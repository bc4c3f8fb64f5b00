package tactus.hw.arithmetic;

import java.util.Arrays;

/** A fold of fused multiply-adds to fp32, nearest even: the host's own. */
final class FusedFold implements FoldArithmetic {

  private final OperandCheck operands;
  private float[][] stationary = new float[0][];
  private float[] sums = new float[0];

  FusedFold(FloatArithmeticSpec spec) {
    operands = new OperandCheck(spec);
  }

  static boolean supports(FloatArithmeticSpec spec) {
    return spec.results().equals(FloatFormat.FP32)
        && spec.rounding() == Rounding.NEAREST_EVEN
        && spec.subnormals() == Subnormals.KEPT
        && spec.overflow() == Overflow.SPECIAL;
  }

  @Override
  public void load(float[] values, int rows, int columns) {
    stationary = new float[rows][columns];
    sums = new float[columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        stationary[row][column] = operands.checked(values[row * columns + column]);
      }
    }
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    for (int vector = 0; vector < vectors; vector++) {
      stream(streamed, offset + vector * stride, idleRows, out, vector * sums.length);
    }
  }

  private void stream(float[] streamed, int offset, int idleRows, double[] out, int first) {
    Arrays.fill(sums, 0);
    for (int row = 0; row < stationary.length; row++) {
      multiplyAdd(operands.checked(streamed[offset + row]), stationary[row], sums);
    }
    for (int column = 0; column < sums.length; column++) {
      // Adding a zero only turns a negative zero into a positive one.
      out[first + column] = idleRows > 0 ? sums[column] + 0f : sums[column];
    }
  }

  private static void multiplyAdd(float factor, float[] factors, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = Math.fma(factor, factors[j], sums[j]);
    }
  }
}
