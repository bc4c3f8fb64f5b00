package tactus.hw.memory;

import tactus.hw.command.Transfer;

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

  /**
   * {@return the same for a transfer whose bytes are expanded: as if each burst became as many
   * times as large as the whole}
   */
  static long ticks(DramSpec dram, Transfer transfer, long bytesPerCycle, long periodTicks) {
    if (transfer.scratchpadBytes() == transfer.bytes()) {
      return ticks(dram, bytesPerCycle, periodTicks);
    }
    long expanded = Math.multiplyExact((long) dram.burstBytes(), transfer.scratchpadBytes());
    long passed = Math.multiplyExact(transfer.bytes(), bytesPerCycle);
    long cycles = Math.max(1, expanded / passed + (expanded % passed == 0 ? 0 : 1));
    return Math.multiplyExact(cycles, periodTicks);
  }
}
