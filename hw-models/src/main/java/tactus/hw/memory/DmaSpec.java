package tactus.hw.memory;

/**
 * The DMA engine: one in-order queue of transfers, cut into bursts, at most one burst issued a
 * cycle.
 *
 * @param outstandingBursts bursts in flight at most, at least 1
 * @param setupCycles cycles from the start of a transfer to its first burst, at least 0
 */
public record DmaSpec(int outstandingBursts, int setupCycles) {
  public DmaSpec {
    if (outstandingBursts < 1 || setupCycles < 0) {
      throw new IllegalArgumentException(
          "outstandingBursts ("
              + outstandingBursts
              + ") must be at least 1, setupCycles ("
              + setupCycles
              + ") at least 0");
    }
  }
}
