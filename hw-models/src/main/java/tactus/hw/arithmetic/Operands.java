package tactus.hw.arithmetic;

/** How a multiplier sees an operand: {@code significand * 2^(exponent - fractionBits)}. */
final class Operands {

  private Operands() {}

  /**
   * {@return the signed significand of a number of a format, with its hidden bit}
   *
   * @param value a number that the format has, not infinite
   */
  static int significand(FloatFormat format, float value) {
    int encoding = Float.floatToRawIntBits(value);
    int magnitude = encoding & 0x7fff_ffff;
    int field = magnitude >>> 23;
    int significand = (magnitude & 0x7f_ffff) | (field == 0 ? 0 : 0x80_0000);
    // A float may be normal where the format's number is not: then it has fewer bits.
    int lost = 23 - format.fractionBits() + exponent(format, value) - (Math.max(field, 1) - 127);
    significand = lost > 23 ? 0 : significand >> lost;
    return encoding < 0 ? -significand : significand;
  }

  /**
   * {@return the exponent of a number of a format}
   *
   * @param value a number that the format has, not infinite
   */
  static int exponent(FloatFormat format, float value) {
    int field = (Float.floatToRawIntBits(value) & 0x7fff_ffff) >>> 23;
    return Math.max(Math.max(field, 1) - 127, format.smallestExponent());
  }
}
