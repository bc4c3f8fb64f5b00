package tactus.explore.numerics;

import org.jspecify.annotations.Nullable;
import tactus.explore.numerics.ArrayProducts.Scaling;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Rounder;

/**
 * Rounds whole operands to an engine's format. They may be divided by a scale before, which sums
 * are multiplied with afterwards: for floating-point formats the power of two that brings the
 * largest magnitude into the binade below the format's largest number; for integers what makes the
 * largest magnitude the largest integer.
 */
final class OperandRounding {

  private static final int NARROW_BITS = 8;

  private final @Nullable Rounder rounder;
  private final float largest;
  private final Scaling scaling;
  private long saturations;
  private long underflows;

  private OperandRounding(@Nullable Rounder rounder, float largest, Scaling scaling) {
    this.rounder = rounder;
    this.largest = largest;
    this.scaling = scaling;
  }

  /** {@return rounding to the operands of a floating-point arithmetic} */
  static OperandRounding of(FloatArithmeticSpec spec, Scaling scaling) {
    return new OperandRounding(spec.operandRounder(), spec.operands().largestValue(), scaling);
  }

  /** {@return rounding to the operands of an arithmetic; those of 8 bits and less are scaled} */
  static OperandRounding of(ArithmeticSpec spec) {
    if (spec instanceof IntegerArithmeticSpec integers) {
      return new OperandRounding(null, integers.largestOperand(), Scaling.POWER_OF_TWO);
    }
    FloatArithmeticSpec floats = (FloatArithmeticSpec) spec;
    boolean narrow = floats.operands().bits() <= NARROW_BITS;
    return of(floats, narrow ? Scaling.POWER_OF_TWO : Scaling.NONE);
  }

  /** {@return how many operands were beyond the largest number of their format} */
  long saturations() {
    return saturations;
  }

  /** {@return how many operands other than zero became zero} */
  long underflows() {
    return underflows;
  }

  /** {@return what an operand is divided by} */
  double scale(float[] values) {
    if (scaling == Scaling.NONE) {
      return 1;
    }
    float magnitude = 0;
    for (float value : values) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    if (magnitude == 0 || Float.isInfinite(magnitude) || Float.isNaN(magnitude)) {
      return 1;
    }
    return rounder == null
        ? (double) magnitude / largest
        : Math.scalb(1.0, Math.getExponent(magnitude) - Math.getExponent(largest) + 1);
  }

  /** {@return an operand divided by its scale and rounded} */
  float[] rounded(float[] values, double scale) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i] / scale;
      rounded[i] =
          rounder == null
              ? (float) Math.max(-largest, Math.min(largest, Math.rint(value)))
              : rounder.quantize(value);
      if (Math.abs(value) > largest && rounder != null) {
        saturations++;
      }
      if (rounded[i] == 0 && value != 0) {
        underflows++;
      }
    }
    return rounded;
  }
}
