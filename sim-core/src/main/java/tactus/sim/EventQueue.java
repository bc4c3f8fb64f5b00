package tactus.sim;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pending events of a simulation, in the order (tick, phase, sequence of insertion).
 *
 * <p>An event is a target, a tag and an argument; what they mean is the caller's. Time never goes
 * back: an event may not be pushed at a tick before that of the last event polled. A few events are
 * held in an array, more in a radix heap; nothing is allocated in a steady state.
 */
public final class EventQueue {

  /** Handle of no event; a field that was never set holds it. */
  public static final long NO_EVENT = 0;

  /** At this number of events the queue goes back from the buckets. */
  private static final int FEW = NearEvents.CAPACITY / 4;

  private final EventStore store = new EventStore();
  private final NearEvents near;
  private final RadixBuckets buckets;

  /** Whether the events are in the buckets; if not, they are all near. */
  private boolean many;

  private int size;
  private long tick;
  private int target;
  private int tag;
  private long argument;

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
    near = new NearEvents(store, shuffle);
    buckets = new RadixBuckets(store, shuffle);
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
    return tick;
  }

  /** {@return the target of the last event polled} */
  public int target() {
    return target;
  }

  /** {@return the tag of the last event polled} */
  public int tag() {
    return tag;
  }

  /** {@return the argument of the last event polled} */
  public long argument() {
    return argument;
  }

  /**
   * Adds an event.
   *
   * @param when the tick at which it happens, at least {@link #tick()}
   * @param phase the phase of the tick
   * @param whom its target
   * @param what its tag
   * @param value its argument
   * @return a handle for {@link #cancel}
   */
  public long push(long when, Phase phase, int whom, int what, long value) {
    if (when < tick) {
      throw new IllegalArgumentException(
          "tick (" + when + ") must be at least the current tick (" + tick + ")");
    }
    int ordinal = phase.ordinal();
    int slot = store.add(when, ordinal, whom, what, value);
    size++;
    if (many) {
      buckets.add(slot, when, ordinal);
    } else if (!near.add(slot, when, ordinal, tick)) {
      many = true;
      buckets.rebase(tick);
      near.moveTo(buckets);
      buckets.add(slot, when, ordinal);
    }
    return store.handle(slot);
  }

  /**
   * Takes the first event; {@link #tick()}, {@link #target()}, {@link #tag()} and {@link
   * #argument()} then tell of it.
   *
   * @return false if no event is pending
   */
  public boolean poll() {
    if (size == 0) {
      return false;
    }
    size--;
    int slot;
    if (many) {
      slot = buckets.poll();
      if (size == FEW && buckets.moveTo(near)) {
        many = false;
      }
    } else {
      slot = near.poll();
    }
    long[] words = store.words;
    int at = slot * EventStore.WORDS;
    tick = words[at + EventStore.TICK];
    target = (int) (words[at + EventStore.TARGET] >> 32);
    tag = (int) words[at + EventStore.TARGET];
    argument = words[at + EventStore.ARGUMENT];
    store.remove(slot);
    return true;
  }

  /** {@return the tick of the first pending event, {@code Long.MAX_VALUE} if there is none} */
  public long nextTick() {
    return many ? buckets.nextTick() : near.nextTick();
  }

  /**
   * Removes a pending event.
   *
   * @param handle what {@link #push} returned
   * @return false if the event is no longer pending
   */
  public boolean cancel(long handle) {
    int slot = store.slot(handle);
    if (slot == EventStore.NIL) {
      return false;
    }
    if (many) {
      buckets.remove(slot);
    } else {
      near.remove(slot);
    }
    store.remove(slot);
    size--;
    return true;
  }
}
