package tactus.hw.spgemm;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The DMA engine: moves the dense results of rows to memory, one row after another, in bursts of 64
 * bytes, each when the one before has left; then it empties the row's words in the scratchpad.
 */
final class RowMover {

  /** No cycle: nothing is to be done until something else happens. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int BURST_BYTES = 64;

  private enum State {
    IDLE,
    MOVE,
    CLEAR,
    DONE
  }

  private final HashBlockSpec spec;
  private final HashThreads threads;
  private final Queue<Integer> waiting = new ArrayDeque<>();
  private State state = State.IDLE;
  private int row;
  private long bytesLeft;
  private long next = NEVER;
  private long idleSince;
  private long busyCycles;

  RowMover(HashBlockSpec spec, HashThreads threads) {
    this.spec = spec;
    this.threads = threads;
  }

  /** The cycle in which it does something. */
  long next() {
    return next;
  }

  long busyCycles() {
    return busyCycles;
  }

  /** The cycle from which it had nothing to do. */
  long idleSince() {
    return idleSince;
  }

  boolean isIdle() {
    return state == State.IDLE;
  }

  /** Takes over a row that a thread finished in a cycle. */
  void add(int finished, long cycle) {
    if (state == State.IDLE) {
      begin(finished, cycle + 1);
    } else {
      waiting.add(finished);
    }
  }

  private void begin(int finished, long cycle) {
    row = finished;
    bytesLeft = (long) threads.resultsOf(row) * HashBlockSpec.WORD_BYTES;
    state = bytesLeft > 0 ? State.MOVE : State.CLEAR;
    next = cycle;
  }

  /** Bytes of a burst that it sends now; 0 if it sends none. */
  int burst() {
    return state == State.MOVE ? (int) Math.min(BURST_BYTES, bytesLeft) : 0;
  }

  /** Goes on after a burst that was sent in a cycle and is on its way until another one. */
  void sent(int bytes, long cycle, long sentCycle) {
    bytesLeft -= bytes;
    state = bytesLeft > 0 ? State.MOVE : State.CLEAR;
    next = Math.max(cycle + cycles(bytes), sentCycle);
    busyCycles += next - cycle;
  }

  private long cycles(long bytes) {
    return (bytes + spec.dmaBytesPerCycle() - 1) / spec.dmaBytesPerCycle();
  }

  /**
   * Does in a cycle what is no burst.
   *
   * @return whether a half of the scratchpad was freed
   */
  boolean step(long cycle) {
    if (state == State.CLEAR) {
      state = State.DONE;
      next = cycle + cycles(threads.wordsOf(row) * HashBlockSpec.WORD_BYTES);
      busyCycles += next - cycle;
      return false;
    }
    boolean freed = threads.moved(row);
    if (waiting.isEmpty()) {
      state = State.IDLE;
      next = NEVER;
      idleSince = cycle + 1;
    } else {
      begin(waiting.remove(), cycle);
    }
    return freed;
  }
}
