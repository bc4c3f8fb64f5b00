package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PairBurstTest {

  /** Two processes at work: one passes tokens on, one takes them, and what surrounds them. */
  private static final class Pair {

    private final Random random;
    private final Channel in;
    private final Channel between;
    private final List<Channel> to = new ArrayList<>();
    private final List<Channel> from = new ArrayList<>();
    private final long latency;
    private final long before;
    private final long after;
    private final long interval;
    private long time;
    private long timeOfConsumer;
    private long timeOfOthers;

    Pair(long seed) {
      random = new Random(seed);
      latency = 1 + random.nextInt(12);
      long of = random.nextInt(4);
      boolean sendsAfter = random.nextBoolean();
      before = sendsAfter ? of : 0;
      after = sendsAfter ? 0 : of;
      interval = random.nextInt(4);
      in = channel("in", 4000);
      between = channel("between", 1 + random.nextInt(40));
      to.add(between);
      from.add(between);
      if (random.nextBoolean()) {
        to.add(
            random.nextInt(2),
            channel("fork", 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 4000)));
      }
      if (random.nextBoolean()) {
        from.add(random.nextInt(2), channel("join", 4000));
      }
    }

    private Channel channel(String name, long most) {
      long capacity =
          name.equals("between") || random.nextInt(3) > 0 ? most : ChannelSpec.UNBOUNDED;
      long sendLatency = 1 + random.nextInt(3);
      long responseLatency = 1 + random.nextInt(3);
      return new Channel(
          new ChannelSpec(name, capacity, sendLatency, responseLatency, 0), random.nextBoolean());
    }

    /** What comes in and what is taken elsewhere; the same for the same seed. */
    void surround() {
      int tokens = random.nextInt(random.nextInt(6) == 0 ? 4000 : 400);
      long evenly = random.nextInt(5);
      boolean even = random.nextBoolean();
      if (random.nextInt(4) == 0) {
        timeOfOthers = Math.max(timeOfOthers, Math.max(time, timeOfConsumer));
      }
      for (int i = 0; i < tokens; i++) {
        timeOfOthers += even ? evenly : random.nextInt(5);
        for (Channel channel : List.of(in, from.get(0), from.get(from.size() - 1))) {
          if (channel != between && channel.room() > 1) {
            channel.send(timeOfOthers, timeOfOthers + (even ? evenly : random.nextInt(9)));
          }
        }
        for (Channel channel : to) {
          if (channel != between && !channel.isEmpty()) {
            channel.receive(timeOfOthers);
          }
        }
      }
      // Perhaps the consumer is some tokens behind.
      long ahead = random.nextInt(3);
      while (ahead-- > 0 && between.room() > 1 && possible(1) > 0) {
        produce();
      }
    }

    long possible(long most) {
      long steps = Math.min(most, in.size());
      for (Channel channel : to) {
        steps = channel == between ? steps : Math.min(steps, channel.room());
      }
      for (Channel channel : from) {
        steps = channel == between ? steps : Math.min(steps, channel.size());
      }
      return steps;
    }

    void produce() {
      time = in.receive(time) + before;
      long stamp = time + latency;
      for (Channel channel : to) {
        time = channel.awaitRoom(time);
      }
      for (Channel channel : to) {
        channel.send(time, stamp);
      }
      time += after;
    }

    void consume() {
      for (Channel channel : from) {
        timeOfConsumer = channel.awaitToken(timeOfConsumer);
      }
      for (Channel channel : from) {
        channel.receive(timeOfConsumer);
      }
      timeOfConsumer += interval;
    }

    PairBurst burst() {
      return new PairBurst(
          new StepBurst(
              new Channel[] {in}, to.toArray(new Channel[0]), latency, before + after, before > 0),
          new StepBurst(from.toArray(new Channel[0]), new Channel[0], 1, interval, false),
          between);
    }

    String state() {
      StringBuilder text = new StringBuilder();
      text.append(time).append(' ').append(timeOfConsumer).append('\n').append(ChannelState.of(in));
      to.forEach(channel -> text.append(ChannelState.of(channel)));
      from.forEach(channel -> text.append(ChannelState.of(channel)));
      return text.toString();
    }
  }

  @Property(tries = 2000)
  void run_ofTwoProcesses_isTheSameAsTheirSteps(@ForAll long seed) {
    Pair plain = new Pair(seed);
    Pair fast = new Pair(seed);
    PairBurst burst = fast.burst();
    for (int i = 0; i < 6; i++) {
      plain.surround();
      fast.surround();
      // After some hundred bursts they are no longer cut into short ones.
      long most = i == 1 ? 1 : 1 + i * 597L;
      for (int again = i == 1 ? 250 : 1; again > 0; again--) {
        long steps = burst.possible(most);
        assertThat(steps).isEqualTo(plain.possible(most));
        burst.run(fast.time, fast.timeOfConsumer, steps);
        fast.time = burst.producerTime();
        fast.timeOfConsumer = burst.consumerTime();
        for (long step = 0; step < steps; step++) {
          plain.produce();
          plain.consume();
        }
      }
      assertThat(fast.state()).isEqualTo(plain.state());
    }
  }

  @Test
  void possible_withAFullChannelBetween_isNone() {
    Channel in = new Channel(new ChannelSpec("in", 8, 1, 1, 0));
    Channel between = new Channel(new ChannelSpec("between", 1, 1, 1, 0));
    PairBurst burst =
        new PairBurst(
            new StepBurst(new Channel[] {in}, new Channel[] {between}, 1, 1, false),
            new StepBurst(new Channel[] {between}, new Channel[0], 1, 1, false),
            between);
    in.send(0, 1);
    assertThat(burst.possible(5)).isEqualTo(1);
    between.send(0, 1);
    assertThat(burst.possible(5)).isZero();
  }

  @Test
  void possible_whereTokensAreObserved_isNone() {
    Channel in = new Channel(new ChannelSpec("in", 8, 1, 1, 0));
    Channel between = new Channel(new ChannelSpec("between", 4, 1, 1, 0));
    between.bindConsumer("consumer", (channel, time) -> {});
    PairBurst burst =
        new PairBurst(
            new StepBurst(new Channel[] {in}, new Channel[] {between}, 1, 1, false),
            new StepBurst(new Channel[] {between}, new Channel[0], 1, 1, false),
            between);
    in.send(0, 1);
    assertThat(burst.possible(5)).isZero();
  }

  @Test
  void new_ofStepsThatSendFurther_isRefused() {
    Channel in = new Channel(new ChannelSpec("in", 8, 1, 1, 0));
    Channel between = new Channel(new ChannelSpec("between", 4, 1, 1, 0));
    Channel out = new Channel(new ChannelSpec("out", 4, 1, 1, 0));
    StepBurst first = new StepBurst(new Channel[] {in}, new Channel[] {between}, 1, 1, false);
    StepBurst second = new StepBurst(new Channel[] {between}, new Channel[] {out}, 1, 1, false);
    assertThatThrownBy(() -> new PairBurst(first, second, between))
        .hasMessage("steps must fit together at channel between");
  }
}
