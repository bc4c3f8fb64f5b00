package tactus.hw;

import java.util.Arrays;

/** Cycles by cause. Immutable. */
public final class CycleStack {

  /** No cycles. */
  public static final CycleStack EMPTY = new CycleStack(new long[CycleCause.values().length]);

  private final long[] cycles;

  private CycleStack(long[] cycles) {
    this.cycles = cycles;
  }

  /**
   * {@return the stack of the given cycles}
   *
   * @param cycles cycles of each cause in the order of {@link CycleCause}, each at least 0
   */
  public static CycleStack of(long... cycles) {
    if (cycles.length != CycleCause.values().length) {
      throw new IllegalArgumentException(
          "cycles (" + cycles.length + " causes) must have an entry for each cause");
    }
    for (int i = 0; i < cycles.length; i++) {
      if (cycles[i] < 0) {
        throw new IllegalArgumentException(
            CycleCause.values()[i] + " (" + cycles[i] + " cycles) must be at least 0");
      }
    }
    return new CycleStack(cycles.clone());
  }

  /**
   * {@return the cycles of a cause}
   *
   * @param cause the cause
   */
  public long get(CycleCause cause) {
    return cycles[cause.ordinal()];
  }

  /** {@return the cycles of all causes} */
  public long total() {
    long sum = 0;
    for (long part : cycles) {
      sum = Math.addExact(sum, part);
    }
    return sum;
  }

  /**
   * {@return the sum of this stack and another}
   *
   * @param other the other stack
   */
  public CycleStack plus(CycleStack other) {
    long[] sums = cycles.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.addExact(sums[i], other.cycles[i]);
    }
    return new CycleStack(sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CycleStack that && Arrays.equals(cycles, that.cycles);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cycles);
  }

  @Override
  public String toString() {
    return Arrays.toString(cycles);
  }
}
