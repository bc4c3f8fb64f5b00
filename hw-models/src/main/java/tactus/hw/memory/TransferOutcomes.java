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

  /** A transfer and how it found the engine, in ticks from its beginning. */
  static final class Key {
    private final long place;
    private final long rows;
    private final long rowBytes;
    private final long strideBytes;
    private final long interval;
    private final long[] state;
    private final int hash;

    /**
     * Makes a key.
     *
     * @param transfer the transfer
     * @param turnBytes bytes after which channels repeat
     * @param interval ticks between bursts
     * @param state the engine's; empty if it is idle
     */
    Key(Transfer transfer, long turnBytes, long interval, long[] state) {
      this.place = transfer.dramAddress() % turnBytes;
      this.rows = transfer.rows();
      this.rowBytes = transfer.rowBytes();
      this.strideBytes = rows == 1 ? 0 : transfer.strideBytes();
      this.interval = interval;
      this.state = state;
      long mixed = ((place * 31 + rows) * 31 + rowBytes) * 31 + strideBytes;
      this.hash = 31 * Long.hashCode(mixed * 31 + interval) + Arrays.hashCode(state);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.hash == hash
          && key.place == place
          && key.rows == rows
          && key.rowBytes == rowBytes
          && key.strideBytes == strideBytes
          && key.interval == interval
          && Arrays.equals(key.state, state);
    }

    @Override
    public int hashCode() {
      return hash;
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

  private final Map<Key, Outcome> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Outcome> eldest) {
          return size() > KEPT;
        }
      };

  @Nullable Outcome get(Key key) {
    return known.get(key);
  }

  void put(Key key, Outcome outcome) {
    known.put(key, outcome);
  }
}
