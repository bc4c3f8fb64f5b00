package tactus.hw.arithmetic;

/**
 * Addition, multiplication and fused multiply-add with one rounding, as IEEE 754 defines them, of
 * encodings. Factors are of one format, sums and results of another or the same.
 */
public final class IeeeArithmetic {

  /** The position of the leading bit of an aligned significand; a carry still fits above it. */
  private static final int LEADING = 61;

  private final FloatFormat factors;
  private final FloatFormat sums;
  private final Rounder rounder;
  private final boolean flushed;
  private final int zeroSign;

  /**
   * Creates the arithmetic of one format, with subnormals.
   *
   * @param format format of operands and results
   * @param rounding any mode
   */
  public IeeeArithmetic(FloatFormat format, Rounding rounding) {
    this(format, new Rounder(format, rounding), Subnormals.KEPT);
  }

  /**
   * Creates the arithmetic of two formats.
   *
   * @param factors format of what is multiplied
   * @param rounder rounds results to the format of sums
   * @param subnormals what becomes of subnormal operands
   */
  public IeeeArithmetic(FloatFormat factors, Rounder rounder, Subnormals subnormals) {
    this.factors = factors;
    this.sums = rounder.format();
    this.rounder = rounder;
    this.flushed = subnormals == Subnormals.FLUSHED;
    this.zeroSign = rounder.rounding() == Rounding.DOWN ? sums.signBit() : 0;
  }

  /**
   * {@return the encoding of a sum}
   *
   * @param a encoding of a summand, in the format of sums
   * @param b encoding of the other one
   */
  public int add(int a, int b) {
    if (isSpecial(sums, a) || isSpecial(sums, b)) {
      return addSpecial(special(sums, a), special(sums, b));
    }
    return sum(
        (a & sums.signBit()) != 0,
        significand(sums, a),
        exponent(sums, a),
        (b & sums.signBit()) != 0,
        significand(sums, b),
        exponent(sums, b));
  }

  /**
   * {@return the encoding of a product, in the format of sums}
   *
   * @param a encoding of a factor, in the format of factors
   * @param b encoding of the other one
   */
  public int multiply(int a, int b) {
    boolean negative = ((a ^ b) & factors.signBit()) != 0;
    if (isSpecial(factors, a) || isSpecial(factors, b)) {
      double product = special(factors, a) * special(factors, b);
      return Double.isNaN(product) ? sums.nan() : rounder.infinity(negative);
    }
    long product = significand(factors, a) * significand(factors, b);
    if (product == 0) {
      return negative ? sums.signBit() : 0;
    }
    return rounder.round(negative, product, exponent(factors, a) + exponent(factors, b));
  }

  /**
   * {@return the encoding of a product added to a summand, rounded once}
   *
   * @param a encoding of a factor, in the format of factors
   * @param b encoding of the other one
   * @param c encoding of the summand, in the format of sums
   */
  public int multiplyAdd(int a, int b, int c) {
    if (isSpecial(factors, a) || isSpecial(factors, b) || isSpecial(sums, c)) {
      return addSpecial(special(factors, a) * special(factors, b), special(sums, c));
    }
    return sum(
        ((a ^ b) & factors.signBit()) != 0,
        significand(factors, a) * significand(factors, b),
        exponent(factors, a) + exponent(factors, b),
        (c & sums.signBit()) != 0,
        significand(sums, c),
        exponent(sums, c));
  }

  private int sum(
      boolean negativeA, long a, int exponentA, boolean negativeB, long b, int exponentB) {
    if (a == 0 && b == 0) {
      return negativeA == negativeB ? (negativeA ? sums.signBit() : 0) : zeroSign;
    }
    if (a == 0) {
      return rounder.round(negativeB, b, exponentB);
    }
    if (b == 0) {
      return rounder.round(negativeA, a, exponentA);
    }
    // At least 13 zero bits follow a significand of at most 48, so that bits which alignment
    // shifts out of the smaller one can be replaced by a single one without changing the rounding.
    int shiftA = LEADING - 63 + Long.numberOfLeadingZeros(a);
    int shiftB = LEADING - 63 + Long.numberOfLeadingZeros(b);
    long alignedA = a << shiftA;
    long alignedB = b << shiftB;
    int lastA = exponentA - shiftA;
    int lastB = exponentB - shiftB;
    int last = Math.max(lastA, lastB);
    alignedA = shiftedRight(alignedA, last - lastA);
    alignedB = shiftedRight(alignedB, last - lastB);
    long sum = (negativeA ? -alignedA : alignedA) + (negativeB ? -alignedB : alignedB);
    if (sum == 0) {
      return zeroSign;
    }
    return rounder.round(sum < 0, Math.abs(sum), last);
  }

  /** {@return a significand shifted right, its last bit set if any bit set was lost} */
  private static long shiftedRight(long significand, int places) {
    if (places > LEADING) {
      return 1;
    }
    long kept = significand >>> places;
    return kept << places == significand ? kept : kept | 1;
  }

  private static boolean isSpecial(FloatFormat format, int encoding) {
    int magnitude = encoding & (format.signBit() - 1);
    return magnitude > format.largest();
  }

  /** {@return a double that stands for an encoding where an operand is infinite or NaN} */
  private static double special(FloatFormat format, int encoding) {
    return format.toFloat(encoding);
  }

  private int addSpecial(double a, double b) {
    double sum = a + b;
    return Double.isNaN(sum) ? sums.nan() : rounder.infinity(sum < 0);
  }

  private long significand(FloatFormat format, int encoding) {
    int fraction = encoding & ((1 << format.fractionBits()) - 1);
    int field = (encoding & (format.signBit() - 1)) >>> format.fractionBits();
    if (field == 0) {
      return flushed ? 0 : fraction;
    }
    return fraction | (1 << format.fractionBits());
  }

  private static int exponent(FloatFormat format, int encoding) {
    int field = (encoding & (format.signBit() - 1)) >>> format.fractionBits();
    return Math.max(field, 1) - format.bias() - format.fractionBits();
  }
}
