package tactus.hw.memory;

/**
 * Off-chip memory of independent channels, interleaved by {@code interleaveBytes}; each channel
 * serves bursts in order of arrival.
 *
 * @param channels number of channels, at least 1
 * @param burstBytes bytes of a burst, a power of two
 * @param interleaveBytes consecutive bytes that lie in one channel, a multiple of burstBytes
 * @param burstTicks time a channel's data bus is busy with one burst, in ticks (fs), at least 1
 * @param latencyTicks time from the end of a burst's service to its completion at the DMA engine,
 *     in ticks (fs), at least 1
 * @param queueDepth bursts that wait in a channel at most, at least 1
 */
public record DramSpec(
    int channels,
    int burstBytes,
    long interleaveBytes,
    long burstTicks,
    long latencyTicks,
    int queueDepth) {
  public DramSpec {
    if (channels < 1 || queueDepth < 1) {
      throw new IllegalArgumentException(
          "channels (" + channels + ") and queueDepth (" + queueDepth + ") must be at least 1");
    }
    if (burstBytes < 1 || Integer.bitCount(burstBytes) != 1) {
      throw new IllegalArgumentException("burstBytes (" + burstBytes + ") must be a power of two");
    }
    if (interleaveBytes < burstBytes || interleaveBytes % burstBytes != 0) {
      throw new IllegalArgumentException(
          "interleaveBytes ("
              + interleaveBytes
              + ") must be a multiple of burstBytes ("
              + burstBytes
              + ")");
    }
    if (burstTicks < 1 || latencyTicks < 1) {
      throw new IllegalArgumentException(
          "burstTicks ("
              + burstTicks
              + ") and latencyTicks ("
              + latencyTicks
              + ") must be at least 1");
    }
  }

  /** {@return the peak bandwidth of all channels, in bytes per second} */
  public double peakBytesPerSecond() {
    return (double) channels * burstBytes / burstTicks * 1e15;
  }
}
