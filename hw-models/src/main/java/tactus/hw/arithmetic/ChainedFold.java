package tactus.hw.arithmetic;

import org.jspecify.annotations.Nullable;

/**
 * A fold of chains: in lanes where {@link ChainLanes} can, one after another where it cannot or an
 * operand is infinite or NaN.
 */
final class ChainedFold implements FoldArithmetic {

  private final FloatArithmeticSpec spec;
  private final ChainSpec chain;
  private final OperandCheck operands;
  private final boolean inLanes;
  private final @Nullable ShiftHistogram histogram;
  private final ScalarFold scalar;

  private @Nullable ChainLanes lanes;
  private int[][] significands = new int[0][];
  private int[][] exponents = new int[0][];
  private int rows;
  private boolean finite;

  ChainedFold(FloatArithmeticSpec spec, ChainSpec chain, @Nullable ShiftHistogram histogram) {
    this.spec = spec;
    this.chain = chain;
    this.operands = new OperandCheck(spec);
    this.inLanes = ChainLanes.supports(spec, chain);
    this.histogram = histogram;
    this.scalar = new ScalarFold(new ChainedColumn(spec, chain, histogram));
  }

  @Override
  public void load(float[] stationary, int rows, int columns) {
    scalar.load(stationary, rows, columns);
    this.rows = rows;
    finite = inLanes;
    if (!inLanes) {
      return;
    }
    lanes = new ChainLanes(spec, chain, columns, histogram);
    significands = new int[rows][columns];
    exponents = new int[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float value = operands.checked(stationary[row * columns + column]);
        finite &= Math.abs(value) <= Float.MAX_VALUE;
        significands[row][column] = Operands.significand(spec.operands(), value);
        exponents[row][column] = exponent(value);
      }
    }
  }

  @Override
  public void stream(float[] streamed, int offset, int idleRows, double[] out) {
    ChainLanes chains = lanes;
    if (chains == null || !finite || !isFinite(streamed, offset)) {
      scalar.stream(streamed, offset, idleRows, out);
      return;
    }
    chains.clear();
    for (int row = 0; row < rows; row++) {
      float value = operands.checked(streamed[offset + row]);
      chains.add(
          Operands.significand(spec.operands(), value),
          exponent(value),
          significands[row],
          exponents[row]);
    }
    for (int row = 0; row < idleRows; row++) {
      chains.addZero();
    }
    chains.leave(out);
  }

  private boolean isFinite(float[] streamed, int offset) {
    for (int row = 0; row < rows; row++) {
      // Not so for a NaN either.
      if (!(Math.abs(streamed[offset + row]) <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  private int exponent(float value) {
    return value == 0 ? ChainLanes.ZERO_EXPONENT : Operands.exponent(spec.operands(), value);
  }
}
