package tactus.sim;

import org.jspecify.annotations.Nullable;

/**
 * A process's part of a {@link LapBurst}: one step in each lap. Counters of channels stand here
 * meanwhile.
 */
final class LapStep {

  private static final long[] NONE = {};

  /** A channel tokens are taken from. */
  private static final class In {
    final Channel channel;
    final long response;
    final @Nullable In next;
    long[] ring = NONE;
    int at;
    long waited;

    In(Channel channel, @Nullable In next) {
      this.channel = channel;
      this.next = next;
      response = channel.spec().responseLatency();
    }
  }

  /** A channel tokens are sent to. */
  private static final class Out {
    final Channel channel;
    final long least;
    final @Nullable Out next;
    long[] ring = NONE;
    long[] times = NONE;
    int at;
    int free;
    boolean waits;
    long waited;

    Out(Channel channel, @Nullable Out next) {
      this.channel = channel;
      this.next = next;
      least = channel.spec().sendLatency();
    }
  }

  private final @Nullable In firstIn;
  private final @Nullable Out firstOut;
  private final long latency;
  private final long before;
  private final long after;

  /** The process's time. */
  private long now;

  /** Whether the step of a lap begins by sending the result of the one before. */
  private boolean pending;

  LapStep(StepBurst steps) {
    In in = null;
    for (int i = steps.from().length - 1; i >= 0; i--) {
      in = new In(steps.from()[i], in);
    }
    firstIn = in;
    Out out = null;
    for (int i = steps.to().length - 1; i >= 0; i--) {
      out = new Out(steps.to()[i], out);
    }
    firstOut = out;
    latency = steps.latency();
    before = steps.before();
    after = steps.after();
  }

  void begin(long time, boolean sendPending) {
    now = time;
    pending = sendPending;
  }

  long time() {
    return now;
  }

  /** Reads what laps may change; in all of them each output waits for responses, or in none. */
  void load() {
    for (In in = firstIn; in != null; in = in.next) {
      in.ring = in.channel.ring();
      in.at = (int) in.channel.received();
      in.waited = 0;
    }
    for (Out out = firstOut; out != null; out = out.next) {
      Channel channel = out.channel;
      out.ring = channel.ring();
      out.times = channel.recordsTimes() ? channel.timeRing() : NONE;
      out.at = (int) channel.sent();
      out.free = (int) (channel.sent() - channel.capacity());
      out.waits = channel.waitsForResponses();
      out.waited = 0;
    }
  }

  void store(int laps) {
    for (In in = firstIn; in != null; in = in.next) {
      in.channel.receivedInBurst(laps, in.waited);
    }
    for (Out out = firstOut; out != null; out = out.next) {
      out.channel.sentInBurst(laps, out.waited);
    }
  }

  /**
   * Does a step of each process in each of some laps. Few at a time: what is called often is
   * compiled early.
   */
  static void run(LapStep[] order, int count, int from, int to) {
    for (int lap = from; lap < to; lap++) {
      for (int i = 0; i < count; i++) {
        LapStep step = order[i];
        long now = step.now;
        if (step.pending) {
          now = put(step.firstOut, lap, now, step.latency) + step.after;
          now = take(step.firstIn, lap, now) + step.before;
        } else {
          now = take(step.firstIn, lap, now) + step.before;
          now = put(step.firstOut, lap, now, step.latency) + step.after;
        }
        step.now = now;
      }
    }
  }

  /** Takes a token of each input when all are there. */
  private static long take(@Nullable In firstIn, int lap, long time) {
    if (firstIn == null) {
      return time;
    }
    long now = time;
    long[] ring = firstIn.ring;
    int at = firstIn.at + lap & ring.length - 1;
    long stamp = ring[at];
    if (stamp > now) {
      firstIn.waited += stamp - now;
      now = stamp;
    }
    In next = firstIn.next;
    for (In other = next; other != null; other = other.next) {
      long[] others = other.ring;
      stamp = others[other.at + lap & others.length - 1];
      if (stamp > now) {
        other.waited += stamp - now;
        now = stamp;
      }
    }
    ring[at] = now + firstIn.response;
    for (In other = next; other != null; other = other.next) {
      long[] others = other.ring;
      others[other.at + lap & others.length - 1] = now + other.response;
    }
    return now;
  }

  /** Sends a token to each output when all have room. */
  private static long put(@Nullable Out firstOut, int lap, long time, long latency) {
    long asked = time + latency;
    long now = time;
    for (Out out = firstOut; out != null; out = out.next) {
      if (out.waits) {
        long[] ring = out.ring;
        long room = ring[out.free + lap & ring.length - 1];
        if (room > now) {
          out.waited += room - now;
          now = room;
        }
      }
    }
    for (Out out = firstOut; out != null; out = out.next) {
      long[] ring = out.ring;
      int at = out.at + lap & ring.length - 1;
      ring[at] = Math.max(asked, now + out.least);
      long[] times = out.times;
      if (times.length > 0) {
        times[at] = now;
      }
    }
    return now;
  }
}
