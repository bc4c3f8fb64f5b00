package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LapBurstTest {

  /** A process that does equal steps, one by one. */
  private static final class Worker {

    private final List<Channel> from = new ArrayList<>();
    private final List<Channel> to = new ArrayList<>();
    private final long latency;
    private final long before;
    private final long after;
    private long time;
    private boolean pending;

    Worker(Random random) {
      latency = 1 + random.nextInt(12);
      long interval = random.nextInt(4);
      boolean sendsAfter = random.nextBoolean();
      before = sendsAfter ? interval : 0;
      after = sendsAfter ? 0 : interval;
      time = random.nextInt(20);
    }

    boolean canTake() {
      return from.stream().noneMatch(Channel::isEmpty);
    }

    boolean canSend() {
      return to.stream().allMatch(Channel::hasRoom);
    }

    boolean canStep() {
      return canTake() && canSend();
    }

    void step() {
      if (pending) {
        send();
        take();
      } else {
        take();
        send();
      }
    }

    void take() {
      for (Channel channel : from) {
        time = channel.awaitToken(time);
      }
      for (Channel channel : from) {
        channel.receive(time);
      }
      time += before;
      pending = true;
    }

    void send() {
      long stamp = time + latency;
      for (Channel channel : to) {
        time = channel.awaitRoom(time);
      }
      for (Channel channel : to) {
        channel.send(time, stamp);
      }
      time += after;
      pending = false;
    }
  }

  /** Processes at work, and what surrounds them. */
  private static final class Cluster {

    private final Random random;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Channel> ins = new ArrayList<>();
    private final List<Channel> outs = new ArrayList<>();
    private final List<StepBurst> steps = new ArrayList<>();
    private long timeOfOthers;

    Cluster(long seed) {
      random = new Random(seed);
      int count = 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        workers.add(new Worker(random));
      }
      for (int i = 1; i < count; i++) {
        // Most lead onwards; one that leads back needs tokens before it is of use.
        int other = random.nextInt(i);
        boolean back = random.nextInt(12) == 0;
        between(workers.get(back ? i : other), workers.get(back ? other : i));
      }
      for (int more = random.nextInt(count + 1); more > 0 && count > 1; more--) {
        int from = random.nextInt(count - 1);
        between(workers.get(from), workers.get(from + 1 + random.nextInt(count - 1 - from)));
      }
      for (Worker worker : workers) {
        if (random.nextInt(3) == 0) {
          Channel in = channel(4000);
          ins.add(in);
          worker.from.add(random.nextInt(worker.from.size() + 1), in);
        }
        if (random.nextInt(3) == 0) {
          Channel out = channel(100 + random.nextInt(2000));
          outs.add(out);
          worker.to.add(random.nextInt(worker.to.size() + 1), out);
        }
      }
      for (Worker worker : workers) {
        steps.add(
            new StepBurst(
                worker.from.toArray(new Channel[0]),
                worker.to.toArray(new Channel[0]),
                worker.latency,
                worker.before + worker.after,
                worker.before > 0));
      }
    }

    private void between(Worker from, Worker to) {
      Channel channel = channel(1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 5));
      from.to.add(channel);
      to.from.add(channel);
    }

    private Channel channel(long most) {
      long capacity = random.nextInt(5) > 0 ? most : ChannelSpec.UNBOUNDED;
      Channel channel =
          new Channel(
              new ChannelSpec(
                  "c" + channels.size(), capacity, 1 + random.nextInt(3), 1 + random.nextInt(3), 0),
              random.nextBoolean());
      channels.add(channel);
      return channel;
    }

    /** What comes in and what is taken elsewhere, and some steps; the same for the same seed. */
    void surround() {
      for (int i = random.nextInt(random.nextBoolean() ? 900 : 40); i > 0; i--) {
        timeOfOthers += random.nextInt(5);
        for (Channel in : ins) {
          if (in.hasRoom()) {
            in.send(timeOfOthers, timeOfOthers + random.nextInt(9));
          }
        }
        for (Channel out : outs) {
          if (!out.isEmpty()) {
            out.receive(timeOfOthers);
          }
        }
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        Worker worker = workers.get(random.nextInt(workers.size()));
        if (worker.pending ? worker.canSend() : worker.canTake()) {
          if (worker.pending) {
            worker.send();
          } else {
            worker.take();
          }
        }
      }
    }

    /** Does a lap in an order found by trying; false if there is none. */
    boolean lap() {
      List<Worker> left = new ArrayList<>(workers);
      while (!left.isEmpty()) {
        Worker next = left.stream().filter(Worker::canStep).findFirst().orElse(null);
        if (next == null) {
          return false;
        }
        next.step();
        left.remove(next);
      }
      return true;
    }

    /** Laps for which there are tokens and room outside. */
    long supply(long most) {
      long laps = most;
      for (Channel in : ins) {
        laps = Math.min(laps, in.size());
      }
      for (Channel out : outs) {
        laps = Math.min(laps, out.room());
      }
      return laps;
    }

    void fill(LapBurst burst) {
      burst.clear();
      for (int i = 0; i < workers.size(); i++) {
        burst.add(steps.get(i), workers.get(i).time, workers.get(i).pending);
      }
    }

    String state() {
      StringBuilder text = new StringBuilder();
      workers.forEach(worker -> text.append(worker.time).append(worker.pending).append(' '));
      for (Channel channel : channels) {
        text.append(ChannelState.of(channel));
      }
      return text.toString();
    }
  }

  @Property(tries = 1500)
  void run_ofSomeProcesses_isTheSameAsTheirSteps(@ForAll long seed) {
    Cluster plain = new Cluster(seed);
    Cluster fast = new Cluster(seed);
    LapBurst burst = new LapBurst();
    for (int i = 0; i < 6; i++) {
      plain.surround();
      fast.surround();
      assertThat(fast.state()).isEqualTo(plain.state());
      fast.fill(burst);
      long wanted = plain.supply(1 + i * 197L);
      long laps = burst.possible(1 + i * 197L);
      if (wanted > 0 && laps == 0) {
        assertThat(plain.lap()).isFalse();
        return;
      }
      assertThat(laps).isEqualTo(wanted);
      burst.run(laps);
      for (int k = 0; k < fast.workers.size(); k++) {
        fast.workers.get(k).time = burst.time(k);
      }
      for (long lap = 0; lap < laps; lap++) {
        assertThat(plain.lap()).isTrue();
      }
      assertThat(fast.state()).isEqualTo(plain.state());
    }
  }

  @Test
  void randomClusters_doLapsOrWaitForEachOther() {
    int done = 0;
    int stuck = 0;
    for (long seed = 0; seed < 300; seed++) {
      Cluster cluster = new Cluster(seed);
      LapBurst burst = new LapBurst();
      cluster.surround();
      cluster.fill(burst);
      if (burst.possible(1000) > 8) {
        done++;
      } else if (cluster.supply(1) > 0) {
        stuck++;
      }
    }
    assertThat(done).isBetween(100, 290);
    assertThat(stuck).isBetween(5, 100);
  }

  private final Channel in = new Channel(new ChannelSpec("in", 8, 1, 1, 0));
  private final Channel between = new Channel(new ChannelSpec("between", 2, 1, 1, 0));

  private LapBurst pair() {
    LapBurst burst = new LapBurst();
    burst.add(new StepBurst(new Channel[] {in}, new Channel[] {between}, 1, 1, false), 0, false);
    burst.add(new StepBurst(new Channel[] {between}, new Channel[0], 1, 1, false), 0, false);
    return burst;
  }

  @Test
  void possible_withAFullChannelBetween_isAsManyAsThereAreTokensFor() {
    in.send(0, 1);
    in.send(0, 1);
    between.send(0, 1);
    between.send(0, 1);
    assertThat(pair().possible(5)).isEqualTo(2);
  }

  @Test
  void possible_whereTokensAreObserved_isNone() {
    in.send(0, 1);
    between.bindConsumer("consumer", (channel, time) -> {});
    assertThat(pair().possible(5)).isZero();
  }

  @Test
  void run_ofMoreThanIsPossible_isRefused() {
    in.send(0, 1);
    LapBurst burst = pair();
    assertThat(burst.possible(5)).isEqualTo(1);
    assertThatThrownBy(() -> burst.run(2))
        .hasMessage("laps (2) must be at most as many as are possible: 1");
  }

  @Test
  void run_throughAnUnboundedChannel_takesNoMoreMemoryThanItHolds() {
    Channel unbounded = new Channel(new ChannelSpec("any", ChannelSpec.UNBOUNDED, 1, 1, 0), false);
    LapBurst burst = new LapBurst();
    burst.add(new StepBurst(new Channel[0], new Channel[] {unbounded}, 1, 1, false), 0, false);
    burst.add(new StepBurst(new Channel[] {unbounded}, new Channel[0], 1, 1, false), 0, false);
    burst.run(burst.possible(1_000_000));
    assertThat(unbounded.received()).isEqualTo(1_000_000);
    assertThat(burst.time(1)).isEqualTo(1_000_001);
    assertThat(unbounded.ring().length).isLessThan(5000);
  }
}
