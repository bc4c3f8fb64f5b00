package tactus.sim;

import org.jspecify.annotations.Nullable;

/**
 * Equal steps of a process in a row, of which none lacks a token or room: each takes a token of
 * each input and sends one to each output. The times are those of {@link Channel#awaitToken},
 * {@link Channel#receive}, {@link Channel#awaitRoom} and {@link Channel#send} called one after
 * another; but counters are kept beside the loop and written back after it.
 */
public final class StepBurst {

  private static final long[] NONE = {};

  /** Steps for which it is not worth the while to look at all counters first: a guess. */
  private static final int FEW_STEPS = 6;

  /** Goes after which the JVM has compiled them: HotSpot's threshold is 100 calls with loops. */
  private static final int EARLY_GOES = 200;

  private static final int STEPS_IN_AN_EARLY_GO = 32;
  private static final int STEPS_IN_A_GO = 1 << 20;

  private final Channel[] from;
  private final Channel[] to;
  private final long latency;
  private final long before;
  private final long after;
  private final boolean plain;
  private int goes;
  private @Nullable LapStep lapStep;

  /**
   * Prepares steps.
   *
   * @param from inputs; a process takes its tokens when all are there
   * @param to outputs; a process sends when all have room
   * @param latency from taking the tokens to the stamp asked for
   * @param interval from one step to the next
   * @param sendsAfterInterval whether a step's result is sent, and its latency begins, after the
   *     interval
   */
  public StepBurst(
      Channel[] from, Channel[] to, long latency, long interval, boolean sendsAfterInterval) {
    this.from = from.clone();
    this.to = to.clone();
    this.latency = latency;
    this.before = sendsAfterInterval ? interval : 0;
    this.after = sendsAfterInterval ? 0 : interval;
    boolean joins = from.length == 2 && to.length == 0;
    boolean begins = from.length == 0 && to.length == 1;
    this.plain = !joins && !begins && (from.length != 1 || to.length > 2);
  }

  /**
   * {@return the process's time after steps} Each input must hold as many tokens, each output have
   * as much room.
   *
   * @param time its time before
   * @param steps how many, at least 0
   */
  public long run(long time, long steps) {
    if (plain || steps <= FEW_STEPS || isObserved()) {
      return runPlainly(time, steps);
    }
    for (Channel channel : to) {
      channel.reserve(steps);
    }
    long now = time;
    long left = steps;
    while (left > 0) {
      long some = Math.min(left, stepsInAGo(goes++));
      for (Channel channel : to) {
        some = Math.min(some, channel.sendsOfOneKind());
      }
      now = runTight(now, (int) some);
      left -= some;
    }
    return now;
  }

  /** Its part of laps together with steps of others. */
  LapStep lapStep() {
    LapStep step = lapStep;
    if (step == null) {
      step = new LapStep(this);
      lapStep = step;
    }
    return step;
  }

  /**
   * {@return how many steps to do in one go} A JVM compiles what is called often much sooner than
   * what loops long, so that there are few at first.
   *
   * @param goes that were before
   */
  static int stepsInAGo(long goes) {
    return goes < EARLY_GOES ? STEPS_IN_AN_EARLY_GO : STEPS_IN_A_GO;
  }

  Channel[] from() {
    return from;
  }

  Channel[] to() {
    return to;
  }

  /** From taking the tokens, or from the interval's end, to the stamp asked for. */
  long latency() {
    return latency;
  }

  /** What passes from taking the tokens to asking for room. */
  long before() {
    return before;
  }

  /** What passes from sending to the next step. */
  long after() {
    return after;
  }

  /** Whether somebody must hear of each token. */
  boolean isObserved() {
    for (Channel channel : from) {
      if (channel.isObserved()) {
        return true;
      }
    }
    for (Channel channel : to) {
      if (channel.isObserved()) {
        return true;
      }
    }
    return false;
  }

  private long runPlainly(long time, long steps) {
    long now = time;
    for (long i = 0; i < steps; i++) {
      now = take(now) + before;
      now = put(now, now + latency) + after;
    }
    return now;
  }

  /** Takes a token of each input when all are there. */
  private long take(long time) {
    if (from.length == 1) {
      return from[0].receive(time);
    }
    long now = time;
    for (Channel channel : from) {
      now = channel.awaitToken(now);
    }
    for (Channel channel : from) {
      channel.receive(now);
    }
    return now;
  }

  /** Sends a token to each output when all have room. */
  private long put(long time, long stamp) {
    if (to.length == 1) {
      return to[0].send(time, stamp);
    }
    long now = time;
    for (Channel channel : to) {
      now = channel.awaitRoom(now);
    }
    for (Channel channel : to) {
      channel.send(now, stamp);
    }
    return now;
  }

  /** Steps in which each output either waits for responses in all of them or in none. */
  private long runTight(long time, int steps) {
    if (from.length == 0) {
      return send(time, steps, to[0]);
    }
    if (to.length == 0) {
      return takeAll(time, steps, from[0], from.length == 2 ? from[1] : null);
    }
    return pass(time, steps, from[0], to[0], to.length == 2 ? to[1] : null);
  }

  /** Only sends tokens. */
  private long send(long time, int steps, Channel out) {
    if (!out.waitsForResponses() && !out.recordsTimes()) {
      return sendFreely(time, steps, out);
    }
    long[] stamps = out.ring();
    boolean waits = out.waitsForResponses();
    long[] times = out.recordsTimes() ? out.timeRing() : NONE;
    int sent = (int) out.sent();
    int free = (int) (out.sent() - out.capacity());
    long least = out.spec().sendLatency();
    long waited = 0;
    long now = time;
    for (int i = 0; i < steps; i++) {
      now += before;
      long asked = now + latency;
      if (waits) {
        long response = stamps[free + i & stamps.length - 1];
        if (response > now) {
          waited += response - now;
          now = response;
        }
      }
      stamps[sent + i & stamps.length - 1] = Math.max(asked, now + least);
      if (times.length > 0) {
        times[sent + i & times.length - 1] = now;
      }
      now += after;
    }
    out.sentInBurst(steps, waited);
    return now;
  }

  /** Only sends tokens, each as soon as the one before: there is room, and nobody measures. */
  private long sendFreely(long time, int steps, Channel out) {
    long stamp = time + before + Math.max(latency, out.spec().sendLatency());
    long interval = before + after;
    RingTimes.put(out.ring(), out.sent(), steps, stamp, interval);
    out.sentInBurst(steps, 0);
    return time + steps * interval;
  }

  /** Only takes tokens; there may be no second input. */
  private long takeAll(long time, int steps, Channel in, @Nullable Channel second) {
    long[] tokens = in.ring();
    long[] others = second == null ? NONE : second.ring();
    int received = (int) in.received();
    int receivedOthers = second == null ? 0 : (int) second.received();
    long response = in.spec().responseLatency();
    long responseToOther = second == null ? 0 : second.spec().responseLatency();
    long interval = before + after;
    long waited = 0;
    long waitedForOther = 0;
    long now = time;
    for (int i = 0; i < steps; i++) {
      int at = received + i & tokens.length - 1;
      long stamp = tokens[at];
      if (stamp > now) {
        waited += stamp - now;
        now = stamp;
      }
      if (others.length > 0) {
        int atOther = receivedOthers + i & others.length - 1;
        stamp = others[atOther];
        if (stamp > now) {
          waitedForOther += stamp - now;
          now = stamp;
        }
        others[atOther] = now + responseToOther;
      }
      tokens[at] = now + response;
      now += interval;
    }
    in.receivedInBurst(steps, waited);
    if (second != null) {
      second.receivedInBurst(steps, waitedForOther);
    }
    return now;
  }

  /** Takes a token and sends it on; there may be no second output. */
  private long pass(long time, int steps, Channel in, Channel out, @Nullable Channel second) {
    long[] tokens = in.ring();
    int received = (int) in.received();
    long response = in.spec().responseLatency();
    long[] stamps = out.ring();
    long[] others = second == null ? NONE : second.ring();
    boolean waits = out.waitsForResponses();
    boolean waitsForOther = second != null && second.waitsForResponses();
    long[] times = out.recordsTimes() ? out.timeRing() : NONE;
    long[] timesOfOther = second != null && second.recordsTimes() ? second.timeRing() : NONE;
    int sent = (int) out.sent();
    int sentOthers = second == null ? 0 : (int) second.sent();
    int free = (int) (out.sent() - out.capacity());
    int freeOthers = second == null ? 0 : (int) (second.sent() - second.capacity());
    long least = out.spec().sendLatency();
    long leastOfOther = second == null ? 0 : second.spec().sendLatency();
    long waitedForToken = 0;
    long waited = 0;
    long waitedForOther = 0;
    long now = time;
    for (int i = 0; i < steps; i++) {
      int at = received + i & tokens.length - 1;
      long stamp = tokens[at];
      if (stamp > now) {
        waitedForToken += stamp - now;
        now = stamp;
      }
      tokens[at] = now + response;
      now += before;
      long asked = now + latency;
      if (waits) {
        long room = stamps[free + i & stamps.length - 1];
        if (room > now) {
          waited += room - now;
          now = room;
        }
      }
      if (waitsForOther) {
        long room = others[freeOthers + i & others.length - 1];
        if (room > now) {
          waitedForOther += room - now;
          now = room;
        }
      }
      stamps[sent + i & stamps.length - 1] = Math.max(asked, now + least);
      if (others.length > 0) {
        others[sentOthers + i & others.length - 1] = Math.max(asked, now + leastOfOther);
      }
      if (times.length > 0) {
        times[sent + i & times.length - 1] = now;
      }
      if (timesOfOther.length > 0) {
        timesOfOther[sentOthers + i & timesOfOther.length - 1] = now;
      }
      now += after;
    }
    in.receivedInBurst(steps, waitedForToken);
    out.sentInBurst(steps, waited);
    if (second != null) {
      second.sentInBurst(steps, waitedForOther);
    }
    return now;
  }
}
