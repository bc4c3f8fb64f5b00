package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StepBurstTest {

  /** A process that does equal steps, and what surrounds it. */
  private static final class Worker {

    private final Random random;
    private final List<Channel> from = new ArrayList<>();
    private final List<Channel> to = new ArrayList<>();
    private final long latency;
    private final long before;
    private final long after;
    private long time;
    private long timeOfOthers;

    Worker(long seed) {
      random = new Random(seed);
      latency = 1 + random.nextInt(12);
      long interval = random.nextInt(4);
      boolean sendsAfter = random.nextBoolean();
      before = sendsAfter ? interval : 0;
      after = sendsAfter ? 0 : interval;
      for (int i = random.nextInt(4); i > 0; i--) {
        from.add(channel());
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        to.add(channel());
      }
    }

    private Channel channel() {
      long capacity =
          random.nextInt(3) > 0 ? 1 + random.nextInt(random.nextInt(2) == 0 ? 20 : 3000) : 0;
      return new Channel(
          new ChannelSpec(
              "c",
              capacity == 0 ? ChannelSpec.UNBOUNDED : capacity,
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              0),
          random.nextBoolean());
    }

    /** What comes in and what is taken elsewhere; the same for the same seed. */
    void surround() {
      for (int i = random.nextInt(1500); i > 0; i--) {
        timeOfOthers += random.nextInt(4);
        for (Channel channel : from) {
          if (channel.hasRoom()) {
            channel.send(timeOfOthers, timeOfOthers + random.nextInt(9));
          }
        }
        for (Channel channel : to) {
          if (!channel.isEmpty()) {
            channel.receive(timeOfOthers);
          }
        }
      }
    }

    long possible(long most) {
      long steps = most;
      for (Channel channel : from) {
        steps = Math.min(steps, channel.size());
      }
      for (Channel channel : to) {
        steps = Math.min(steps, channel.room());
      }
      return steps;
    }

    void step() {
      for (Channel channel : from) {
        time = channel.awaitToken(time);
      }
      for (Channel channel : from) {
        channel.receive(time);
      }
      time += before;
      long stamp = time + latency;
      for (Channel channel : to) {
        time = channel.awaitRoom(time);
      }
      for (Channel channel : to) {
        channel.send(time, stamp);
      }
      time += after;
    }

    StepBurst burst() {
      return new StepBurst(
          from.toArray(new Channel[0]),
          to.toArray(new Channel[0]),
          latency,
          before + after,
          before > 0);
    }

    String state() {
      StringBuilder text = new StringBuilder();
      text.append(time).append('\n');
      from.forEach(channel -> text.append(ChannelState.of(channel)));
      to.forEach(channel -> text.append(ChannelState.of(channel)));
      return text.toString();
    }
  }

  @Property(tries = 1500)
  void run_isTheSameAsSteps(@ForAll long seed) {
    Worker plain = new Worker(seed);
    Worker fast = new Worker(seed);
    StepBurst burst = fast.burst();
    for (int i = 0; i < 6; i++) {
      plain.surround();
      fast.surround();
      // After some hundred bursts they are no longer cut into short ones.
      long most = i == 1 ? 7 : 1 + i * 397L;
      for (int again = i == 1 ? 250 : 1; again > 0; again--) {
        long steps = fast.possible(most);
        assertThat(steps).isEqualTo(plain.possible(most));
        fast.time = burst.run(fast.time, steps);
        for (long step = 0; step < steps; step++) {
          plain.step();
        }
      }
      assertThat(fast.state()).isEqualTo(plain.state());
    }
  }
}
