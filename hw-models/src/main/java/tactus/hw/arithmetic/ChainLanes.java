package tactus.hw.arithmetic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chains side by side whose significands are so narrow that ints hold them. An addition is a few
 * passes over int arrays without branches or shifts by a variable distance, so that the JIT
 * compiler makes vector instructions of them; a variable shift is a shift by each power of two
 * where the bit of the distance is set, as in a barrel shifter.
 *
 * <p>Sums and products are signed significands in a common frame, as wide as the wider of the two.
 */
final class ChainLanes implements Chains {

  private static final int WIDEST_FRAME = 28;

  private final Rounder rounder;
  private final FloatFormat results;
  private final Normalization normalization;
  private final boolean exact;
  private final boolean productNormalized;
  private final int significandBits;
  private final int frame;

  /** Distance from a product to its place in the frame. */
  private final int productShift;

  /** The bits of the frame that a sum has. */
  private final int mask;

  private final int[][] stationary;
  private final int[][] stationaryExponents;
  private final int[] streamed;
  private final int[] streamedExponents;
  private int lanes;
  private final int[] sums;
  private final int[] exponents;
  private final int[] products;
  private final int[] productExponents;
  private final @Nullable ShiftHistogram histogram;

  ChainLanes(
      FloatArithmeticSpec spec,
      ChainSpec chain,
      int rows,
      int lanes,
      @Nullable ShiftHistogram histogram) {
    this.rounder = spec.resultRounder();
    this.results = spec.results();
    this.normalization = chain.normalization();
    this.exact = normalization.isExact(chain.significandBits());
    this.productNormalized = chain.productNormalized();
    this.significandBits = chain.significandBits();
    int productBits = Chains.productBits(spec);
    this.frame = Math.max(significandBits, productBits);
    this.productShift = frame - productBits;
    this.mask = -1 << (frame - significandBits);
    this.stationary = new int[rows][lanes];
    this.stationaryExponents = new int[rows][lanes];
    this.streamed = new int[lanes];
    this.streamedExponents = new int[lanes];
    this.lanes = lanes;
    this.sums = new int[lanes];
    this.exponents = new int[lanes];
    this.products = new int[lanes];
    this.productExponents = new int[lanes];
    this.histogram = histogram;
  }

  /** {@return whether this path computes a chain} */
  static boolean supports(FloatArithmeticSpec spec, ChainSpec chain) {
    return chain.truncation() == ChainSpec.Truncation.SUMMANDS
        && Math.max(chain.significandBits(), Chains.productBits(spec)) <= WIDEST_FRAME
        && Chains.hasUnitCarry(chain);
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
    multiply(streamed, stationary[row], products, lanes, productShift);
    addExponents(streamedExponents, stationaryExponents[row], productExponents, lanes);
    if (productNormalized) {
      normalizeProducts(products, productExponents, lanes, frame);
    }
    if (frame > significandBits) {
      truncate(products, lanes, mask);
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
    align(sums, exponents, products, productExponents, lanes, mask);
    if (histogram != null) {
      histogram.count(sums, lanes, frame);
    }
    if (exact) {
      normalize(sums, exponents, lanes, frame, mask);
      return;
    }
    int k = normalization.k();
    int lambda = normalization.lambda();
    switch (normalization.rule()) {
      case NONE -> normalizeWindows(sums, exponents, lanes, frame, mask, 0, 0, 0, 0);
      case WINDOWS ->
          normalizeWindows(
              sums,
              exponents,
              lanes,
              frame,
              mask,
              k,
              lambda,
              1 << (frame - k),
              1 << (frame - k - lambda));
      case STAGES -> normalizeStages(sums, exponents, lanes, frame, mask, lambda, k);
      case EXACT, SINGLE -> throw new IllegalStateException("no lanes for this rule");
    }
  }

  @Override
  public void leave(double[] out, int first) {
    for (int j = 0; j < lanes; j++) {
      int sum = sums[j];
      out[first + j] =
          sum == 0
              ? 0
              : results.toFloat(rounder.round(sum < 0, Math.abs(sum), exponents[j] - (frame - 1)));
    }
  }

  private static void multiply(int[] a, int[] b, int[] products, int lanes, int shift) {
    for (int j = 0; j < lanes; j++) {
      products[j] = (a[j] * b[j]) << shift;
    }
  }

  private static void addExponents(int[] a, int[] b, int[] sums, int lanes) {
    for (int j = 0; j < lanes; j++) {
      sums[j] = a[j] + b[j] + 1;
    }
  }

  private static void normalizeProducts(
      int[] products, int[] productExponents, int lanes, int frame) {
    final int two = 1 << (frame - 1);
    for (int j = 0; j < lanes; j++) {
      int product = products[j];
      int sign = product >> 31;
      int below = (((product ^ sign) - sign) - two) >> 31;
      products[j] = product + (product & below);
      productExponents[j] += below;
    }
  }

  private static void truncate(int[] products, int lanes, int mask) {
    for (int j = 0; j < lanes; j++) {
      int product = products[j];
      int sign = product >> 31;
      int kept = ((product ^ sign) - sign) & mask;
      products[j] = (kept ^ sign) - sign;
    }
  }

  /** Leaves the sums, not normalized, and the larger exponents. */
  private static void align(
      int[] sums, int[] exponents, int[] products, int[] productExponents, int lanes, int mask) {
    for (int j = 0; j < lanes; j++) {
      int product = products[j];
      int sum = sums[j];
      int exponent = productExponents[j];
      int distance = exponent - exponents[j];
      int swap = distance >> 31;
      int difference = (product ^ sum) & swap;
      int large = product ^ difference;
      int small = sum ^ difference;
      int places = (distance ^ swap) - swap;
      int sign = small >> 31;
      int bits = ((small ^ sign) - sign) & ((places - 32) >> 31);
      bits ^= (bits ^ (bits >>> 16)) & ((places << 27) >> 31);
      bits ^= (bits ^ (bits >>> 8)) & ((places << 28) >> 31);
      bits ^= (bits ^ (bits >>> 4)) & ((places << 29) >> 31);
      bits ^= (bits ^ (bits >>> 2)) & ((places << 30) >> 31);
      bits ^= (bits ^ (bits >>> 1)) & ((places << 31) >> 31);
      bits &= mask;
      sums[j] = large + ((bits ^ sign) - sign);
      exponents[j] = exponent - (distance & swap);
    }
  }

  /** Shifts as far as there are leading zeros. */
  private static void normalize(int[] sums, int[] exponents, int lanes, int frame, int mask) {
    // The target is one bit wider than the frame, so that a carry needs no case of its own.
    final int below16 = threshold(frame + 1 - 16);
    final int below8 = threshold(frame + 1 - 8);
    final int below4 = threshold(frame + 1 - 4);
    final int below2 = threshold(frame + 1 - 2);
    final int below1 = threshold(frame);
    for (int j = 0; j < lanes; j++) {
      int sum = sums[j];
      int sign = sum >> 31;
      int bits = (sum ^ sign) - sign;
      int zero = (bits - 1) >> 31;
      int exponent = exponents[j] + 1 + (zero & ZERO_SUM_EXPONENT);
      int shift = (bits - below16) >> 31;
      bits ^= (bits ^ (bits << 16)) & shift;
      exponent += shift << 4;
      shift = (bits - below8) >> 31;
      bits ^= (bits ^ (bits << 8)) & shift;
      exponent += shift << 3;
      shift = (bits - below4) >> 31;
      bits ^= (bits ^ (bits << 4)) & shift;
      exponent += shift << 2;
      shift = (bits - below2) >> 31;
      bits ^= (bits ^ (bits << 2)) & shift;
      exponent += shift << 1;
      shift = (bits - below1) >> 31;
      bits += bits & shift;
      exponent += shift;
      bits = (bits >>> 1) & mask;
      sums[j] = (bits ^ sign) - sign;
      exponents[j] = exponent;
    }
  }

  private static int threshold(int position) {
    return 1 << Math.max(0, position);
  }

  /**
   * Shifts by the first distance what is below the first threshold, and by the second one what is
   * below the second threshold.
   */
  private static void normalizeWindows(
      int[] sums,
      int[] exponents,
      int lanes,
      int frame,
      int mask,
      int first,
      int second,
      int belowFirst,
      int belowSecond) {
    final int carry = 1 << frame;
    for (int j = 0; j < lanes; j++) {
      int sum = sums[j];
      int sign = sum >> 31;
      int bits = (sum ^ sign) - sign;
      int zero = (bits - 1) >> 31;
      int whole = (bits - carry) >> 31;
      int shiftFirst = (bits - belowFirst) >> 31;
      int shiftSecond = (bits - belowSecond) >> 31;
      bits += bits & whole;
      bits ^= (bits ^ (bits << first)) & shiftFirst;
      bits ^= (bits ^ (bits << second)) & shiftSecond;
      bits = (bits >>> 1) & mask;
      sums[j] = (bits ^ sign) - sign;
      exponents[j] +=
          1 + whole - (shiftFirst & first) - (shiftSecond & second) + (zero & ZERO_SUM_EXPONENT);
    }
  }

  /** Shifts by the first distance where so many bits are zero, then by the second one likewise. */
  private static void normalizeStages(
      int[] sums, int[] exponents, int lanes, int frame, int mask, int first, int second) {
    final int carry = 1 << frame;
    final int belowFirst = 1 << (frame - first);
    final int belowSecond = 1 << (frame - second);
    for (int j = 0; j < lanes; j++) {
      int sum = sums[j];
      int sign = sum >> 31;
      int bits = (sum ^ sign) - sign;
      int zero = (bits - 1) >> 31;
      int whole = (bits - carry) >> 31;
      int shiftFirst = (bits - belowFirst) >> 31;
      int once = bits ^ ((bits ^ (bits << first)) & shiftFirst);
      int shiftSecond = (once - belowSecond) >> 31;
      int twice = once ^ ((once ^ (once << second)) & shiftSecond);
      twice += twice & whole;
      twice = (twice >>> 1) & mask;
      sums[j] = (twice ^ sign) - sign;
      exponents[j] +=
          1 + whole - (shiftFirst & first) - (shiftSecond & second) + (zero & ZERO_SUM_EXPONENT);
    }
  }
}
