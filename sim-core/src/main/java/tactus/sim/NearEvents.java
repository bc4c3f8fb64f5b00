package tactus.sim;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A few pending events whose ticks are not far apart. */
final class NearEvents {

  /*
   * With few events, what costs is not the number of comparisons but each one the processor cannot
   * predict, and each value it has to wait for. So an event is one long, which packs its order and
   * its place:
   *
   *   tick - base (44 bits) | phase (2) | sequence (12) | index (5)
   *
   * The keys are sorted, the first event last, so that taking it out is to shorten the array. A new
   * key goes to its place by one pass over all keys in which each becomes the middle one of itself,
   * its neighbour and the new key: no branch, and no step that waits for the one before. When the
   * sequence or the tick no longer fits, the events are packed anew from the current tick on.
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

  private final EventStore store;
  private final @Nullable SplittableRandom shuffle;

  /** The keys of the events, greatest first. */
  private final long[] keys = new long[CAPACITY];

  private int size;

  /** Where the event of each index lies in the store. */
  private final int[] slots = new int[CAPACITY];

  /** Bit i: index i is free. */
  private int free = -1;

  private long base;
  private long sequence;

  NearEvents(EventStore store, @Nullable SplittableRandom shuffle) {
    this.store = store;
    this.shuffle = shuffle;
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
    slots[index] = slot;
    insert(
        (tick - base) << TICK_SHIFT
            | (long) phase << PHASE_SHIFT
            | sequence++ << INDEX_BITS
            | index);
    return true;
  }

  private void insert(long key) {
    long[] k = keys;
    int count = size;
    size = count + 1;
    // From the end on, so that a neighbour is read before it is written.
    long own = 0;
    for (int i = count; i > 0; i--) {
      long neighbour = k[i - 1];
      k[i] = min(neighbour, max(own, key));
      own = neighbour;
    }
    k[0] = max(own, key);
  }

  /** Takes out the first event; there must be one. */
  int poll() {
    int at = shuffle == null ? size - 1 : anyOfTheFirst(shuffle);
    return takeOut(at);
  }

  /** {@return the tick of the first event, {@code Long.MAX_VALUE} if there is none} */
  long nextTick() {
    return size == 0 ? Long.MAX_VALUE : base + (keys[size - 1] >>> TICK_SHIFT);
  }

  /** Takes out an event. */
  void remove(int slot) {
    int at = 0;
    while (slots[index(keys[at])] != slot) {
      at++;
    }
    takeOut(at);
  }

  /** Moves all events to buckets. */
  void moveTo(RadixBuckets buckets) {
    for (int i = size - 1; i >= 0; i--) {
      int slot = slots[index(keys[i])];
      buckets.add(slot, store.tick(slot), store.phase(slot));
    }
    size = 0;
    free = -1;
  }

  private int takeOut(int at) {
    int index = index(keys[at]);
    size--;
    if (at < size) {
      System.arraycopy(keys, at + 1, keys, at, size - at);
    }
    free |= 1 << index;
    return slots[index];
  }

  /** {@return where the key of a random one of the events of the first tick and phase lies} */
  private int anyOfTheFirst(SplittableRandom random) {
    long tickAndPhase = keys[size - 1] >>> PHASE_SHIFT;
    int at = size - 1;
    while (at > 0 && keys[at - 1] >>> PHASE_SHIFT == tickAndPhase) {
      at--;
    }
    return random.nextInt(at, size);
  }

  /** Packs the events anew, from a tick on; their order stays. */
  private void repack(long now) {
    long shift = (now - base) << TICK_SHIFT;
    for (int i = 0; i < size; i++) {
      long tickAndPhase = (keys[i] - shift) >>> PHASE_SHIFT;
      keys[i] = tickAndPhase << PHASE_SHIFT | (long) (size - 1 - i) << INDEX_BITS | index(keys[i]);
    }
    base = now;
    sequence = size;
  }

  private static int index(long key) {
    return (int) key & (CAPACITY - 1);
  }

  /** {@return the lesser of two numbers, neither below 0, without a branch} */
  private static long min(long x, long y) {
    long difference = y - x;
    return x + (difference & (difference >> (Long.SIZE - 1)));
  }

  /** {@return the greater of two numbers, neither below 0, without a branch} */
  private static long max(long x, long y) {
    long difference = x - y;
    return x - (difference & (difference >> (Long.SIZE - 1)));
  }
}
