package tactus.hw.arithmetic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A binary floating-point format: a sign bit, an exponent with the bias {@code 2^(exponentBits-1) -
 * 1}, a fraction. Every number of every format is a {@code float}, subnormals included.
 *
 * @param exponentBits width of the exponent, from 2 to 8
 * @param fractionBits width of the fraction without the hidden bit, from 1 to 23
 * @param specials which encodings are no numbers
 */
public record FloatFormat(int exponentBits, int fractionBits, Specials specials) {

  /** Which encodings of a format are infinities and NaNs. */
  public enum Specials {
    /** As in IEEE 754: the largest exponent is infinity (fraction 0) or NaN. */
    IEEE,
    /** Only all ones, of either sign, is NaN; there is no infinity. OCP 8-bit floating point. */
    NAN_ONLY,
    /** Every encoding is a number. OCP microscaling formats of 4 and 6 bits. */
    NONE
  }

  /** IEEE binary32. */
  public static final FloatFormat FP32 = new FloatFormat(8, 23, Specials.IEEE);

  /** The 19 bits of TensorFloat-32. */
  public static final FloatFormat TF32 = new FloatFormat(8, 10, Specials.IEEE);

  /** The upper half of IEEE binary32. */
  public static final FloatFormat BF16 = new FloatFormat(8, 7, Specials.IEEE);

  /** IEEE binary16. */
  public static final FloatFormat FP16 = new FloatFormat(5, 10, Specials.IEEE);

  /** OCP E4M3: no infinity, numbers up to 448. */
  public static final FloatFormat FP8_E4M3 = new FloatFormat(4, 3, Specials.NAN_ONLY);

  /** OCP E5M2: like IEEE, numbers up to 57344. */
  public static final FloatFormat FP8_E5M2 = new FloatFormat(5, 2, Specials.IEEE);

  private static final Map<String, FloatFormat> NAMED = new LinkedHashMap<>();
  private static final Pattern WIDTHS = Pattern.compile("e([0-9]{1,2})m([0-9]{1,2})");

  static {
    NAMED.put("fp32", FP32);
    NAMED.put("tf32", TF32);
    NAMED.put("bf16", BF16);
    NAMED.put("fp16", FP16);
    NAMED.put("fp8-e4m3", FP8_E4M3);
    NAMED.put("fp8-e5m2", FP8_E5M2);
  }

  public FloatFormat {
    if (exponentBits < 2 || exponentBits > 8) {
      throw new IllegalArgumentException(
          "exponentBits (" + exponentBits + ") must be from 2 to 8, as wide as fp32's at most");
    }
    if (fractionBits < 1 || fractionBits > 23) {
      throw new IllegalArgumentException(
          "fractionBits (" + fractionBits + ") must be from 1 to 23, as wide as fp32's at most");
    }
  }

  /**
   * {@return the format of a name, or of widths written as {@code e5m10}} Widths that OCP names
   * have OCP's encodings (e4m3: NaN only; e2m1, e2m3, e3m2: numbers only), all others IEEE's.
   *
   * @param name such as {@code bf16}, {@code fp8-e4m3} or {@code e6m9}
   */
  public static Optional<FloatFormat> named(String name) {
    FloatFormat known = NAMED.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Matcher widths = WIDTHS.matcher(name);
    if (!widths.matches()) {
      return Optional.empty();
    }
    int exponent = Integer.parseInt(widths.group(1));
    int fraction = Integer.parseInt(widths.group(2));
    if (exponent < 2 || exponent > 8 || fraction < 1 || fraction > 23) {
      return Optional.empty();
    }
    Specials specials =
        switch (name) {
          case "e4m3" -> Specials.NAN_ONLY;
          case "e2m1", "e2m3", "e3m2" -> Specials.NONE;
          default -> Specials.IEEE;
        };
    return Optional.of(new FloatFormat(exponent, fraction, specials));
  }

  /** {@return the name, such as {@code bf16}, or the widths, such as {@code e6m9}} */
  public String label() {
    for (Map.Entry<String, FloatFormat> entry : NAMED.entrySet()) {
      if (entry.getValue().equals(this)) {
        return entry.getKey();
      }
    }
    return "e" + exponentBits + "m" + fractionBits;
  }

  /** {@return the width of an encoding, in bits} */
  public int bits() {
    return 1 + exponentBits + fractionBits;
  }

  /** {@return what is subtracted from the exponent field of a normal number} */
  public int bias() {
    return (1 << (exponentBits - 1)) - 1;
  }

  /** {@return the exponent of the smallest normal number} */
  public int smallestExponent() {
    return 1 - bias();
  }

  /** {@return the encoding of the largest number} */
  public int largest() {
    int ones = (1 << (exponentBits + fractionBits)) - 1;
    return switch (specials) {
      case IEEE -> ones - (1 << fractionBits);
      case NAN_ONLY -> ones - 1;
      case NONE -> ones;
    };
  }

  /** {@return the largest number} */
  public float largestValue() {
    return toFloat(largest());
  }

  /** {@return the smallest normal number} */
  public float smallestNormal() {
    return toFloat(1 << fractionBits);
  }

  /** {@return the encoding of the sign of a negative number, all else zero} */
  public int signBit() {
    return 1 << (exponentBits + fractionBits);
  }

  /** {@return whether the format has infinities} */
  public boolean hasInfinity() {
    return specials == Specials.IEEE;
  }

  /** {@return whether the format has a NaN} */
  public boolean hasNaN() {
    return specials != Specials.NONE;
  }

  /** {@return the encoding of positive infinity; only of formats that have one} */
  public int infinity() {
    if (!hasInfinity()) {
      throw new IllegalStateException(label() + " has no infinity");
    }
    return largest() + 1;
  }

  /** {@return the encoding of the quiet NaN that operations result in} */
  public int nan() {
    return switch (specials) {
      case IEEE -> infinity() | (1 << (fractionBits - 1));
      case NAN_ONLY -> largest() + 1;
      case NONE -> throw new IllegalStateException(label() + " has no NaN");
    };
  }

  /**
   * {@return whether an encoding is a NaN}
   *
   * @param encoding an encoding; bits above its width are ignored
   */
  public boolean isNaN(int encoding) {
    int magnitude = encoding & (signBit() - 1);
    return switch (specials) {
      case IEEE -> magnitude > infinity();
      case NAN_ONLY -> magnitude > largest();
      case NONE -> false;
    };
  }

  /**
   * {@return whether an encoding is an infinity}
   *
   * @param encoding an encoding; bits above its width are ignored
   */
  public boolean isInfinite(int encoding) {
    return hasInfinity() && (encoding & (signBit() - 1)) == infinity();
  }

  /**
   * {@return the value of an encoding, exactly}
   *
   * @param encoding an encoding; bits above its width are ignored
   */
  public float toFloat(int encoding) {
    if (fractionBits == 23 && exponentBits == 8) {
      float same = Float.intBitsToFloat(encoding);
      return Float.isNaN(same) ? Float.NaN : same;
    }
    boolean negative = (encoding & signBit()) != 0;
    int magnitude = encoding & (signBit() - 1);
    if (isNaN(encoding)) {
      return Float.NaN;
    }
    if (isInfinite(encoding)) {
      return negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    int field = magnitude >>> fractionBits;
    int fraction = magnitude & ((1 << fractionBits) - 1);
    int significand = field == 0 ? fraction : fraction | (1 << fractionBits);
    int exponent = Math.max(field, 1) - bias() - fractionBits;
    float value = Math.scalb((float) significand, exponent);
    return negative ? -value : value;
  }

  /**
   * {@return the encoding of a number of this format}
   *
   * @param value a value that the format has
   * @throws IllegalArgumentException if it has no such value
   */
  public int encode(float value) {
    int word = Float.floatToRawIntBits(value);
    int field = (word >>> 23 & 0xff) - 127 + bias();
    int lost = 23 - fractionBits;
    if (field >= 1 && (word & ((1 << lost) - 1)) == 0) {
      int magnitude = (field << fractionBits) + ((word & 0x7f_ffff) >>> lost);
      if (magnitude <= largest()) {
        return word < 0 ? magnitude | signBit() : magnitude;
      }
    }
    int encoding = new Rounder(this, Rounding.TOWARD_ZERO).encode(value);
    if (toFloat(encoding) != value && !(Float.isNaN(value) && isNaN(encoding))) {
      throw new IllegalArgumentException("value (" + value + ") must be a number of " + label());
    }
    return encoding;
  }

  /** {@return the label} */
  @Override
  public String toString() {
    return label();
  }
}
