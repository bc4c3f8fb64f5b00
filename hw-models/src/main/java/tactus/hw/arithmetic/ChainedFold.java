package tactus.hw.arithmetic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fold of chains: in lanes where {@link ChainLanes} can, one after another where it cannot or an
 * operand is infinite or NaN. Where columns are few, several vectors stream side by side, so that
 * there are lanes enough to be worth a pass.
 */
final class ChainedFold implements FoldArithmetic {

  private static final int ENOUGH_LANES = 512;

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
  private int columns;

  /** Vectors side by side. */
  private int group;

  private int[] factors = new int[0];
  private int[] factorExponents = new int[0];
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
    this.columns = columns;
    finite = inLanes;
    if (!inLanes) {
      return;
    }
    group = Math.max(1, ENOUGH_LANES / columns);
    lanes = new ChainLanes(spec, chain, group * columns, histogram);
    factors = new int[group * columns];
    factorExponents = new int[group * columns];
    significands = new int[rows][group * columns];
    exponents = new int[rows][group * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float value = operands.checked(stationary[row * columns + column]);
        finite &= Math.abs(value) <= Float.MAX_VALUE;
        significands[row][column] = Operands.significand(spec.operands(), value);
        exponents[row][column] = exponent(value);
      }
      for (int copy = 1; copy < group; copy++) {
        System.arraycopy(significands[row], 0, significands[row], copy * columns, columns);
        System.arraycopy(exponents[row], 0, exponents[row], copy * columns, columns);
      }
    }
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    ChainLanes chains = lanes;
    if (chains == null || !finite || !areFinite(streamed, offset, stride, vectors)) {
      scalar.stream(streamed, offset, stride, vectors, idleRows, out);
      return;
    }
    for (int vector = 0; vector < vectors; vector += group) {
      int together = Math.min(group, vectors - vector);
      chains.clear(together * columns);
      for (int row = 0; row < rows; row++) {
        for (int v = 0; v < together; v++) {
          float value = operands.checked(streamed[offset + (vector + v) * stride + row]);
          int significand = Operands.significand(spec.operands(), value);
          Arrays.fill(factors, v * columns, (v + 1) * columns, significand);
          Arrays.fill(factorExponents, v * columns, (v + 1) * columns, exponent(value));
        }
        chains.add(factors, factorExponents, significands[row], exponents[row]);
      }
      for (int row = 0; row < idleRows; row++) {
        chains.addZero();
      }
      chains.leave(out, vector * columns);
    }
  }

  private boolean areFinite(float[] streamed, int offset, int stride, int vectors) {
    for (int vector = 0; vector < vectors; vector++) {
      for (int row = 0; row < rows; row++) {
        // Not so for a NaN either.
        if (!(Math.abs(streamed[offset + vector * stride + row]) <= Float.MAX_VALUE)) {
          return false;
        }
      }
    }
    return true;
  }

  private int exponent(float value) {
    return value == 0 ? ChainLanes.ZERO_EXPONENT : Operands.exponent(spec.operands(), value);
  }
}
