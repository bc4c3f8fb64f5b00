package tactus.explore.numerics;

import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.OperandActivity;

/**
 * What is known of the operands of an operator's products, from their values.
 *
 * @param activity share of bits that change from one moving operand to the next, from 0 to 1
 * @param zeroShare share of products with an operand of zero, from 0 to 1
 */
public record OperandStatistics(double activity, double zeroShare) {

  /** Operands of a product that are looked at, at most. */
  private static final int MOST = 1 << 20;

  /**
   * {@return the statistics of a product's operands}
   *
   * @param format format of the operands
   * @param moving left operand, rows x inner, row by row; its columns stream through the array
   * @param inner columns of the left operand
   * @param other right operand
   */
  static OperandStatistics of(FloatFormat format, float[] moving, int inner, float[] other) {
    OperandActivity activity = new OperandActivity(format);
    int rows = moving.length / inner;
    int columns = Math.max(1, Math.min(inner, MOST / Math.max(1, rows)));
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        activity.count(moving[row * inner + column]);
      }
    }
    return new OperandStatistics(activity.share(), 1 - (1 - zeros(moving)) * (1 - zeros(other)));
  }

  private static double zeros(float[] values) {
    long zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return values.length == 0 ? 0 : (double) zeros / values.length;
  }

  /** Checks the ranges. */
  public OperandStatistics {
    if (!(activity >= 0 && activity <= 1) || !(zeroShare >= 0 && zeroShare <= 1)) {
      throw new IllegalArgumentException(
          "activity (" + activity + ") and zeroShare (" + zeroShare + ") must be from 0 to 1");
    }
  }
}
