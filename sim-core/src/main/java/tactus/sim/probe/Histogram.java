package tactus.sim.probe;

import java.util.Arrays;

/**
 * How often which amounts occurred. Amounts below 16 have a bucket each; above, each power of two
 * is cut into 8 buckets, so a bucket is at most an eighth of its amounts wide.
 */
public final class Histogram {

  private static final int SUB_BITS = 3;
  private static final int SUBS = 1 << SUB_BITS;

  private long[] counts = new long[2 * SUBS];
  private long count;
  private long sum;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  Histogram() {}

  /**
   * Counts an amount.
   *
   * @param amount the amount, at least 0
   */
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount (" + amount + ") must be at least 0");
    }
    int bucket = bucket(amount);
    if (bucket >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(bucket + 1, 2 * counts.length));
    }
    counts[bucket]++;
    count++;
    sum = Math.addExact(sum, amount);
    least = Math.min(least, amount);
    greatest = Math.max(greatest, amount);
  }

  private static int bucket(long amount) {
    if (amount < 2 * SUBS) {
      return (int) amount;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(amount) - SUB_BITS;
    return shift * SUBS + (int) (amount >>> shift);
  }

  /** {@return the greatest amount of a bucket} */
  private static long last(int bucket) {
    if (bucket < 2 * SUBS) {
      return bucket;
    }
    int shift = bucket / SUBS - 1;
    return ((long) (SUBS + bucket % SUBS + 1) << shift) - 1;
  }

  /** {@return how many amounts were counted} */
  public long count() {
    return count;
  }

  /** {@return the sum of the amounts} */
  public long sum() {
    return sum;
  }

  /** {@return the average amount, 0 if there was none} */
  public double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /** {@return the least amount, 0 if there was none} */
  public long least() {
    return count == 0 ? 0 : least;
  }

  /** {@return the greatest amount, 0 if there was none} */
  public long greatest() {
    return count == 0 ? 0 : greatest;
  }

  /**
   * {@return an amount that at least a part of all amounts does not exceed: the greatest one that
   * shares a bucket with the exact answer, so at most an eighth too large; 0 if there was none}
   *
   * @param part the part, above 0 and at most 1
   */
  public long quantile(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("part (" + part + ") must be above 0 and at most 1");
    }
    if (count == 0) {
      return 0;
    }
    long rank = Math.max(1, (long) Math.ceil(part * count));
    int bucket = 0;
    long below = counts[0];
    while (below < rank) {
      below += counts[++bucket];
    }
    return Math.min(last(bucket), greatest);
  }
}
