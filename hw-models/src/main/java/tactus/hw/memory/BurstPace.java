package tactus.hw.memory;

/**
 * What bursts take at the least, whatever else happens: a channel serves one at a time, and the DMA
 * engine issues one a cycle.
 */
public final class BurstPace {

  private final int burstBytes;
  private final int outstandingBursts;
  private final double serviceCycles;

  /**
   * Makes it for a memory.
   *
   * @param dma the DMA engine
   * @param dram the DRAM
   * @param periodTicks period of the core clock, in ticks (fs)
   */
  public BurstPace(DmaSpec dma, DramSpec dram, long periodTicks) {
    burstBytes = dram.burstBytes();
    outstandingBursts = dma.outstandingBursts();
    serviceCycles = (double) dram.burstTicks() / dram.channels() / periodTicks;
  }

  /**
   * {@return bursts that rows touch at the least, wherever they begin}
   *
   * @param rows number of rows, at least 0
   * @param rowBytes bytes of a row, at least 1
   * @param strideBytes distance of the starts of consecutive rows; if it is a row's bytes, all are
   *     one row
   */
  public long leastBursts(long rows, long rowBytes, long strideBytes) {
    boolean isOneRow = strideBytes == rowBytes;
    return isOneRow
        ? (Math.multiplyExact(rows, rowBytes) + burstBytes - 1) / burstBytes
        : Math.multiplyExact(rows, (rowBytes + burstBytes - 1) / burstBytes);
  }

  /**
   * {@return bursts that bytes are at the least, with the share of the last one that they fill}
   *
   * @param bytes number of bytes, at least 0
   */
  public double leastBursts(long bytes) {
    return (double) bytes / burstBytes;
  }

  /**
   * {@return the least cycles from the first of some bursts to the end of the last}
   *
   * @param bursts how many, at least 0
   */
  public long leastCycles(double bursts) {
    return (long) Math.max(bursts * serviceCycles, bursts - 1);
  }

  /**
   * {@return the least cycles from the completion of a burst to the end of so many that are behind
   * it, at least -1} As many as may be outstanding may have been issued, and even served, before.
   *
   * @param bursts bursts behind it
   */
  public long leastCyclesBehind(double bursts) {
    // One cycle, since completions are seen at the next cycle.
    return leastCycles(Math.max(0, bursts - outstandingBursts + 1)) - 1;
  }
}
