package tactus.hw.spgemm;

/** The cycles of all threads, while they are counted. */
final class HashAccount {

  private final int threads;
  long issue;
  long core;
  long memory;
  long scratchpad;
  long barrier;
  long window;
  long idle;

  HashAccount(int threads) {
    this.threads = threads;
  }

  /** What a run took, whose sums must be right. */
  HashRun result(long cycles, HashThreads done, WordMemory bus, RowMover mover) {
    HashStack stack = new HashStack(issue, core, memory, scratchpad, barrier, window, idle);
    HashCounts counts = done.counts();
    if (stack.total() != cycles * threads) {
      throw new IllegalStateException(
          "cycles of the threads' parts (" + stack.total() + ") must be " + cycles * threads);
    }
    if (stack.issue() != counts.instructions) {
      throw new IllegalStateException(
          "cycles of issue (" + stack.issue() + ") must be instructions: " + counts.instructions);
    }
    return new HashRun(
        cycles,
        stack,
        counts.instructions,
        counts.scratchpadOperations,
        counts.probes,
        counts.multiplyAdds,
        done.results(),
        counts.leftBytes,
        counts.rightBytes,
        counts.pointerBytes,
        counts.resultBytes,
        bus.busyTicks(),
        mover.busyCycles());
  }
}
