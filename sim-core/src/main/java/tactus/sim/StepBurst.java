package tactus.sim;

/**
 * Equal steps of a process in a row, of which none lacks a token or room: each takes a token of
 * each input and sends one to each output. The times are those of {@link Channel#awaitToken},
 * {@link Channel#receive}, {@link Channel#awaitRoom} and {@link Channel#send} called one after
 * another; but counters are kept beside the loop and written back after it.
 */
public final class StepBurst {

  /** What a port that is not there never makes anyone wait for. */
  private static final long[] NEVER = {Long.MIN_VALUE};

  /** Ports the fast loop has on each side; more are rare. */
  private static final int PORTS = 2;

  private final Channel[] from;
  private final Channel[] to;
  private final long latency;
  private final long before;
  private final long after;
  private final boolean plain;

  /** Where writes to ports go that are not there. */
  private final long[] nowhere = new long[1];

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
    this.plain = from.length > PORTS || to.length > PORTS;
  }

  /**
   * {@return the process's time after steps} Each input must hold as many tokens, each output have
   * as much room.
   *
   * @param time its time before
   * @param steps how many, at least 0
   */
  public long run(long time, long steps) {
    if (plain || isObserved()) {
      return runPlainly(time, steps);
    }
    for (Channel channel : to) {
      channel.reserve(steps);
    }
    long now = time;
    long left = steps;
    while (left > 0) {
      long some = left;
      for (Channel channel : to) {
        some = Math.min(some, channel.sendsOfOneKind());
      }
      now = runTight(now, (int) Math.min(some, Integer.MAX_VALUE));
      left -= Math.min(some, Integer.MAX_VALUE);
    }
    return now;
  }

  private boolean isObserved() {
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
      for (Channel channel : from) {
        now = channel.awaitToken(now);
      }
      for (Channel channel : from) {
        channel.receive(now);
      }
      now += before;
      long stamp = now + latency;
      for (Channel channel : to) {
        now = channel.awaitRoom(now);
      }
      for (Channel channel : to) {
        channel.send(now, stamp);
      }
      now += after;
    }
    return now;
  }

  /** Steps in which each output either waits for responses in all of them or in none. */
  private long runTight(long time, int steps) {
    Channel in0 = from.length > 0 ? from[0] : null;
    Channel in1 = from.length > 1 ? from[1] : null;
    Channel out0 = to.length > 0 ? to[0] : null;
    Channel out1 = to.length > 1 ? to[1] : null;

    long[] tokens0 = in0 == null ? NEVER : in0.ring();
    long[] tokens1 = in1 == null ? NEVER : in1.ring();
    long[] responses0 = in0 == null ? nowhere : tokens0;
    long[] responses1 = in1 == null ? nowhere : tokens1;
    int tokenMask0 = tokens0.length - 1;
    int tokenMask1 = tokens1.length - 1;
    int token0 = in0 == null ? 0 : (int) in0.received();
    int token1 = in1 == null ? 0 : (int) in1.received();
    long respond0 = in0 == null ? 0 : in0.spec().responseLatency();
    long respond1 = in1 == null ? 0 : in1.spec().responseLatency();

    long[] stamps0 = out0 == null ? nowhere : out0.ring();
    long[] stamps1 = out1 == null ? nowhere : out1.ring();
    long[] room0 = out0 == null || !out0.waitsForResponses() ? NEVER : stamps0;
    long[] room1 = out1 == null || !out1.waitsForResponses() ? NEVER : stamps1;
    long[] times0 = out0 == null || !out0.recordsTimes() ? nowhere : out0.timeRing();
    long[] times1 = out1 == null || !out1.recordsTimes() ? nowhere : out1.timeRing();
    int stampMask0 = stamps0.length - 1;
    int stampMask1 = stamps1.length - 1;
    int roomMask0 = room0.length - 1;
    int roomMask1 = room1.length - 1;
    int timeMask0 = times0.length - 1;
    int timeMask1 = times1.length - 1;
    int stamp0 = out0 == null ? 0 : (int) out0.sent();
    int stamp1 = out1 == null ? 0 : (int) out1.sent();
    int free0 = out0 == null ? 0 : (int) (out0.sent() - out0.capacity());
    int free1 = out1 == null ? 0 : (int) (out1.sent() - out1.capacity());
    long send0 = out0 == null ? 0 : out0.spec().sendLatency();
    long send1 = out1 == null ? 0 : out1.spec().sendLatency();

    long tokenWait0 = 0;
    long tokenWait1 = 0;
    long roomWait0 = 0;
    long roomWait1 = 0;
    long now = time;
    for (int i = 0; i < steps; i++) {
      int at0 = token0 + i & tokenMask0;
      int at1 = token1 + i & tokenMask1;
      long first = Math.max(now, tokens0[at0]);
      long taken = Math.max(first, tokens1[at1]);
      tokenWait0 += first - now;
      tokenWait1 += taken - first;
      responses0[at0] = taken + respond0;
      responses1[at1] = taken + respond1;
      long ready = taken + before;
      long asked = ready + latency;
      long one = Math.max(ready, room0[free0 + i & roomMask0]);
      long sent = Math.max(one, room1[free1 + i & roomMask1]);
      roomWait0 += one - ready;
      roomWait1 += sent - one;
      stamps0[stamp0 + i & stampMask0] = Math.max(asked, sent + send0);
      stamps1[stamp1 + i & stampMask1] = Math.max(asked, sent + send1);
      times0[stamp0 + i & timeMask0] = sent;
      times1[stamp1 + i & timeMask1] = sent;
      now = sent + after;
    }
    if (in0 != null) {
      in0.receivedInBurst(steps, tokenWait0);
    }
    if (in1 != null) {
      in1.receivedInBurst(steps, tokenWait1);
    }
    if (out0 != null) {
      out0.sentInBurst(steps, roomWait0);
    }
    if (out1 != null) {
      out1.sentInBurst(steps, roomWait1);
    }
    return now;
  }
}
