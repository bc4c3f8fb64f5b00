package tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tactus.sim.Channel;
import tactus.sim.ChannelSpec;

/**
 * Checks what passed from a source to a sink through one channel against the timing rules of
 * channels, written down plainly.
 */
public final class ChannelChecker {

  private ChannelChecker() {}

  /**
   * Checks times, values, waits and the peak occupancy, once source and sink have ended.
   *
   * @param channel the channel between them
   * @param source its producer
   * @param sink its consumer, which received as many tokens as were sent
   */
  public static void check(Channel channel, TokenSource source, TokenSink sink) {
    ChannelSpec spec = channel.spec();
    List<Long> sends = new ArrayList<>();
    List<Long> receipts = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    long producer = 0;
    long consumer = 0;
    long producerWait = 0;
    long consumerWait = 0;
    for (int i = 0; i < source.tokens().size(); i++) {
      producer += source.tokens().get(i).gap();
      if (i >= spec.capacity()) {
        long room = receipts.get(i - (int) spec.capacity()) + spec.responseLatency();
        producerWait += Math.max(0, room - producer);
        producer = Math.max(room, producer);
      }
      sends.add(producer);
      long stamp = producer + spec.sendLatency();
      consumerWait += Math.max(0, stamp - consumer);
      consumer = Math.max(consumer, stamp);
      receipts.add(consumer);
      values.add(source.tokens().get(i).value());
      consumer += sink.busy().get(i);
    }
    assertThat(source.sendTimes()).as("send times").isEqualTo(sends);
    assertThat(sink.receiveTimes()).as("receive times").isEqualTo(receipts);
    assertThat(sink.values()).as("values").isEqualTo(values);
    assertThat(channel.producerWait()).as("producer's wait").isEqualTo(producerWait);
    assertThat(channel.consumerWait()).as("consumer's wait").isEqualTo(consumerWait);
    assertThat(channel.peakOccupancy()).as("peak").isEqualTo(peak(spec, sends, receipts));
  }

  private static long peak(ChannelSpec spec, List<Long> sends, List<Long> receipts) {
    long peak = 0;
    for (int i = 0; i < sends.size(); i++) {
      long taken = 0;
      for (int before = 0; before <= i; before++) {
        if (receipts.get(before) + spec.responseLatency() > sends.get(i)) {
          taken++;
        }
      }
      peak = Math.max(peak, taken);
    }
    return peak;
  }
}
