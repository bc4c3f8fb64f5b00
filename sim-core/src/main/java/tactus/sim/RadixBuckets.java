package tactus.sim;

import static tactus.sim.EventStore.NIL;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Any number of pending events, at a cost that does not depend on how many there are. */
final class RadixBuckets {

  /*
   * A radix heap over the digits of the tick, which is also a hierarchical timing wheel that jumps
   * over empty slots (R. K. Ahuja et al., "Faster algorithms for the shortest path problem", JACM
   * 37(2), 1990; G. Varghese and T. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987).
   *
   * A tick is read as 11 digits of 6 bits. With `base` the current tick, an event lies in the
   * bucket (level, digit) in which `level` is that of the highest digit in which its tick differs
   * from `base`; an event at `base` itself lies in the list of its phase. All events of a lower
   * level come before all of a higher one, and within a level those of a lower digit first. When the
   * current tick has no more events, `base` moves to the least tick of the first bucket, and its
   * events spread over lower levels; the buckets of other events stay valid, since `base` agrees
   * with them in every digit above. An event moves down at most once a level.
   *
   * Events of one tick are always in the same bucket, and buckets are first in first out, so the
   * sequence of insertion is kept without being stored.
   */
  private static final int DIGIT_BITS = 6;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int LEVELS = 11;

  /** Events of lower levels are near enough to the current tick for the other tier. */
  private static final int NEAR_LEVELS = 7;

  /** First of the lists of the current tick, one a phase, which follow the buckets. */
  private static final int CURRENT = LEVELS * DIGITS;

  /** Level of a difference of two ticks, by its number of leading zeros. */
  private static final byte[] LEVEL = new byte[Long.SIZE];

  static {
    for (int zeros = 0; zeros < Long.SIZE; zeros++) {
      LEVEL[zeros] = (byte) ((Long.SIZE - 1 - zeros) / DIGIT_BITS);
    }
  }

  private final EventStore store;
  private final @Nullable SplittableRandom shuffle;

  private final int[] head = new int[CURRENT + Phase.COUNT];
  private final int[] tail = new int[CURRENT + Phase.COUNT];

  /** Lower bound of the ticks of each bucket; exact unless the bucket is stale. */
  private final long[] least = new long[CURRENT];

  /** Bit d of entry l: bucket (l, d) holds events. */
  private final long[] filled = new long[LEVELS];

  /** Bit d of entry l: an event with the least tick of bucket (l, d) was removed. */
  private final long[] stale = new long[LEVELS];

  private int filledLevels;
  private int filledPhases;
  private long base;

  RadixBuckets(EventStore store, @Nullable SplittableRandom shuffle) {
    this.store = store;
    this.shuffle = shuffle;
  }

  /** Sets the current tick of empty buckets. */
  void rebase(long tick) {
    base = tick;
  }

  /** Adds an event after those of its tick and phase. */
  void add(int slot, long tick, int phase) {
    long difference = tick ^ base;
    int bucket;
    boolean first;
    if (difference == 0) {
      bucket = CURRENT + phase;
      int bit = 1 << phase;
      first = (filledPhases & bit) == 0;
      filledPhases |= bit;
    } else {
      int level = LEVEL[Long.numberOfLeadingZeros(difference)];
      int digit = (int) (tick >>> (level * DIGIT_BITS)) & (DIGITS - 1);
      bucket = level * DIGITS + digit;
      long bit = 1L << digit;
      first = (filled[level] & bit) == 0;
      if (first) {
        filled[level] |= bit;
        filledLevels |= 1 << level;
        least[bucket] = tick;
      } else if (tick < least[bucket]) {
        least[bucket] = tick;
      }
    }
    if (first) {
      store.setLinks(slot, NIL, NIL);
      head[bucket] = slot;
    } else {
      int previous = tail[bucket];
      store.setNext(previous, slot);
      store.setLinks(slot, previous, NIL);
    }
    tail[bucket] = slot;
  }

  /** Takes out the first event and makes its tick current; there must be one. */
  int poll() {
    while (filledPhases == 0) {
      int level = Integer.numberOfTrailingZeros(filledLevels);
      int digit = Long.numberOfTrailingZeros(filled[level]);
      int bucket = level * DIGITS + digit;
      int slot = head[bucket];
      clear(level, digit);
      if (slot == tail[bucket]) {
        base = store.tick(slot);
        return slot;
      }
      base = least[bucket];
      spread(slot);
    }
    int phase = Integer.numberOfTrailingZeros(filledPhases);
    int slot = head[CURRENT + phase];
    if (shuffle != null) {
      slot = anyOf(slot, shuffle);
    }
    remove(slot, CURRENT + phase);
    return slot;
  }

  /** {@return the tick of the first event, {@code Long.MAX_VALUE} if there is none} */
  long nextTick() {
    if (filledPhases != 0) {
      return base;
    }
    if (filledLevels == 0) {
      return Long.MAX_VALUE;
    }
    int level = Integer.numberOfTrailingZeros(filledLevels);
    int digit = Long.numberOfTrailingZeros(filled[level]);
    int bucket = level * DIGITS + digit;
    long bit = 1L << digit;
    if ((stale[level] & bit) != 0) {
      stale[level] &= ~bit;
      least[bucket] = leastOf(head[bucket]);
    }
    return least[bucket];
  }

  /** Takes out an event. */
  void remove(int slot) {
    long tick = store.tick(slot);
    long difference = tick ^ base;
    if (difference == 0) {
      remove(slot, CURRENT + store.phase(slot));
    } else {
      int level = LEVEL[Long.numberOfLeadingZeros(difference)];
      remove(slot, level * DIGITS + ((int) (tick >>> (level * DIGIT_BITS)) & (DIGITS - 1)));
    }
  }

  /**
   * Moves all events to another tier; events of one tick and phase keep their sequence.
   *
   * @return false, with all events still here, if one is too far away for that
   */
  boolean moveTo(NearEvents near) {
    if (filledLevels >>> NEAR_LEVELS != 0) {
      return false;
    }
    for (; filledPhases != 0; filledPhases &= filledPhases - 1) {
      moveTo(near, head[CURRENT + Integer.numberOfTrailingZeros(filledPhases)]);
    }
    for (; filledLevels != 0; filledLevels &= filledLevels - 1) {
      int level = Integer.numberOfTrailingZeros(filledLevels);
      for (; filled[level] != 0; filled[level] &= filled[level] - 1) {
        moveTo(near, head[level * DIGITS + Long.numberOfTrailingZeros(filled[level])]);
      }
      stale[level] = 0;
    }
    return true;
  }

  private void moveTo(NearEvents near, int list) {
    for (int slot = list; slot != NIL; slot = store.next(slot)) {
      near.add(slot, store.tick(slot), store.phase(slot), base);
    }
  }

  /** Puts the events of a list, which is in no bucket now, where they belong. */
  private void spread(int list) {
    int slot = list;
    while (slot != NIL) {
      int next = store.next(slot);
      add(slot, store.tick(slot), store.phase(slot));
      slot = next;
    }
  }

  private void remove(int slot, int bucket) {
    int previous = store.previous(slot);
    int next = store.next(slot);
    if (previous == NIL) {
      head[bucket] = next;
    } else {
      store.setNext(previous, next);
    }
    if (next == NIL) {
      tail[bucket] = previous;
    } else {
      store.setPrevious(next, previous);
    }
    if (bucket >= CURRENT) {
      if (head[bucket] == NIL) {
        filledPhases &= ~(1 << (bucket - CURRENT));
      }
    } else if (head[bucket] == NIL) {
      clear(bucket / DIGITS, bucket % DIGITS);
    } else if (store.tick(slot) == least[bucket]) {
      stale[bucket / DIGITS] |= 1L << (bucket % DIGITS);
    }
  }

  /** Marks a bucket as empty. */
  private void clear(int level, int digit) {
    long others = ~(1L << digit);
    stale[level] &= others;
    filled[level] &= others;
    if (filled[level] == 0) {
      filledLevels &= ~(1 << level);
    }
  }

  private long leastOf(int list) {
    long result = Long.MAX_VALUE;
    for (int slot = list; slot != NIL; slot = store.next(slot)) {
      result = Math.min(result, store.tick(slot));
    }
    return result;
  }

  private int anyOf(int list, SplittableRandom random) {
    int length = 0;
    for (int slot = list; slot != NIL; slot = store.next(slot)) {
      length++;
    }
    int slot = list;
    for (int i = random.nextInt(length); i > 0; i--) {
      slot = store.next(slot);
    }
    return slot;
  }
}
