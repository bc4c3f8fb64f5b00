package tactus.dataflow.scratchpad;

import java.util.TreeSet;

/**
 * Addresses that need to be tried. In any plan, push every stay down until it lies on address 0 or
 * on another one that it meets: all addresses are then sums of sizes, of which some may occur
 * several times. So if there is a plan, there is one with addresses of this set.
 */
final class Addresses {

  /** More than these are not listed. */
  private static final int MOST = 3000;

  private final long[] sums;
  private final boolean isComplete;

  private Addresses(long[] sums, boolean isComplete) {
    this.sums = sums;
    this.isComplete = isComplete;
  }

  /** All sums of sizes with which the smallest tensor still fits. */
  static Addresses of(Instance instance, long budget) {
    TreeSet<Long> sizes = new TreeSet<>();
    for (long size : instance.size) {
      sizes.add(size);
    }
    long highest = budget - sizes.first();
    TreeSet<Long> sums = new TreeSet<>();
    sums.add(0L);
    Long next = 0L;
    while (next != null && sums.size() <= MOST) {
      for (long size : sizes) {
        if (next + size <= highest) {
          sums.add(next + size);
        }
      }
      next = sums.higher(next);
    }
    long[] all = sums.stream().mapToLong(Long::longValue).toArray();
    return new Addresses(all, next == null);
  }

  long[] sums() {
    return sums;
  }

  /** Whether no plan needs another address. */
  boolean isComplete() {
    return isComplete;
  }
}
