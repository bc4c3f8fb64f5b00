package tactus.hw.memory;

/** The time from one burst's issue to the next one's. */
final class BurstInterval {

  private BurstInterval() {}

  /**
   * {@return the ticks in which a burst passes the scratchpad's ports, at least a cycle}
   *
   * @param dram the memory that decides a burst's size
   * @param bytesPerCycle bytes that all ports of the DMA engine move in a cycle, at least 1
   * @param periodTicks period of the core clock, in ticks (fs)
   */
  static long ticks(DramSpec dram, long bytesPerCycle, long periodTicks) {
    long cycles = Math.max(1, (dram.burstBytes() + bytesPerCycle - 1) / bytesPerCycle);
    return Math.multiplyExact(cycles, periodTicks);
  }
}
