package tactus.sim;

import java.util.Arrays;

/**
 * The pending events themselves, one slot of an array of longs each, and the free slots.
 *
 * <p>Nothing is allocated once the array is as large as the greatest number of pending events.
 */
final class EventStore {

  /** No slot. */
  static final int NIL = -1;

  /** Word of a slot: the tick. */
  static final int TICK = 0;

  /** Word of a slot: {@code previous << 32 | next} in a list of events. */
  static final int LINKS = 1;

  /** Word of a slot: the argument. */
  static final int ARGUMENT = 2;

  /** Word of a slot: {@code target << 32 | tag}. */
  static final int TARGET = 3;

  /** Word of a slot: {@code generation << 32 | phase}. */
  static final int STATE = 4;

  /** Words of a slot. */
  static final int WORDS = 5;

  private static final long HIGH = 0xFFFF_FFFF_0000_0000L;
  private static final long LOW = 0xFFFF_FFFFL;

  /** The slots; replaced when it grows. */
  long[] words = new long[16 * WORDS];

  private int free = NIL;
  private int used;

  /** {@return the slot of a new event} */
  int add(long tick, int phase, int target, int tag, long argument) {
    int slot = free;
    if (slot == NIL) {
      slot = newSlot();
    } else {
      free = (int) words[slot * WORDS + LINKS];
    }
    long[] w = words;
    int at = slot * WORDS;
    w[at + TICK] = tick;
    w[at + ARGUMENT] = argument;
    w[at + TARGET] = ((long) target << 32) | (tag & LOW);
    w[at + STATE] = (w[at + STATE] & HIGH) | phase;
    return slot;
  }

  /** Frees the slot of an event that is in no list. */
  void remove(int slot) {
    int at = slot * WORDS;
    // Handles of the event no longer fit.
    words[at + STATE] += 1L << 32;
    words[at + LINKS] = free;
    free = slot;
  }

  /** {@return the handle of an event; never 0} */
  long handle(int slot) {
    return (words[slot * WORDS + STATE] & HIGH) | slot;
  }

  /** {@return the slot of an event, {@link #NIL} if it is no longer pending} */
  int slot(long handle) {
    int slot = (int) handle;
    if (slot < 0 || slot >= used || (words[slot * WORDS + STATE] ^ handle) >>> 32 != 0) {
      return NIL;
    }
    return slot;
  }

  long tick(int slot) {
    return words[slot * WORDS + TICK];
  }

  int phase(int slot) {
    return (int) words[slot * WORDS + STATE];
  }

  int next(int slot) {
    return (int) words[slot * WORDS + LINKS];
  }

  int previous(int slot) {
    return (int) (words[slot * WORDS + LINKS] >> 32);
  }

  void setLinks(int slot, int previous, int next) {
    words[slot * WORDS + LINKS] = ((long) previous << 32) | (next & LOW);
  }

  void setNext(int slot, int next) {
    int at = slot * WORDS + LINKS;
    words[at] = (words[at] & HIGH) | (next & LOW);
  }

  void setPrevious(int slot, int previous) {
    int at = slot * WORDS + LINKS;
    words[at] = ((long) previous << 32) | (words[at] & LOW);
  }

  private int newSlot() {
    int at = used * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
    }
    // Generation 1, so that no handle is 0.
    words[at + STATE] = 1L << 32;
    return used++;
  }
}
