package tactus.hw.arithmetic;

/** Operands of a processing element: numbers of their format, subnormal ones flushed if so. */
final class OperandCheck {

  private final FloatFormat format;
  private final float smallestNormal;
  private final float largest;
  private final boolean flushed;
  private final int droppedMask;

  OperandCheck(FloatArithmeticSpec spec) {
    format = spec.operands();
    smallestNormal = format.smallestNormal();
    largest = format.largestValue();
    flushed = spec.subnormals() == Subnormals.FLUSHED;
    droppedMask = (1 << (23 - format.fractionBits())) - 1;
  }

  /**
   * {@return an operand as the multiplier sees it}
   *
   * @throws IllegalArgumentException if the format has no such number
   */
  float checked(double value) {
    float narrow = (float) value;
    if (Double.isNaN(value)) {
      return Float.NaN;
    }
    float magnitude = Math.abs(narrow);
    boolean normal =
        magnitude >= smallestNormal
            && magnitude <= largest
            && (Float.floatToRawIntBits(narrow) & droppedMask) == 0;
    if (narrow != value || !(normal || isNumber(narrow))) {
      throw new IllegalArgumentException(
          "operand (" + value + ") must be a number of " + format.label());
    }
    return flushed && magnitude < smallestNormal ? Math.copySign(0f, narrow) : narrow;
  }

  /** Where the plain look is not enough: zeros, subnormals, infinities. */
  private boolean isNumber(float value) {
    if (Float.isInfinite(value)) {
      return format.hasInfinity();
    }
    return new Rounder(format, Rounding.TOWARD_ZERO).quantize(value) == value;
  }
}
