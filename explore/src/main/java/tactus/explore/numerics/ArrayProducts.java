package tactus.explore.numerics;

import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.matrix.FunctionalMatrixEngine;
import tactus.hw.matrix.MatrixEngineSpec;

/**
 * Products as a matrix engine computes them: operands rounded to its format, sums in its order.
 *
 * <p>Operands of 8 bits and less may be scaled: a whole operand by the power of two that brings its
 * largest magnitude into the binade below the format's largest number, which the result makes good.
 */
public final class ArrayProducts implements MatrixProducts {

  private final FunctionalMatrixEngine engine;
  private final OperandRounding rounding;

  /** Whether operands are scaled before they are rounded. */
  public enum Scaling {
    /** As they are. */
    NONE,
    /** By a power of two for each operand. */
    POWER_OF_TWO
  }

  /**
   * Creates products of an engine.
   *
   * @param spec the engine
   * @param arithmetic what it computes with
   * @param scaling whether operands are scaled
   */
  public ArrayProducts(MatrixEngineSpec spec, FloatArithmeticSpec arithmetic, Scaling scaling) {
    this(spec, arithmetic, scaling, null);
  }

  /**
   * Creates products of an engine that counts.
   *
   * @param spec the engine
   * @param arithmetic what it computes with
   * @param scaling whether operands are scaled
   * @param histogram takes the leading zeros of every addition of a chain, if any
   */
  public ArrayProducts(
      MatrixEngineSpec spec,
      FloatArithmeticSpec arithmetic,
      Scaling scaling,
      @Nullable ShiftHistogram histogram) {
    this.engine = new FunctionalMatrixEngine(spec, arithmetic, histogram);
    this.rounding = OperandRounding.of(arithmetic, scaling);
  }

  /** {@return how many operands were beyond the largest number of their format} */
  public long saturations() {
    return rounding.saturations();
  }

  /** {@return how many operands other than zero became zero} */
  public long underflows() {
    return rounding.underflows();
  }

  @Override
  public float[] multiply(String operator, float[] a, float[] b, int m, int k, int n) {
    double scaleA = rounding.scale(a);
    double scaleB = rounding.scale(b);
    double[] sums =
        engine.multiply(rounding.rounded(a, scaleA), rounding.rounded(b, scaleB), m, k, n);
    float[] results = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      results[i] = (float) (sums[i] * scaleA * scaleB);
    }
    return results;
  }
}
