package tactus.hw.spgemm;

import tactus.sim.Clock;

/** The memory of a block: serves accesses in the order they come, each for its time on the bus. */
final class WordMemory {

  private final Clock clock;
  private final double bytesPerTick;
  private final long latencyTicks;
  private final long wordTicks;
  private long freeTick;
  private long busyTicks;
  private long start;
  private long end;

  WordMemory(HashBlockSpec spec, Clock clock) {
    this.clock = clock;
    this.bytesPerTick = spec.memoryBytesPerSecond() / Clock.TICKS_PER_SECOND;
    this.latencyTicks = spec.memoryLatencyTicks();
    this.wordTicks = ticks(HashBlockSpec.WORD_BYTES);
  }

  private long ticks(int bytes) {
    return Math.max(1, Math.round(bytes / bytesPerTick));
  }

  /** Serves an access that comes in a cycle, after those that came before. */
  void serve(long cycle, int bytes) {
    long time = bytes == HashBlockSpec.WORD_BYTES ? wordTicks : ticks(bytes);
    start = turn(cycle);
    end = Math.addExact(start, time);
    freeTick = end;
    busyTicks += time;
  }

  /** The cycle from which a thread has the word that it last loaded. */
  long loadedCycle() {
    return clock.cycleAtOrAfter(Math.addExact(end, latencyTicks));
  }

  /** The cycle after the one in which the memory took the word that was last stored. */
  long storedCycle() {
    return clock.cycleAt(start) + 1;
  }

  /** The cycle from which the bus is free. */
  long freeCycle() {
    return clock.cycleAtOrAfter(freeTick);
  }

  /** When the bus can take an access that comes in a cycle. */
  long turn(long cycle) {
    return Math.max(clock.tickOf(cycle), freeTick);
  }

  long busyTicks() {
    return busyTicks;
  }
}
