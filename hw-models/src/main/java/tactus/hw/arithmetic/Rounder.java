package tactus.hw.arithmetic;

/**
 * Rounds exact values to a format. Stochastic rounding draws from a counter hashed with a seed, so
 * that the same conversions in the same order give the same bits.
 */
public final class Rounder {

  private final FloatFormat format;
  private final Rounding rounding;
  private final Subnormals subnormals;
  private final Overflow overflow;
  private final int fractionBits;
  private final int smallestExponent;
  private final int largest;
  private final int signBit;
  private long drawn;

  /**
   * Creates a rounder that keeps subnormals and overflows as its format does.
   *
   * @param format format of the results
   * @param rounding which neighbour a value becomes
   */
  public Rounder(FloatFormat format, Rounding rounding) {
    this(format, rounding, Subnormals.KEPT, Overflow.SPECIAL, 0);
  }

  /**
   * Creates a rounder.
   *
   * @param format format of the results
   * @param rounding which neighbour a value becomes
   * @param subnormals what becomes of results below the smallest normal number
   * @param overflow what becomes of results beyond the largest number
   * @param seed any number; only stochastic rounding depends on it
   */
  public Rounder(
      FloatFormat format, Rounding rounding, Subnormals subnormals, Overflow overflow, long seed) {
    this.format = format;
    this.rounding = rounding;
    this.subnormals = subnormals;
    this.overflow = overflow;
    this.fractionBits = format.fractionBits();
    this.smallestExponent = format.smallestExponent();
    this.largest = format.largest();
    this.signBit = format.signBit();
    this.drawn = seed;
  }

  /** {@return the format of the results} */
  public FloatFormat format() {
    return format;
  }

  /** {@return the rounding mode} */
  public Rounding rounding() {
    return rounding;
  }

  /**
   * {@return the encoding of a value, rounded}
   *
   * @param value any value; a NaN only if the format has one
   */
  public int encode(double value) {
    long word = Double.doubleToRawLongBits(value);
    boolean negative = word < 0;
    int field = (int) (word >>> 52) & 0x7ff;
    long fraction = word & 0xf_ffff_ffff_ffffL;
    if (field == 0x7ff) {
      return fraction != 0 ? format.nan() : infinity(negative);
    }
    long significand = field == 0 ? fraction : fraction | 1L << 52;
    if (significand == 0) {
      return negative ? signBit : 0;
    }
    return round(negative, significand, Math.max(field, 1) - 1075);
  }

  /**
   * {@return a value rounded to the format}
   *
   * @param value any value; a NaN only if the format has one
   */
  public float quantize(double value) {
    return format.toFloat(encode(value));
  }

  /**
   * {@return the encoding of a value, rounded}
   *
   * @param negative whether it is negative
   * @param significand its significand as an unsigned number, not zero
   * @param exponent the power of two of the significand's last bit
   */
  int round(boolean negative, long significand, int exponent) {
    int leading = 63 - Long.numberOfLeadingZeros(significand) + exponent;
    int dropped = Math.max(leading, smallestExponent) - fractionBits - exponent;
    long kept;
    if (dropped <= 0) {
      kept = significand << -dropped;
    } else {
      kept = dropped > 63 ? 0 : significand >>> dropped;
      long rest = dropped > 63 ? significand : significand & ((1L << dropped) - 1);
      if (rest != 0 && isRoundedUp(negative, kept, rest, dropped)) {
        kept++;
      }
    }
    // The hidden bit and a carry out of the fraction add to the exponent field.
    int field = Math.max(leading, smallestExponent) - smallestExponent;
    long magnitude = ((long) field << fractionBits) + kept;
    if (magnitude > largest) {
      return overflowed(negative);
    }
    if (subnormals == Subnormals.FLUSHED && magnitude < 1 << fractionBits) {
      magnitude = 0;
    }
    return (int) magnitude | (negative ? signBit : 0);
  }

  private boolean isRoundedUp(boolean negative, long kept, long rest, int dropped) {
    return switch (rounding) {
      case TOWARD_ZERO -> false;
      case DOWN -> negative;
      case UP -> !negative;
      case NEAREST_EVEN -> {
        int order = compareWithHalf(rest, dropped);
        yield order > 0 || (order == 0 && (kept & 1) != 0);
      }
      case NEAREST_AWAY -> compareWithHalf(rest, dropped) >= 0;
      case STOCHASTIC -> isDrawnUp(rest, dropped);
    };
  }

  private static int compareWithHalf(long rest, int dropped) {
    return dropped > 64 ? -1 : Long.compareUnsigned(rest, 1L << (dropped - 1));
  }

  private boolean isDrawnUp(long rest, int dropped) {
    // A part of the last place below 2^-63 is never drawn.
    long draw = random();
    if (dropped > 63) {
      return false;
    }
    return (draw & ((1L << dropped) - 1)) < rest;
  }

  /** SplitMix64: a counter and a finalizer with good avalanche. */
  private long random() {
    drawn += 0x9E3779B97F4A7C15L;
    long mixed = (drawn ^ (drawn >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private int overflowed(boolean negative) {
    boolean towardZero =
        switch (rounding) {
          case NEAREST_EVEN, NEAREST_AWAY, STOCHASTIC -> false;
          case TOWARD_ZERO -> true;
          case DOWN -> !negative;
          case UP -> negative;
        };
    return towardZero ? largest | (negative ? signBit : 0) : infinity(negative);
  }

  /** {@return what stands for infinity in the format} */
  int infinity(boolean negative) {
    int sign = negative ? signBit : 0;
    if (overflow == Overflow.SATURATE || !format.hasNaN()) {
      return largest | sign;
    }
    return (format.hasInfinity() ? format.infinity() : format.nan()) | sign;
  }
}
