package tactus.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.sim.Channel;
import tactus.sim.ChannelSpec;
import tactus.sim.Clock;
import tactus.sim.ProcessComponent;
import tactus.sim.ProcessNetwork;
import tactus.sim.Simulation;

/** A channel between a source and a sink keeps the timing rules, whatever runs the two. */
class ChannelCheckerTest {

  /** A source, a channel and a sink; the seed decides everything. */
  private static final class Link {
    final Channel channel;
    final TokenSource source;
    final TokenSink sink;

    Link(long seed, int count) {
      SplittableRandom random = new SplittableRandom(seed);
      long capacity = random.nextInt(4) == 0 ? ChannelSpec.UNBOUNDED : random.nextInt(1, 6);
      channel =
          new Channel(
              new ChannelSpec("Link", capacity, random.nextInt(1, 5), random.nextInt(1, 5), 1));
      List<TokenSource.Token> tokens = new ArrayList<>();
      List<Long> busy = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tokens.add(new TokenSource.Token(random.nextInt(6), random.nextInt()));
        busy.add((long) random.nextInt(6));
      }
      source = new TokenSource("Source", channel, tokens);
      sink = new TokenSink("Sink", channel, busy);
    }

    List<Object> run(Simulation simulation) {
      Clock clock = new Clock(5, 2);
      new ProcessComponent(simulation, "Source", source, clock);
      new ProcessComponent(simulation, "Sink", sink, clock);
      simulation.run();
      ChannelChecker.check(channel, source, sink);
      return List.of(source.sendTimes(), sink.receiveTimes(), channel.peakOccupancy());
    }
  }

  @Property(tries = 500)
  void channel_onTheEventQueue_keepsTheRulesInAnyOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int tokens) {
    OrderShuffle.assertSame(seed, 3, simulation -> new Link(seed, tokens).run(simulation));
  }

  @Property(tries = 500)
  void channel_inANetwork_keepsTheRules(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int tokens) {
    Link link = new Link(seed, tokens);
    ProcessNetwork network = new ProcessNetwork();
    network.add(link.source);
    network.add(link.sink);

    network.run();

    ChannelChecker.check(link.channel, link.source, link.sink);
  }

  @Test
  void check_beforeTheRun_fails() {
    Link link = new Link(1, 3);

    assertThatThrownBy(() -> ChannelChecker.check(link.channel, link.source, link.sink))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("send times");
  }
}
