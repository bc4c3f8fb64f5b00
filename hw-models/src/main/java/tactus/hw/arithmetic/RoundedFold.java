package tactus.hw.arithmetic;

import java.util.Arrays;

/**
 * A fold of fused multiply-adds to any format in any rounding, in the host's doubles: the product
 * of two floats is exact there, what an addition loses is known from the addends (Knuth's two-sum),
 * and a sum whose last bit is set where anything was lost rounds as the exact one does, since it
 * has more than two bits beyond every format. Only sums between the smallest normal number and the
 * largest one take this way; the others are left to {@link FusedColumn}.
 */
final class RoundedFold implements FoldArithmetic {

  private static final int FRACTION_BITS = 52;

  private final OperandCheck operands;
  private final FusedColumn column;
  private final Rounder rounder;
  private final double smallest;
  private final double largest;

  /** The last bits of a double's fraction that the format has not. */
  private final int droppedBits;

  /** All other bits. */
  private final long kept;

  /** What is added to a positive magnitude before the dropped bits are cut off. */
  private final long positiveIncrement;

  /** From that to what is added to a negative one. */
  private final long incrementDifference;

  /** 1 where the last bit that is kept is added too. */
  private final long toEven;

  private double[][] stationary = new double[0][];
  private double[] sums = new double[0];

  RoundedFold(FloatArithmeticSpec spec) {
    operands = new OperandCheck(spec);
    column = new FusedColumn(spec);
    rounder = new Rounder(spec.results(), Rounding.NEAREST_EVEN);
    smallest = spec.results().smallestNormal();
    largest = spec.results().largestValue();
    droppedBits = FRACTION_BITS - spec.results().fractionBits();
    long unit = 1L << droppedBits;
    kept = -unit;
    Rounding rounding = spec.rounding();
    positiveIncrement = increment(rounding, unit, rounding == Rounding.UP);
    incrementDifference = positiveIncrement ^ increment(rounding, unit, rounding == Rounding.DOWN);
    toEven = rounding == Rounding.NEAREST_EVEN ? 1 : 0;
  }

  private static long increment(Rounding rounding, long unit, boolean away) {
    return switch (rounding) {
      case NEAREST_EVEN -> unit / 2 - 1;
      case NEAREST_AWAY -> unit / 2;
      case TOWARD_ZERO -> 0;
      case UP, DOWN -> away ? unit - 1 : 0;
      case STOCHASTIC -> throw new IllegalArgumentException("rounding must not be stochastic");
    };
  }

  @Override
  public void load(float[] values, int rows, int columns) {
    stationary = new double[rows][columns];
    sums = new double[columns];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        stationary[row][j] = operands.checked(values[row * columns + j]);
      }
    }
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    for (int vector = 0; vector < vectors; vector++) {
      Arrays.fill(sums, 0);
      for (int row = 0; row < stationary.length; row++) {
        float factor = operands.checked(streamed[offset + vector * stride + row]);
        multiplyAdd(factor, stationary[row], sums);
      }
      for (int j = 0; j < sums.length; j++) {
        // A second zero changes nothing more.
        out[vector * sums.length + j] = idleRows > 0 ? inColumn(0, 0, sums[j]) : sums[j];
      }
    }
  }

  private void multiplyAdd(double factor, double[] factors, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      double addend = sums[j];
      double product = factor * factors[j];
      double sum = product + addend;
      double part = sum - product;
      double lost = (product - (sum - part)) + (addend - part);
      long bits = Double.doubleToRawLongBits(sum);
      long lostBits = Double.doubleToRawLongBits(lost);
      // One towards what was lost if anything was and the last bit is not set.
      long isLost = ((lostBits << 1) | -(lostBits << 1)) >>> 63;
      long direction = ((lostBits ^ bits) >> 63) | 1;
      bits += direction * (isLost & ~bits);
      double odd = Double.longBitsToDouble(bits);
      double magnitude = Math.abs(odd);
      if (magnitude >= smallest && magnitude <= largest) {
        // Without branches, which signs and last bits would have the processor guess wrong.
        long increment = positiveIncrement ^ (incrementDifference & (bits >> 63));
        long tie = (bits >>> droppedBits) & toEven;
        sums[j] = Double.longBitsToDouble((bits + increment + tie) & kept);
      } else {
        sums[j] = inColumn(factor, factors[j], addend);
      }
    }
  }

  private double inColumn(double a, double b, double sum) {
    return column.leave(column.add(rounder.encode(sum), column.product(a, b)));
  }
}
