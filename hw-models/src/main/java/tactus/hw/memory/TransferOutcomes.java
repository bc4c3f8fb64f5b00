package tactus.hw.memory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Transfer;

/**
 * What came of transfers that a DMA engine has served. The recurrence of times knows no clock: a
 * transfer that finds the engine as an equal one did, each time as far from its own beginning,
 * comes out the same, as far from its beginning.
 */
final class TransferOutcomes {

  /** Outcomes that are kept, some 8 KiB each: a guess that has proven enough. */
  private static final int KEPT = 512;

  /**
   * Successors that are kept, some 150 bytes each and an outcome at most: a guess that has proven
   * enough.
   */
  private static final int KEPT_SUCCESSORS = 4096;

  /**
   * What of a transfer decides how it goes on.
   *
   * @param place its first byte's place in the bytes after which channels repeat
   * @param rows its rows
   * @param rowBytes bytes of a row
   * @param strideBytes from row to row; 0 if there is one
   * @param interval ticks between bursts
   */
  record Shape(long place, long rows, long rowBytes, long strideBytes, long interval) {

    static Shape of(Transfer transfer, long turnBytes, long interval) {
      return new Shape(
          transfer.dramAddress() % turnBytes,
          transfer.rows(),
          transfer.rowBytes(),
          transfer.rows() == 1 ? 0 : transfer.strideBytes(),
          interval);
    }

    @Override
    public int hashCode() {
      long mixed = ((place * 31 + rows) * 31 + rowBytes) * 31 + strideBytes;
      return Long.hashCode(mixed * 31 + interval);
    }
  }

  /** A transfer and how it found the engine, in ticks from its beginning. */
  static final class Key {
    private final Shape shape;
    private final long[] state;
    private final int hash;

    /**
     * Makes a key.
     *
     * @param shape the transfer
     * @param state the engine's; empty if it is idle
     */
    Key(Shape shape, long[] state) {
      this.shape = shape;
      this.state = state;
      this.hash = 31 * shape.hashCode() + Arrays.hashCode(state);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.hash == hash
          && key.shape.equals(shape)
          && Arrays.equals(key.state, state);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * A transfer that finds the engine as the one before it has left it: a key without a state.
   *
   * @param before what came of that one; compared by identity
   * @param ticksLater from its beginning to this one's
   * @param shape the transfer
   */
  private record Succession(Outcome before, long ticksLater, Shape shape) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Succession succession
          && succession.before == before
          && succession.ticksLater == ticksLater
          && succession.shape.equals(shape);
    }

    @Override
    public int hashCode() {
      return (before.number * 31 + Long.hashCode(ticksLater)) * 31 + shape.hashCode();
    }
  }

  /** What came of a transfer, in ticks from its beginning. */
  static final class Outcome {
    final long firstIssue;
    final long firstService;
    final long lastService;
    final long nextIssue;
    final long bursts;
    final long[] state;

    /** Tells apart outcomes of one engine in a hash. */
    private int number;

    // The successor asked for last, which is often the next one asked for.
    private @Nullable Outcome successor;
    private @Nullable Shape successorShape;
    private long successorTicks;

    Outcome(
        long firstIssue,
        long firstService,
        long lastService,
        long nextIssue,
        long bursts,
        long[] state) {
      this.firstIssue = firstIssue;
      this.firstService = firstService;
      this.lastService = lastService;
      this.nextIssue = nextIssue;
      this.bursts = bursts;
      this.state = state;
    }
  }

  private final Map<Key, Outcome> known = latest(KEPT);
  private final Map<Succession, Outcome> successors = latest(KEPT_SUCCESSORS);
  private int numbers;

  /** A map that forgets what was asked for longest ago. */
  private static <K> Map<K, Outcome> latest(int kept) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Outcome> eldest) {
        return size() > kept;
      }
    };
  }

  @Nullable Outcome get(Key key) {
    return known.get(key);
  }

  void put(Key key, Outcome outcome) {
    outcome.number = ++numbers;
    known.put(key, outcome);
  }

  /**
   * {@return what came of a transfer that found the engine as the one before it had left it; null
   * if that is not known}
   *
   * @param before what came of the one before
   * @param ticksLater from its beginning to this one's
   * @param shape the transfer
   */
  @Nullable Outcome after(Outcome before, long ticksLater, Shape shape) {
    if (before.successorTicks == ticksLater && shape.equals(before.successorShape)) {
      return before.successor;
    }
    Outcome known = successors.get(new Succession(before, ticksLater, shape));
    if (known != null) {
      remember(before, ticksLater, shape, known);
    }
    return known;
  }

  void putAfter(Outcome before, long ticksLater, Shape shape, Outcome outcome) {
    successors.put(new Succession(before, ticksLater, shape), outcome);
    remember(before, ticksLater, shape, outcome);
  }

  private static void remember(Outcome before, long ticksLater, Shape shape, Outcome outcome) {
    before.successor = outcome;
    before.successorShape = shape;
    before.successorTicks = ticksLater;
  }
}
