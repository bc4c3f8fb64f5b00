package tactus.hw.arithmetic;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding by exact decimal arithmetic, after the text of IEEE 754 and not after any circuit. It
 * shares no code with what it checks but the format's widths. Exact values are whole numbers: in
 * units of the smallest positive number's square, so that a product is one too.
 */
final class Oracle {

  private final FloatFormat format;
  private final int bias;

  /** The smallest positive number is two to the minus this. */
  private final int smallest;

  /** Two to the power of the index. */
  private final BigDecimal[] powers;

  private final int largestUnits;
  private final int largestPlace;

  Oracle(FloatFormat format) {
    this.format = format;
    this.bias = (1 << (format.exponentBits() - 1)) - 1;
    this.smallest = bias - 1 + format.fractionBits();
    int top = (1 << format.exponentBits()) - (format.hasInfinity() ? 2 : 1) - bias;
    this.largestPlace = top - format.fractionBits();
    // All fraction bits ones, but one less where that is the NaN.
    this.largestUnits =
        (2 << format.fractionBits()) - (format.specials() == FloatFormat.Specials.NAN_ONLY ? 2 : 1);
    this.powers = new BigDecimal[2 * (top + smallest) + 4];
    powers[0] = BigDecimal.ONE;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1].add(powers[i - 1]);
    }
  }

  /** {@return the value of a finite encoding, in units of the smallest positive number} */
  private BigDecimal value(int encoding) {
    int fraction = encoding & ((1 << format.fractionBits()) - 1);
    int field = encoding >>> format.fractionBits() & ((1 << format.exponentBits()) - 1);
    int significand = field == 0 ? fraction : fraction + (1 << format.fractionBits());
    BigDecimal value = BigDecimal.valueOf(significand).multiply(powers[Math.max(field, 1) - 1]);
    return isNegative(encoding) ? value.negate() : value;
  }

  /** {@return the exact sum of two finite encodings} */
  BigDecimal sum(int a, int b) {
    return value(a).add(value(b)).multiply(powers[smallest]);
  }

  /** {@return the exact product of two finite encodings} */
  BigDecimal product(int a, int b) {
    return value(a).multiply(value(b));
  }

  /** {@return the exact sum of a product of two finite encodings and a third} */
  BigDecimal productSum(int a, int b, int c) {
    return product(a, b).add(value(c).multiply(powers[smallest]));
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
    int exponent = exact.unscaledValue().abs().bitLength() - 1 - 2 * smallest;
    // A unit in the last place is two to this.
    int place = Math.max(exponent, 1 - bias) - format.fractionBits();
    int units = exact.divide(powers[place + 2 * smallest], 0, mode).abs().intValueExact();
    int hidden = 1 << format.fractionBits();
    if (units == 2 * hidden) {
      units = hidden;
      place++;
    }
    int sign = exact.signum() < 0 ? format.signBit() : 0;
    if (place > largestPlace || (place == largestPlace && units > largestUnits)) {
      boolean stays =
          rounding == Rounding.TOWARD_ZERO
              || (rounding == Rounding.DOWN && sign == 0)
              || (rounding == Rounding.UP && sign != 0);
      if (stays || !format.hasNaN()) {
        return sign | format.largest();
      }
      return sign | (format.hasInfinity() ? format.infinity() : format.nan());
    }
    if (units < hidden) {
      return sign | units;
    }
    int field = place + format.fractionBits() + bias;
    return sign | field << format.fractionBits() | (units - hidden);
  }
}
