package tactus.sim;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A few pending events whose ticks are not far apart. */
final class NearEvents {

  /*
   * With few events, what costs is not the number of comparisons but each one the processor cannot
   * predict. So an event is one long, which packs its order and its place:
   *
   *   tick - base (44 bits) | phase (2) | sequence (12) | index (5)
   *
   * and the first one is found by looking at all of them without a branch. When the sequence or the
   * tick no longer fits, the events are packed anew from the current tick on.
   */
  private static final int INDEX_BITS = 5;
  private static final int SEQUENCE_BITS = 12;
  private static final int PHASE_BITS = 2;
  private static final int PHASE_SHIFT = SEQUENCE_BITS + INDEX_BITS;
  private static final int TICK_SHIFT = PHASE_BITS + PHASE_SHIFT;
  private static final long MAX_TICKS = (1L << (Long.SIZE - 1 - TICK_SHIFT)) - 1;
  private static final long MAX_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

  /** Most events it holds. */
  static final int CAPACITY = 1 << INDEX_BITS;

  /** Entries looked at together. */
  private static final int STRIDE = 4;

  private static final long EMPTY = Long.MAX_VALUE;

  private final EventStore store;
  private final @Nullable SplittableRandom shuffle;

  private final long[] keys = new long[CAPACITY];
  private final int[] slots = new int[CAPACITY];
  private final long[] sorted = new long[CAPACITY];

  /** Bit i: entry i is free. */
  private int free = -1;

  private long base;
  private long sequence;

  /** The least key if a look has found it, else {@link #EMPTY}. */
  private long first = EMPTY;

  NearEvents(EventStore store, @Nullable SplittableRandom shuffle) {
    this.store = store;
    this.shuffle = shuffle;
    Arrays.fill(keys, EMPTY);
  }

  /**
   * Adds an event after those of its tick and phase.
   *
   * @param now the current tick
   * @return false if there is no room or the tick is too far away
   */
  boolean add(int slot, long tick, int phase, long now) {
    if (free == 0) {
      return false;
    }
    if (sequence > MAX_SEQUENCE || tick - base > MAX_TICKS) {
      repack(now);
      if (tick - base > MAX_TICKS) {
        return false;
      }
    }
    int index = Integer.numberOfTrailingZeros(free);
    free &= free - 1;
    keys[index] =
        (tick - base) << TICK_SHIFT
            | (long) phase << PHASE_SHIFT
            | sequence++ << INDEX_BITS
            | index;
    slots[index] = slot;
    first = EMPTY;
    return true;
  }

  /** Takes out the first event; there must be one. */
  int poll() {
    long key = first == EMPTY ? least() : first;
    if (shuffle != null) {
      key = anyOf(key >>> PHASE_SHIFT, shuffle);
    }
    return takeOut((int) key & (CAPACITY - 1));
  }

  /** {@return the tick of the first event, {@code Long.MAX_VALUE} if there is none} */
  long nextTick() {
    if (free == -1) {
      return Long.MAX_VALUE;
    }
    if (first == EMPTY) {
      first = least();
    }
    return base + (first >>> TICK_SHIFT);
  }

  /** Takes out an event. */
  void remove(int slot) {
    int index = 0;
    while (keys[index] == EMPTY || slots[index] != slot) {
      index++;
    }
    takeOut(index);
  }

  /** Moves all events to buckets. */
  void moveTo(RadixBuckets buckets) {
    int count = sort();
    for (int i = 0; i < count; i++) {
      int slot = slots[(int) sorted[i] & (CAPACITY - 1)];
      buckets.add(slot, store.tick(slot), store.phase(slot));
    }
    Arrays.fill(keys, EMPTY);
    free = -1;
    first = EMPTY;
  }

  private int takeOut(int index) {
    keys[index] = EMPTY;
    free |= 1 << index;
    first = EMPTY;
    return slots[index];
  }

  /** {@return the least key} */
  private long least() {
    long[] k = keys;
    int end = Integer.SIZE - Integer.numberOfLeadingZeros(~free);
    long a = EMPTY;
    long b = EMPTY;
    long c = EMPTY;
    long d = EMPTY;
    for (int i = 0; i < end; i += STRIDE) {
      a = min(a, k[i]);
      b = min(b, k[i + 1]);
      c = min(c, k[i + 2]);
      d = min(d, k[i + 3]);
    }
    return min(min(a, b), min(c, d));
  }

  /** {@return the lesser of two numbers, neither below 0, without a branch} */
  private static long min(long x, long y) {
    long difference = y - x;
    return x + (difference & (difference >> (Long.SIZE - 1)));
  }

  /** {@return the key of a random one of the events of a tick and phase} */
  private long anyOf(long tickAndPhase, SplittableRandom random) {
    int count = 0;
    for (long key : keys) {
      if (key >>> PHASE_SHIFT == tickAndPhase) {
        sorted[count++] = key;
      }
    }
    return sorted[random.nextInt(count)];
  }

  /** Packs the events anew, from a tick on. */
  private void repack(long now) {
    int count = sort();
    for (int i = 0; i < count; i++) {
      int index = (int) sorted[i] & (CAPACITY - 1);
      long tick = base + (sorted[i] >>> TICK_SHIFT);
      long phase = (sorted[i] >>> PHASE_SHIFT) & ((1 << PHASE_BITS) - 1);
      keys[index] =
          (tick - now) << TICK_SHIFT | phase << PHASE_SHIFT | (long) i << INDEX_BITS | index;
    }
    base = now;
    sequence = count;
    first = EMPTY;
  }

  private int sort() {
    int count = 0;
    for (long key : keys) {
      if (key != EMPTY) {
        sorted[count++] = key;
      }
    }
    Arrays.sort(sorted, 0, count);
    return count;
  }
}
