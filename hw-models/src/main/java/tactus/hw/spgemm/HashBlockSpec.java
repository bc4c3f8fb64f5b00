package tactus.hw.spgemm;

/**
 * A block of multithreaded cores with a scratchpad, a memory and a DMA engine. A core issues an
 * instruction each cycle, of its threads in turn; a thread has one instruction in flight.
 *
 * @param cores cores, at least 1
 * @param threads threads of a core, at least 1
 * @param clockTicks the clock's period, in ticks (fs), at least 1
 * @param scratchpadBytes bytes of the scratchpad, at least 64
 * @param banks banks of the scratchpad, interleaved by words of 8 bytes; each does an operation a
 *     cycle; at least 1
 * @param scratchpadLatencyCycles cycles from an operation's turn at its bank to its result, at
 *     least 1
 * @param memoryBytesPerSecond the memory's bandwidth, above 0
 * @param memoryLatencyTicks from the end of an access to its data, in ticks (fs), at least 0
 * @param dmaBytesPerCycle what the DMA engine moves in a cycle, at least 1
 * @param computeInstructions instructions to multiply, hash and find the address, at least 1
 * @param sortInstructions instructions to put a result in order among its neighbours, at least 0
 */
public record HashBlockSpec(
    int cores,
    int threads,
    long clockTicks,
    long scratchpadBytes,
    int banks,
    int scratchpadLatencyCycles,
    double memoryBytesPerSecond,
    long memoryLatencyTicks,
    int dmaBytesPerCycle,
    int computeInstructions,
    int sortInstructions) {

  /** Bytes of a word: a tag and a value, an index and a value, or two row pointers. */
  public static final int WORD_BYTES = 8;

  /** Checks the ranges. */
  public HashBlockSpec {
    if (cores < 1
        || threads < 1
        || banks < 1
        || scratchpadLatencyCycles < 1
        || dmaBytesPerCycle < 1
        || computeInstructions < 1) {
      throw new IllegalArgumentException(
          "cores, threads, banks, latency, DMA bytes and instructions must be at least 1");
    }
    if (clockTicks < 1 || !(memoryBytesPerSecond > 0)) {
      throw new IllegalArgumentException("clock and bandwidth must be above 0");
    }
    if (scratchpadBytes < 64 || memoryLatencyTicks < 0 || sortInstructions < 0) {
      throw new IllegalArgumentException(
          "scratchpadBytes (" + scratchpadBytes + ") must be at least 64, others at least 0");
    }
  }

  /** {@return the threads of all cores} */
  public int allThreads() {
    return Math.multiplyExact(cores, threads);
  }

  /** {@return words of the scratchpad for tables and results: all but the rows' counter} */
  public long tableWords() {
    return scratchpadBytes / WORD_BYTES - 1;
  }
}
