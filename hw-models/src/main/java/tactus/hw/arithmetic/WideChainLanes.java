package tactus.hw.arithmetic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chains side by side in longs, for frames that do not fit the ints of {@link ChainLanes}, and for
 * sums with guard bits, which are cut off or rounded. Processors shift a long by any distance and
 * count its leading zeros, of which the JIT compiler makes no vectors: passes without branches, so
 * that neighbouring lanes overlap in the processor.
 */
final class WideChainLanes implements Chains {

  private final Rounder rounder;
  private final FloatFormat results;

  /** Bits of the wider of a sum with its guard bits and a product. */
  private final int frame;

  /** From a product to its place in the frame. */
  private final long productScale;

  private final boolean narrowsProducts;

  /** Below this, products are shifted left. */
  private final long two;

  /** The bits of the frame that a summand keeps. */
  private final long summandMask;

  /** The bits of the frame that a sum keeps. */
  private final long sumMask;

  /** Half of a sum's last bit if sums are rounded, else 0; its place. */
  private final long half;

  private final int halfPlace;

  /** The last bit of a summand if it marks that bits below it are lost, else 0. */
  private final long mark;

  /**
   * What the exponent loses, by the leading zeros of a sum in a long. If bits remain, they are
   * shifted as many places to the left (-1 is to the right); if none do, and the sum is not
   * rounded, the exponent falls so low that no product is aligned to it.
   */
  private final int[] shifts = new int[Long.SIZE + 1];

  private final long[][] stationary;
  private final long[][] stationaryExponents;
  private final long[] streamed;
  private final long[] streamedExponents;
  private int lanes;
  private final long[] sums;
  private final long[] exponents;
  private final long[] products;
  private final long[] productExponents;
  private final long[] signs;
  private final @Nullable ShiftHistogram histogram;

  WideChainLanes(
      FloatArithmeticSpec spec,
      ChainSpec chain,
      int rows,
      int lanes,
      @Nullable ShiftHistogram histogram) {
    this.rounder = spec.resultRounder();
    this.results = spec.results();
    int alignedBits = chain.significandBits() + chain.guardBits() + (chain.sticky() ? 1 : 0);
    int productBits = Chains.productBits(spec);
    this.frame = Math.max(alignedBits, productBits);
    this.productScale = 1L << (frame - productBits);
    this.narrowsProducts = chain.productNormalized() || frame > alignedBits;
    this.two = chain.productNormalized() ? 1L << (frame - 1) : 0;
    this.summandMask = -1L << (frame - alignedBits);
    this.sumMask = -1L << (frame - chain.significandBits());
    boolean rounds = chain.truncation() == ChainSpec.Truncation.SUM_NEAREST;
    this.halfPlace = frame - chain.significandBits() - 1;
    this.half = rounds ? 1L << halfPlace : 0;
    this.mark = chain.sticky() ? 1L << (frame - alignedBits) : 0;
    for (int zeros = 0; zeros < shifts.length; zeros++) {
      int inFrame = zeros - (Long.SIZE - frame);
      int shift = inFrame < -1 ? 0 : chain.normalization().shift(inFrame, chain.significandBits());
      boolean remains = zeros < Long.SIZE && inFrame - shift < chain.significandBits();
      // Of a sum that is rounded, the last bit may be made from bits below it.
      shifts[zeros] = remains || rounds ? shift : shift - ZERO_SUM_EXPONENT;
    }
    this.stationary = new long[rows][lanes];
    this.stationaryExponents = new long[rows][lanes];
    this.streamed = new long[lanes];
    this.streamedExponents = new long[lanes];
    this.lanes = lanes;
    this.sums = new long[lanes];
    this.exponents = new long[lanes];
    this.products = new long[lanes];
    this.productExponents = new long[lanes];
    this.signs = new long[lanes];
    this.histogram = histogram;
  }

  static boolean supports(ChainSpec chain) {
    return Chains.hasUnitCarry(chain);
  }

  @Override
  public void load(int row, int lane, int significand, int exponent) {
    stationary[row][lane] = significand;
    stationaryExponents[row][lane] = exponent;
  }

  @Override
  public void clear(int count) {
    lanes = count;
    Arrays.fill(sums, 0);
    Arrays.fill(exponents, ZERO_SUM_EXPONENT);
  }

  @Override
  public void stream(int from, int to, int significand, int exponent) {
    Arrays.fill(streamed, from, to, significand);
    Arrays.fill(streamedExponents, from, to, exponent);
  }

  @Override
  public void add(int row) {
    multiply(streamed, stationary[row], products, lanes, productScale);
    addExponents(streamedExponents, stationaryExponents[row], productExponents, lanes);
    if (narrowsProducts) {
      narrowProducts(products, productExponents, lanes, two, summandMask, mark);
    }
    addProducts();
  }

  @Override
  public void addZero() {
    Arrays.fill(products, 0);
    Arrays.fill(productExponents, ZERO_EXPONENT);
    addProducts();
  }

  private void addProducts() {
    if (mark == 0) {
      order(sums, exponents, products, productExponents, signs, lanes, Long.SIZE);
      shiftRight(products, productExponents, lanes);
    } else {
      order(sums, exponents, products, productExponents, signs, lanes, Long.MAX_VALUE);
      shiftRightMarking(products, productExponents, lanes, summandMask, mark);
    }
    addSmaller(sums, products, signs, lanes, summandMask);
    if (histogram != null) {
      histogram.count(products, lanes, frame);
    }
    if (half == 0) {
      normalize(products, exponents, lanes, shifts);
    } else {
      normalizeAndRound();
    }
    sign(sums, products, signs, lanes, sumMask);
  }

  private static void multiply(long[] a, long[] b, long[] products, int lanes, long scale) {
    for (int j = 0; j < lanes; j++) {
      products[j] = a[j] * b[j] * scale;
    }
  }

  private static void addExponents(long[] a, long[] b, long[] sums, int lanes) {
    for (int j = 0; j < lanes; j++) {
      sums[j] = a[j] + b[j] + 1;
    }
  }

  /**
   * Shifts products below two to the left, and cuts off the bits that summands do not have; what is
   * lost may leave a mark.
   */
  private static void narrowProducts(
      long[] products, long[] productExponents, int lanes, long two, long mask, long mark) {
    for (int j = 0; j < lanes; j++) {
      long product = products[j];
      long sign = product >> 63;
      long bits = (product ^ sign) - sign;
      long below = (bits - two) >> 63;
      bits += bits & below;
      long lost = bits & ~mask;
      bits = (bits & mask) | (mark & (-lost >> 63));
      products[j] = (bits ^ sign) - sign;
      productExponents[j] += below;
    }
  }

  /**
   * Leaves the summand with the larger exponent and that exponent in place of the sum, the other
   * one's magnitude and how far it is below in place of the product. One that is farther below than
   * so many places becomes 0.
   */
  private static void order(
      long[] sums,
      long[] exponents,
      long[] products,
      long[] productExponents,
      long[] signs,
      int lanes,
      long farthest) {
    for (int j = 0; j < lanes; j++) {
      long product = products[j];
      long sum = sums[j];
      long exponent = productExponents[j];
      long distance = exponent - exponents[j];
      long swap = distance >> 63;
      long difference = (product ^ sum) & swap;
      long places = (distance ^ swap) - swap;
      // A long is not shifted by 64 places and more.
      long smaller = (sum ^ difference) & ((places - farthest) >> 63);
      long sign = smaller >> 63;
      sums[j] = product ^ difference;
      exponents[j] = exponent - (distance & swap);
      signs[j] = sign;
      products[j] = (smaller ^ sign) - sign;
      productExponents[j] = places;
    }
  }

  private static void shiftRight(long[] magnitudes, long[] places, int lanes) {
    for (int j = 0; j < lanes; j++) {
      long bits = magnitudes[j];
      long distance = places[j];
      bits ^= (bits ^ (bits >>> 32)) & ((distance << 58) >> 63);
      bits ^= (bits ^ (bits >>> 16)) & ((distance << 59) >> 63);
      bits ^= (bits ^ (bits >>> 8)) & ((distance << 60) >> 63);
      bits ^= (bits ^ (bits >>> 4)) & ((distance << 61) >> 63);
      bits ^= (bits ^ (bits >>> 2)) & ((distance << 62) >> 63);
      bits ^= (bits ^ (bits >>> 1)) & ((distance << 63) >> 63);
      magnitudes[j] = bits;
    }
  }

  /** Shifts right; what is lost leaves a mark. */
  private static void shiftRightMarking(
      long[] magnitudes, long[] places, int lanes, long mask, long mark) {
    for (int j = 0; j < lanes; j++) {
      long bits = magnitudes[j];
      long distance = Math.min(places[j], Long.SIZE - 1);
      long kept = (bits >>> distance) & mask;
      long lost = bits - (kept << distance);
      magnitudes[j] = kept | (mark & (-lost >> 63));
    }
  }

  /** Leaves magnitudes of the sums in place of those of the smaller summands. */
  private static void addSmaller(
      long[] sums, long[] magnitudes, long[] signs, int lanes, long mask) {
    for (int j = 0; j < lanes; j++) {
      long smallerSign = signs[j];
      long sum = sums[j] + (((magnitudes[j] & mask) ^ smallerSign) - smallerSign);
      long sign = sum >> 63;
      signs[j] = sign;
      magnitudes[j] = (sum ^ sign) - sign;
    }
  }

  private static void normalize(long[] magnitudes, long[] exponents, int lanes, int[] shifts) {
    for (int j = 0; j < lanes; j++) {
      long magnitude = magnitudes[j];
      int shift = shifts[Long.numberOfLeadingZeros(magnitude)];
      // Of what the exponent of a sum of zero loses, the shift of a long takes the lowest bits.
      magnitudes[j] = (magnitude << (shift + 1)) >>> 1;
      exponents[j] -= shift;
    }
  }

  /** Rounds to the nearest sum, of two to the even one; one that rounds to zero is zero. */
  private void normalizeAndRound() {
    for (int j = 0; j < lanes; j++) {
      long magnitude = products[j];
      int shift = shifts[Long.numberOfLeadingZeros(magnitude)];
      // Only a carry is shifted to the right, by a place.
      long bits = ((magnitude << (shift + 1)) >>> 1) & summandMask;
      bits |= magnitude & mark & ((long) shift >> 63);
      long odd = (bits >>> (halfPlace + 1)) & 1;
      long rounded = (bits + half - 1 + odd) & sumMask;
      long carry = rounded >>> frame;
      products[j] = rounded >>> carry;
      exponents[j] += carry - shift + (((rounded - 1) >> 63) & ZERO_SUM_EXPONENT);
    }
  }

  private static void sign(long[] sums, long[] magnitudes, long[] signs, int lanes, long mask) {
    for (int j = 0; j < lanes; j++) {
      long sign = signs[j];
      sums[j] = ((magnitudes[j] & mask) ^ sign) - sign;
    }
  }

  @Override
  public void leave(double[] out, int first) {
    for (int j = 0; j < lanes; j++) {
      long sum = sums[j];
      out[first + j] =
          sum == 0
              ? 0
              : results.toFloat(
                  rounder.round(sum < 0, Math.abs(sum), (int) exponents[j] - (frame - 1)));
    }
  }
}
