package tactus.hw.arithmetic;

/**
 * How often sums had how many leading zeros before normalization, over all additions of numbers in
 * chains (sums with infinities and NaNs have none). The shifts follow from it by the rule.
 */
public final class ShiftHistogram {

  /** Index of a carry in {@link #counts}; {@code n} leading zeros are at {@code n + 1}. */
  private static final int CARRY = 0;

  private static final int ZERO = 63;

  private final Normalization normalization;
  private final int significandBits;
  private final long[] counts = new long[64];

  /**
   * Creates an empty histogram.
   *
   * @param chain the chain whose additions are counted
   */
  public ShiftHistogram(ChainSpec chain) {
    normalization = chain.normalization();
    significandBits = chain.significandBits();
  }

  /** {@return the number of additions} */
  public long additions() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** {@return the number of sums that were zero} */
  public long zeros() {
    return counts[ZERO];
  }

  /**
   * {@return the number of sums with some leading zeros}
   *
   * @param zeros leading zeros before normalization, -1 for a carry
   */
  public long leadingZeros(int zeros) {
    return zeros < -1 || zeros + 1 >= ZERO ? 0 : counts[zeros + 1];
  }

  /**
   * {@return the number of sums that were shifted by some places}
   *
   * @param places to the left; negative is right
   */
  public long shifted(int places) {
    long sum = 0;
    for (int zeros = -1; zeros + 1 < ZERO; zeros++) {
      if (normalization.shift(zeros, significandBits) == places) {
        sum += counts[zeros + 1];
      }
    }
    return sum;
  }

  /**
   * {@return the number of sums that kept some leading zeros in the register}
   *
   * @param zeros leading zeros after normalization
   */
  public long remainingZeros(int zeros) {
    long sum = 0;
    for (int before = -1; before + 1 < ZERO; before++) {
      if (before - normalization.shift(before, significandBits) == zeros) {
        sum += counts[before + 1];
      }
    }
    return sum;
  }

  /** Adds another histogram of an equal chain. */
  void add(ShiftHistogram other) {
    for (int i = CARRY; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  void count(int leadingZeros) {
    counts[leadingZeros + 1]++;
  }

  void countZero() {
    counts[ZERO]++;
  }

  /**
   * Counts sums of a register in an int.
   *
   * @param width bits of the significand
   */
  void count(int[] sums, int size, int width) {
    int carry = Integer.SIZE - width - 1;
    for (int i = 0; i < size; i++) {
      int zeros = Integer.numberOfLeadingZeros(Math.abs(sums[i]));
      counts[zeros == Integer.SIZE ? ZERO : zeros - carry]++;
    }
  }

  /**
   * Counts sums of a register in a long.
   *
   * @param width bits of the significand
   */
  void count(long[] sums, int size, int width) {
    int carry = Long.SIZE - width - 1;
    for (int i = 0; i < size; i++) {
      int zeros = Long.numberOfLeadingZeros(Math.abs(sums[i]));
      counts[zeros == Long.SIZE ? ZERO : zeros - carry]++;
    }
  }
}
