package tactus.hw.arithmetic;

import org.jspecify.annotations.Nullable;

/**
 * A fold of chains: in lanes where {@link ChainLanes} or {@link WideChainLanes} can, one after
 * another where neither can or an operand is infinite or NaN. Where columns are few, several
 * vectors stream side by side, so that there are lanes enough to be worth a pass.
 */
final class ChainedFold implements FoldArithmetic {

  private static final int ENOUGH_LANES = 512;

  private final FloatArithmeticSpec spec;
  private final ChainSpec chain;
  private final OperandCheck operands;
  private final boolean inLanes;
  private final @Nullable ShiftHistogram histogram;
  private final ScalarFold scalar;

  private @Nullable Chains lanes;
  private int rows;
  private int columns;

  /** Vectors side by side. */
  private int group;

  private boolean finite;

  ChainedFold(FloatArithmeticSpec spec, ChainSpec chain, @Nullable ShiftHistogram histogram) {
    this.spec = spec;
    this.chain = chain;
    this.operands = new OperandCheck(spec);
    this.inLanes = ChainLanes.supports(spec, chain) || WideChainLanes.supports(chain);
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
    Chains chains =
        ChainLanes.supports(spec, chain)
            ? new ChainLanes(spec, chain, rows, group * columns, histogram)
            : new WideChainLanes(spec, chain, rows, group * columns, histogram);
    lanes = chains;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float value = operands.checked(stationary[row * columns + column]);
        finite &= Math.abs(value) <= Float.MAX_VALUE;
        int significand = Operands.significand(spec.operands(), value);
        for (int copy = 0; copy < group; copy++) {
          chains.load(row, copy * columns + column, significand, exponent(value));
        }
      }
    }
  }

  @Override
  public void stream(
      float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out) {
    Chains chains = lanes;
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
          chains.stream(v * columns, (v + 1) * columns, significand, exponent(value));
        }
        chains.add(row);
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
    return value == 0 ? Chains.ZERO_EXPONENT : Operands.exponent(spec.operands(), value);
  }
}
