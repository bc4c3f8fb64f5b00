package tactus.sim;

import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Histogram;
import tactus.sim.probe.Probe;
import tactus.sim.probe.Statistics;
import tactus.sim.probe.Trace;

/** What a probe sees of a channel: how long its ends waited, each time and in all. */
final class ChannelWatch {

  private final Histogram producerWaits;
  private final Histogram consumerWaits;
  private final @Nullable Trace trace;
  private final Clock clock;
  private final int producerTrack;
  private final int consumerTrack;
  private final int roomLabel;
  private final int tokenLabel;

  ChannelWatch(Channel channel, Probe probe, Clock clock) {
    this.clock = clock;
    Statistics statistics = probe.statistics();
    String name = channel.name();
    statistics.reading(name + ".sent", channel::sent);
    statistics.reading(name + ".received", channel::received);
    statistics.reading(name + ".peakOccupancy", channel::peakOccupancy);
    statistics.reading(name + ".producerWait", channel::producerWait);
    statistics.reading(name + ".consumerWait", channel::consumerWait);
    producerWaits = statistics.histogram(name + ".producerWaits");
    consumerWaits = statistics.histogram(name + ".consumerWaits");
    trace = probe.trace();
    producerTrack = trace == null ? 0 : trace.track(channel.producerName());
    consumerTrack = trace == null ? 0 : trace.track(channel.consumerName());
    roomLabel = trace == null ? 0 : trace.label("waits for room in " + name);
    tokenLabel = trace == null ? 0 : trace.label("waits for a token in " + name);
  }

  void producerWaited(long from, long to) {
    producerWaits.add(to - from);
    if (trace != null) {
      trace.span(producerTrack, roomLabel, clock.tickOf(from), clock.tickOf(to));
    }
  }

  void consumerWaited(long from, long to) {
    consumerWaits.add(to - from);
    if (trace != null) {
      trace.span(consumerTrack, tokenLabel, clock.tickOf(from), clock.tickOf(to));
    }
  }
}
