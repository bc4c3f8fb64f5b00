package tactus.explore.numerics;

import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.Rounder;
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

  private final FloatArithmeticSpec arithmetic;
  private final Scaling scaling;
  private final FunctionalMatrixEngine engine;
  private final Rounder rounder;
  private long saturations;
  private long underflows;

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
    this.arithmetic = arithmetic;
    this.scaling = scaling;
    this.engine = new FunctionalMatrixEngine(spec, arithmetic, histogram);
    this.rounder = arithmetic.operandRounder();
  }

  /** {@return how many operands were beyond the largest number of their format} */
  public long saturations() {
    return saturations;
  }

  /** {@return how many operands other than zero became zero} */
  public long underflows() {
    return underflows;
  }

  @Override
  public float[] multiply(String operator, float[] a, float[] b, int m, int k, int n) {
    int exponentA = exponent(a);
    int exponentB = exponent(b);
    double[] sums = engine.multiply(rounded(a, exponentA), rounded(b, exponentB), m, k, n);
    float[] results = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      results[i] = (float) Math.scalb(sums[i], exponentA + exponentB);
    }
    return results;
  }

  /** {@return the power of two by which an operand is divided} */
  private int exponent(float[] values) {
    if (scaling == Scaling.NONE) {
      return 0;
    }
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest == 0 || Float.isInfinite(largest) || Float.isNaN(largest)
        ? 0
        : Math.getExponent(largest) - Math.getExponent(arithmetic.operands().largestValue()) + 1;
  }

  private float[] rounded(float[] values, int exponent) {
    float[] rounded = new float[values.length];
    float largest = arithmetic.operands().largestValue();
    for (int i = 0; i < values.length; i++) {
      double value = Math.scalb((double) values[i], -exponent);
      rounded[i] = rounder.quantize(value);
      if (Math.abs(value) > largest) {
        saturations++;
      }
      if (rounded[i] == 0 && value != 0) {
        underflows++;
      }
    }
    return rounded;
  }
}
