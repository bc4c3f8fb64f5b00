package tactus.sim;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pending events of a simulation, in the order (tick, phase, sequence of insertion).
 *
 * <p>An event is a target, a tag and an argument; what they mean is the caller's. Time never goes
 * back: an event may not be pushed at a tick before that of the last event polled.
 */
public final class EventQueue {

  /*
   * A radix heap over the digits of the tick, which is also a hierarchical timing wheel that jumps
   * over empty slots (R. K. Ahuja et al., "Faster algorithms for the shortest path problem", JACM
   * 37(2), 1990; G. Varghese and T. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987).
   *
   * A tick is read as 11 digits of 6 bits. With `last` the tick of the last event polled, an event
   * lies in the bucket (level, digit) in which `level` is that of the highest digit in which its
   * tick differs from `last`; an event at `last` itself lies in the list of its phase. All events of
   * a lower level come before all of a higher one, and within a level before those of a higher
   * digit. When the current tick has no more events, `last` moves to the least tick of the first
   * bucket, and its events spread over lower levels; the buckets of other events stay valid, since
   * `last` agrees with them in every digit above. An event moves down at most once a level, so the
   * cost of an event does not depend on how many are pending.
   *
   * Events of one tick are always in the same bucket, and buckets are first in first out, so the
   * sequence of insertion is kept without being stored.
   *
   * Buckets are doubly linked lists through one array of longs; nothing is allocated once that
   * array is as large as the greatest number of pending events.
   */
  private static final int DIGIT_BITS = 6;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int LEVELS = 11;

  /** First of the lists of the current tick, one a phase, which follow the buckets. */
  private static final int CURRENT = LEVELS * DIGITS;

  private static final int NIL = -1;

  /** Level of a difference of two ticks, by its number of leading zeros. */
  private static final byte[] LEVEL = new byte[Long.SIZE];

  // Words of an event.
  private static final int TICK = 0;
  private static final int LINKS = 1; // previous << 32 | next
  private static final int ARGUMENT = 2;
  private static final int TARGET = 3; // target << 32 | tag
  private static final int STATE = 4; // generation << 32 | phase
  private static final int WORDS = 5;

  static {
    for (int zeros = 0; zeros < Long.SIZE; zeros++) {
      LEVEL[zeros] = (byte) ((Long.SIZE - 1 - zeros) / DIGIT_BITS);
    }
  }

  /** Handle of no event; a field that was never set holds it. */
  public static final long NO_EVENT = 0;

  private final int[] head = new int[CURRENT + Phase.COUNT];
  private final int[] tail = new int[CURRENT + Phase.COUNT];

  /** Lower bound of the ticks of each bucket; exact unless the bucket is stale. */
  private final long[] least = new long[CURRENT];

  /** Bit d of entry l: bucket (l, d) holds events. */
  private final long[] filled = new long[LEVELS];

  /** Bit d of entry l: an event with the least tick of bucket (l, d) was cancelled. */
  private final long[] stale = new long[LEVELS];

  private final @Nullable SplittableRandom shuffle;

  private int filledLevels;
  private int filledPhases;
  private long last;
  private int size;

  private long[] events;
  private int free;
  private int used;

  private int polledTarget;
  private int polledTag;
  private long polledArgument;

  /** Makes an empty queue at tick 0. */
  public EventQueue() {
    this(null);
  }

  /**
   * Makes an empty queue.
   *
   * @param shuffle chooses among the events of the same tick and phase; null keeps their sequence
   */
  EventQueue(@Nullable SplittableRandom shuffle) {
    this.shuffle = shuffle;
    this.events = new long[16 * WORDS];
    this.free = NIL;
  }

  /** {@return the number of pending events} */
  public int size() {
    return size;
  }

  /** {@return whether no event is pending} */
  public boolean isEmpty() {
    return size == 0;
  }

  /** {@return the tick of the last event polled, 0 at first} */
  public long tick() {
    return last;
  }

  /** {@return the target of the last event polled} */
  public int target() {
    return polledTarget;
  }

  /** {@return the tag of the last event polled} */
  public int tag() {
    return polledTag;
  }

  /** {@return the argument of the last event polled} */
  public long argument() {
    return polledArgument;
  }

  /**
   * Adds an event.
   *
   * @param tick when it happens, at least {@link #tick()}
   * @param phase the phase of the tick
   * @param target whom it is for, at least 0
   * @param tag what it is
   * @param argument a value that goes with it
   * @return a handle for {@link #cancel}
   */
  public long push(long tick, Phase phase, int target, int tag, long argument) {
    if (tick < last) {
      throw new IllegalArgumentException(
          "tick (" + tick + ") must be at least the current tick (" + last + ")");
    }
    int slot = free;
    if (slot == NIL) {
      slot = newSlot();
    } else {
      free = (int) events[slot * WORDS + LINKS];
    }
    long[] words = events;
    int at = slot * WORDS;
    int ordinal = phase.ordinal();
    long state = words[at + STATE] & 0xFFFF_FFFF_0000_0000L;
    words[at + TICK] = tick;
    words[at + ARGUMENT] = argument;
    words[at + TARGET] = ((long) target << 32) | (tag & 0xFFFF_FFFFL);
    words[at + STATE] = state | ordinal;
    append(slot, tick, ordinal);
    size++;
    return state | slot;
  }

  /**
   * Takes the first event; {@link #tick()}, {@link #target()}, {@link #tag()} and {@link
   * #argument()} then tell of it.
   *
   * @return false if no event is pending
   */
  public boolean poll() {
    while (filledPhases == 0) {
      if (filledLevels == 0) {
        return false;
      }
      int level = Integer.numberOfTrailingZeros(filledLevels);
      int digit = Long.numberOfTrailingZeros(filled[level]);
      int bucket = level * DIGITS + digit;
      int slot = head[bucket];
      clear(level, digit);
      if (slot == tail[bucket]) {
        last = events[slot * WORDS + TICK];
        take(slot);
        return true;
      }
      last = least[bucket];
      spread(slot);
    }
    int phase = Integer.numberOfTrailingZeros(filledPhases);
    int slot = head[CURRENT + phase];
    if (shuffle != null) {
      slot = anyOf(slot, shuffle);
    }
    unlink(slot, CURRENT + phase);
    take(slot);
    return true;
  }

  /** {@return the tick of the first pending event, {@code Long.MAX_VALUE} if there is none} */
  public long nextTick() {
    if (filledPhases != 0) {
      return last;
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

  /**
   * Removes a pending event.
   *
   * @param handle what {@link #push} returned
   * @return false if the event is no longer pending
   */
  public boolean cancel(long handle) {
    int slot = (int) handle;
    if (slot < 0 || slot >= used) {
      return false;
    }
    int at = slot * WORDS;
    long state = events[at + STATE];
    if ((state ^ handle) >>> 32 != 0) {
      return false;
    }
    long tick = events[at + TICK];
    unlink(slot, bucketOf(tick, (int) state));
    release(slot);
    return true;
  }

  /** Appends an event to the bucket of its tick. */
  private void append(int slot, long tick, int phase) {
    long difference = tick ^ last;
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
    long[] words = events;
    if (first) {
      words[slot * WORDS + LINKS] = links(NIL, NIL);
      head[bucket] = slot;
    } else {
      int previous = tail[bucket];
      int link = previous * WORDS + LINKS;
      words[link] = withNext(words[link], slot);
      words[slot * WORDS + LINKS] = links(previous, NIL);
    }
    tail[bucket] = slot;
  }

  /** Puts the events of a list, which is in no bucket now, where they belong. */
  private void spread(int list) {
    int slot = list;
    while (slot != NIL) {
      int at = slot * WORDS;
      int next = (int) events[at + LINKS];
      append(slot, events[at + TICK], (int) events[at + STATE]);
      slot = next;
    }
  }

  /** Removes an event from its bucket's list. */
  private void unlink(int slot, int bucket) {
    long[] words = events;
    long link = words[slot * WORDS + LINKS];
    int previous = (int) (link >> 32);
    int next = (int) link;
    if (previous == NIL) {
      head[bucket] = next;
    } else {
      int at = previous * WORDS + LINKS;
      words[at] = withNext(words[at], next);
    }
    if (next == NIL) {
      tail[bucket] = previous;
    } else {
      int at = next * WORDS + LINKS;
      words[at] = links(previous, (int) words[at]);
    }
    if (bucket >= CURRENT) {
      if (head[bucket] == NIL) {
        filledPhases &= ~(1 << (bucket - CURRENT));
      }
    } else {
      int level = bucket / DIGITS;
      int digit = bucket % DIGITS;
      if (head[bucket] == NIL) {
        clear(level, digit);
      } else if (words[slot * WORDS + TICK] == least[bucket]) {
        stale[level] |= 1L << digit;
      }
    }
  }

  /** Marks a bucket as empty. */
  private void clear(int level, int digit) {
    long bit = 1L << digit;
    stale[level] &= ~bit;
    filled[level] &= ~bit;
    if (filled[level] == 0) {
      filledLevels &= ~(1 << level);
    }
  }

  private int bucketOf(long tick, int phase) {
    long difference = tick ^ last;
    if (difference == 0) {
      return CURRENT + phase;
    }
    int level = LEVEL[Long.numberOfLeadingZeros(difference)];
    return level * DIGITS + ((int) (tick >>> (level * DIGIT_BITS)) & (DIGITS - 1));
  }

  private long leastOf(int list) {
    long result = Long.MAX_VALUE;
    for (int slot = list; slot != NIL; slot = (int) events[slot * WORDS + LINKS]) {
      result = Math.min(result, events[slot * WORDS + TICK]);
    }
    return result;
  }

  private int anyOf(int list, SplittableRandom random) {
    int length = 0;
    for (int slot = list; slot != NIL; slot = (int) events[slot * WORDS + LINKS]) {
      length++;
    }
    int slot = list;
    for (int i = random.nextInt(length); i > 0; i--) {
      slot = (int) events[slot * WORDS + LINKS];
    }
    return slot;
  }

  /** Copies an event that is in no bucket to the polled one and frees its slot. */
  private void take(int slot) {
    int at = slot * WORDS;
    long target = events[at + TARGET];
    polledTarget = (int) (target >> 32);
    polledTag = (int) target;
    polledArgument = events[at + ARGUMENT];
    release(slot);
  }

  private void release(int slot) {
    int at = slot * WORDS;
    // A handle of the event no longer fits.
    events[at + STATE] += 1L << 32;
    events[at + LINKS] = free;
    free = slot;
    size--;
  }

  private int newSlot() {
    if ((used + 1) * WORDS > events.length) {
      events = Arrays.copyOf(events, Math.multiplyExact(events.length, 2));
    }
    events[used * WORDS + STATE] = 1L << 32;
    return used++;
  }

  private static long links(int previous, int next) {
    return ((long) previous << 32) | (next & 0xFFFF_FFFFL);
  }

  private static long withNext(long links, int next) {
    return (links & 0xFFFF_FFFF_0000_0000L) | (next & 0xFFFF_FFFFL);
  }
}
