package tactus.hw.arithmetic;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding by exact decimal arithmetic, after the text of IEEE 754 and not after any circuit. It
 * shares no code with what it checks but the format's widths.
 */
final class Oracle {

  private static final BigDecimal[] POWERS = new BigDecimal[1400];

  static {
    BigDecimal two = BigDecimal.valueOf(2);
    for (int i = 0; i < POWERS.length / 2; i++) {
      POWERS[POWERS.length / 2 + i] = two.pow(i);
      POWERS[POWERS.length / 2 - i] = BigDecimal.ONE.divide(two.pow(i));
    }
  }

  private final FloatFormat format;
  private final BigDecimal largest;

  Oracle(FloatFormat format) {
    this.format = format;
    int top = (1 << format.exponentBits()) - (format.hasInfinity() ? 2 : 1) - bias();
    BigDecimal last = power(top - format.fractionBits());
    // All fraction bits ones, but one less where that is the NaN.
    int units = (2 << format.fractionBits()) - 1;
    units -= format.specials() == FloatFormat.Specials.NAN_ONLY ? 1 : 0;
    largest = last.multiply(BigDecimal.valueOf(units));
  }

  private int bias() {
    return (1 << (format.exponentBits() - 1)) - 1;
  }

  private static BigDecimal power(int exponent) {
    return POWERS[exponent + POWERS.length / 2];
  }

  /** {@return the value of a finite encoding} */
  BigDecimal value(int encoding) {
    int fraction = encoding & ((1 << format.fractionBits()) - 1);
    int field = encoding >>> format.fractionBits() & ((1 << format.exponentBits()) - 1);
    BigDecimal significand =
        BigDecimal.valueOf(field == 0 ? fraction : fraction + (1 << format.fractionBits()));
    BigDecimal value =
        significand.multiply(power(Math.max(field, 1) - bias() - format.fractionBits()));
    return isNegative(encoding) ? value.negate() : value;
  }

  boolean isNegative(int encoding) {
    return (encoding >>> (format.exponentBits() + format.fractionBits()) & 1) != 0;
  }

  /** {@return the encoding of an exact value other than zero, rounded} */
  int round(BigDecimal exact, Rounding rounding) {
    RoundingMode mode =
        switch (rounding) {
          case NEAREST_EVEN -> RoundingMode.HALF_EVEN;
          case NEAREST_AWAY -> RoundingMode.HALF_UP;
          case TOWARD_ZERO -> RoundingMode.DOWN;
          case DOWN -> RoundingMode.FLOOR;
          case UP -> RoundingMode.CEILING;
          case STOCHASTIC -> throw new IllegalArgumentException("no single result");
        };
    int exponent = exponent(exact.abs());
    int last = Math.max(exponent, 1 - bias()) - format.fractionBits();
    BigDecimal units = exact.multiply(power(-last)).setScale(0, mode);
    BigDecimal rounded = units.multiply(power(last));
    int sign = exact.signum() < 0 ? format.signBit() : 0;
    if (rounded.abs().compareTo(largest) > 0) {
      boolean stays =
          rounding == Rounding.TOWARD_ZERO
              || (rounding == Rounding.DOWN && sign == 0)
              || (rounding == Rounding.UP && sign != 0);
      if (stays || !format.hasNaN()) {
        return sign | format.largest();
      }
      return sign | (format.hasInfinity() ? format.infinity() : format.nan());
    }
    if (rounded.signum() == 0) {
      return sign;
    }
    int place = Math.max(exponent(rounded.abs()), 1 - bias()) - format.fractionBits();
    int significand = rounded.abs().multiply(power(-place)).intValueExact();
    int hidden = 1 << format.fractionBits();
    if (significand < hidden) {
      return sign | significand;
    }
    int field = place + format.fractionBits() + bias();
    return sign | field << format.fractionBits() | (significand - hidden);
  }

  /** {@return the largest power of two that is not above a positive value} */
  private static int exponent(BigDecimal value) {
    int exponent = (int) Math.floor((value.precision() - value.scale() - 1) * 3.321928094887362);
    while (power(exponent).compareTo(value) > 0) {
      exponent--;
    }
    while (power(exponent + 1).compareTo(value) <= 0) {
      exponent++;
    }
    return exponent;
  }
}
