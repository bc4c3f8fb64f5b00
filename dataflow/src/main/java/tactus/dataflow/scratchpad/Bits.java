package tactus.dataflow.scratchpad;

/** Sets of small numbers as bits of words. */
final class Bits {

  private Bits() {}

  static long[] of(int size) {
    return new long[(size + 63) / 64];
  }

  static boolean has(long[] set, int index) {
    return (set[index >> 6] >>> index & 1) != 0;
  }

  static void add(long[] set, int index) {
    set[index >> 6] |= 1L << index;
  }

  static void remove(long[] set, int index) {
    set[index >> 6] &= ~(1L << index);
  }

  /** The first member from an index on, or -1. */
  static int next(long[] set, int from) {
    int word = from >> 6;
    if (word >= set.length) {
      return -1;
    }
    long rest = set[word] & -1L << from;
    while (rest == 0) {
      if (++word == set.length) {
        return -1;
      }
      rest = set[word];
    }
    return word << 6 | Long.numberOfTrailingZeros(rest);
  }
}
