package tactus.hw.arithmetic;

import org.jspecify.annotations.Nullable;

/**
 * Chained multiply-adds, one at a time, every variant of {@link ChainSpec}. A word holds a sign, an
 * exponent and a magnitude: {@code magnitude * 2^(exponent - (width - 1))} with the register's
 * width of a sum, the full width of a product.
 */
final class ChainedColumn implements ColumnArithmetic {

  private static final int EXPONENT_SHIFT = 48;
  private static final int EXPONENT_MASK = 0x7fff;
  private static final int EXPONENT_BIAS = 1 << 14;
  private static final long MAGNITUDE_MASK = (1L << EXPONENT_SHIFT) - 1;

  /** An infinity, or with any magnitude but 0 a NaN. */
  private static final int SPECIAL = EXPONENT_MASK - EXPONENT_BIAS;

  private static final long NAN = word(false, SPECIAL, 1);

  /** A zero has the smallest exponent, so that no other number is aligned to it. */
  private static final long ZERO = 0;

  private final OperandCheck operands;
  private final FloatFormat format;
  private final FloatFormat results;
  private final Rounder rounder;
  private final Accumulators accumulators;
  private final ChainSpec chain;
  private final int width;
  private final int droppedBits;
  private final int alignedWidth;
  private final int productWidth;
  private final @Nullable ShiftHistogram histogram;

  ChainedColumn(FloatArithmeticSpec spec, ChainSpec chain) {
    this(spec, chain, null);
  }

  ChainedColumn(FloatArithmeticSpec spec, ChainSpec chain, @Nullable ShiftHistogram histogram) {
    this.operands = new OperandCheck(spec);
    this.format = spec.operands();
    this.results = spec.results();
    this.rounder = spec.resultRounder();
    this.accumulators = new Accumulators(spec);
    this.chain = chain;
    this.width = chain.significandBits();
    this.droppedBits = chain.guardBits() + (chain.sticky() ? 1 : 0);
    this.alignedWidth = width + droppedBits;
    this.productWidth = 2 * (format.fractionBits() + 1);
    this.histogram = histogram;
  }

  @Override
  public long empty() {
    return ZERO;
  }

  @Override
  public long product(double a, double b) {
    return product(operands.checked(a), operands.checked(b));
  }

  private long product(float a, float b) {
    if (isSpecial(a) || isSpecial(b)) {
      float product = a * b;
      return Float.isNaN(product) ? NAN : word(product < 0, SPECIAL, 0);
    }
    long significand = Operands.significand(format, a) * (long) Operands.significand(format, b);
    if (significand == 0) {
      return ZERO;
    }
    long magnitude = Math.abs(significand);
    int exponent = Operands.exponent(format, a) + Operands.exponent(format, b) + 1;
    if (chain.productNormalized() && magnitude < 1L << (productWidth - 1)) {
      magnitude <<= 1;
      exponent--;
    }
    return word(significand < 0, exponent, magnitude);
  }

  private static boolean isSpecial(float value) {
    return Float.isNaN(value) || Float.isInfinite(value);
  }

  @Override
  public long add(long sum, long product) {
    int exponentS = exponent(sum);
    int exponentP = exponent(product);
    if (exponentS == SPECIAL || exponentP == SPECIAL) {
      return addSpecial(sum, product);
    }
    int exponent = Math.max(exponentS, exponentP);
    long alignedS = shifted(magnitude(sum), droppedBits - (exponent - exponentS));
    long alignedP =
        shifted(magnitude(product), alignedWidth - productWidth - (exponent - exponentP));
    long signed = (sum < 0 ? -alignedS : alignedS) + (product < 0 ? -alignedP : alignedP);
    if (signed == 0) {
      if (histogram != null) {
        histogram.countZero();
      }
      return ZERO;
    }
    long magnitude = Math.abs(signed);
    int leadingZeros = Long.numberOfLeadingZeros(magnitude) - (Long.SIZE - alignedWidth);
    if (histogram != null) {
      histogram.count(leadingZeros);
    }
    int shift = chain.normalization().shift(leadingZeros, width);
    return stored(signed < 0, exponent - shift, shifted(magnitude, shift));
  }

  /** {@return a sum as the register holds it, after normalization} */
  private long stored(boolean negative, int exponent, long aligned) {
    long kept = aligned >>> droppedBits;
    if (chain.truncation() == ChainSpec.Truncation.SUM_NEAREST) {
      long half = 1L << (droppedBits - 1);
      long rest = aligned & (2 * half - 1);
      if (rest > half || (rest == half && (kept & 1) != 0)) {
        kept++;
      }
      if (kept >>> width != 0) {
        return word(negative, exponent + 1, kept >>> 1);
      }
    }
    return kept == 0 ? ZERO : word(negative, exponent, kept);
  }

  /** {@return a magnitude shifted left, or right if negative; what is lost may leave a mark} */
  private long shifted(long magnitude, int left) {
    if (left >= 0) {
      return magnitude << left;
    }
    long kept = left <= -Long.SIZE ? 0 : magnitude >>> -left;
    if (!chain.sticky()) {
      return kept;
    }
    boolean lost = left <= -Long.SIZE ? magnitude != 0 : kept << -left != magnitude;
    return lost ? kept | 1 : kept;
  }

  private static long addSpecial(long a, long b) {
    if (exponent(a) != SPECIAL) {
      return b;
    }
    if (exponent(b) != SPECIAL || a == b) {
      return a;
    }
    return NAN;
  }

  @Override
  public double leave(long sum) {
    if (exponent(sum) == SPECIAL) {
      return results.toFloat(magnitude(sum) != 0 ? results.nan() : rounder.infinity(sum < 0));
    }
    if (magnitude(sum) == 0) {
      return 0;
    }
    return results.toFloat(rounder.round(sum < 0, magnitude(sum), exponent(sum) - (width - 1)));
  }

  @Override
  public double accumulate(double kept, double left) {
    return accumulators.sum(kept, left);
  }

  /** {@return a word of a sign, an exponent and a magnitude} */
  static long word(boolean negative, int exponent, long magnitude) {
    return (negative ? Long.MIN_VALUE : 0)
        | (long) (exponent + EXPONENT_BIAS) << EXPONENT_SHIFT
        | magnitude;
  }

  static int exponent(long word) {
    return (int) (word >>> EXPONENT_SHIFT & EXPONENT_MASK) - EXPONENT_BIAS;
  }

  static long magnitude(long word) {
    return word & MAGNITUDE_MASK;
  }
}
