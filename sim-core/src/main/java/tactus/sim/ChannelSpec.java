package tactus.sim;

/**
 * What a channel is: a link from one producer to one consumer that holds a number of tokens and
 * takes time in both directions. Times are in ticks or in cycles, whichever its two ends agree on.
 *
 * @param name its name in reports
 * @param capacity tokens it holds, at least 1; {@link #UNBOUNDED} if any number
 * @param sendLatency least time from a send to the token's stamp, at least 1
 * @param responseLatency time from a receive until the producer can use the slot again, at least 1
 * @param width values a token carries, at least 0; none when only time matters
 */
public record ChannelSpec(
    String name, long capacity, long sendLatency, long responseLatency, int width) {

  /** Capacity of a channel that is never full. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** Checks the ranges. */
  public ChannelSpec {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "capacity (" + capacity + " tokens) of channel " + name + " must be at least 1");
    }
    if (sendLatency < 1) {
      throw new IllegalArgumentException(
          "sendLatency (" + sendLatency + ") of channel " + name + " must be at least 1");
    }
    if (responseLatency < 1) {
      throw new IllegalArgumentException(
          "responseLatency (" + responseLatency + ") of channel " + name + " must be at least 1");
    }
    if (width < 0) {
      throw new IllegalArgumentException(
          "width (" + width + " values) of channel " + name + " must be at least 0");
    }
  }

  /**
   * {@return a channel of a capacity, latency 1 both ways, one value a token}
   *
   * @param name its name
   * @param capacity tokens it holds, at least 1
   */
  public static ChannelSpec of(String name, long capacity) {
    return new ChannelSpec(name, capacity, 1, 1, 1);
  }

  /**
   * {@return a channel that is never full, latency 1 both ways, one value a token}
   *
   * @param name its name
   */
  public static ChannelSpec unbounded(String name) {
    return of(name, UNBOUNDED);
  }

  /** {@return whether it can be full} */
  public boolean isBounded() {
    return capacity != UNBOUNDED;
  }
}
