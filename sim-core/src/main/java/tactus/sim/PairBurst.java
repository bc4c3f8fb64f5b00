package tactus.sim;

/**
 * Steps of a process that each send a token which another process takes right away, in a step that
 * sends nothing. A channel between them that is short then stops neither of them, and they are not
 * run in turns for each few tokens. The times are those of two {@link StepBurst}s: a token waits
 * for the response to one that the other process has taken before.
 */
public final class PairBurst {

  private static final long[] NONE = {};

  private final StepBurst producer;
  private final StepBurst consumer;
  private final Channel between;
  private int goes;
  private long producerTime;
  private long consumerTime;

  /**
   * Prepares steps.
   *
   * @param producer steps of the one process
   * @param consumer steps of the other
   * @param between the channel from the one to the other
   * @throws IllegalArgumentException if {@link #fits} does not hold
   */
  public PairBurst(StepBurst producer, StepBurst consumer, Channel between) {
    if (!fits(producer, consumer, between)) {
      throw new IllegalArgumentException("steps must fit together at channel " + between.name());
    }
    this.producer = producer;
    this.consumer = consumer;
    this.between = between;
  }

  /**
   * {@return whether steps can be done together: of a process with one input and one or two
   * outputs, and of one with one or two inputs that sends nothing}
   *
   * @param producer steps of the one process
   * @param consumer steps of the other
   * @param between a channel
   */
  public static boolean fits(StepBurst producer, StepBurst consumer, Channel between) {
    return between.spec().isBounded()
        && producer.from().length == 1
        && producer.to().length <= 2
        && has(producer.to(), between)
        && consumer.from().length <= 2
        && has(consumer.from(), between)
        && consumer.to().length == 0;
  }

  private static boolean has(Channel[] channels, Channel channel) {
    for (Channel of : channels) {
      if (of == channel) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return how many steps both can do, if no more than some; 0 if somebody must hear of each
   * token}
   *
   * @param most how many are wanted
   */
  public long possible(long most) {
    if (!between.hasRoom()) {
      return 0;
    }
    long steps = Math.min(most, producer.from()[0].size());
    for (Channel channel : producer.to()) {
      if (channel != between) {
        steps = Math.min(steps, channel.room());
      }
    }
    for (Channel channel : consumer.from()) {
      if (channel != between) {
        steps = Math.min(steps, channel.size());
      }
    }
    return producer.isObserved() || consumer.isObserved() ? 0 : steps;
  }

  /**
   * Does steps.
   *
   * @param ofProducer the one process's time before
   * @param ofConsumer the other one's
   * @param steps how many, at most as many as are {@link #possible}
   */
  public void run(long ofProducer, long ofConsumer, long steps) {
    producerTime = ofProducer;
    consumerTime = ofConsumer;
    long left = steps;
    while (left > 0) {
      long some = Math.min(left, StepBurst.stepsInAGo(goes++));
      for (Channel channel : producer.to()) {
        some = Math.min(some, channel.sendsOfOneKind());
      }
      if (between.recordsTimes()) {
        // Times of more sends than it holds would not be looked at before they are overwritten.
        some = Math.min(some, between.capacity());
      }
      for (Channel channel : producer.to()) {
        channel.reserve(some);
      }
      runTight((int) some);
      left -= some;
    }
  }

  /** {@return the time after the steps of the process that sends} */
  public long producerTime() {
    return producerTime;
  }

  /** {@return the time after the steps of the process that only takes} */
  public long consumerTime() {
    return consumerTime;
  }

  /** Steps in which each output either waits for responses in all of them or in none. */
  private void runTight(int steps) {
    Channel[] to = producer.to();
    Channel out = to[0];
    Channel secondOut = to[to.length - 1];
    // The JVM's first compiler leaves conditions in a loop that never change; these two have few.
    boolean alike = out.waitsForResponses() && !out.recordsTimes();
    if (alike && to.length == 1 && consumer.from().length == 2) {
      runJoining(steps);
    } else if (alike
        && to.length == 2
        && secondOut.waitsForResponses()
        && consumer.from().length == 1) {
      runForking(steps);
    } else {
      runAny(steps);
    }
  }

  /** Steps whose producer has two outputs, both full at times, and whose consumer one input. */
  private void runForking(int steps) {
    Channel in = producer.from()[0];
    long[] tokens = in.ring();
    int tokenMask = tokens.length - 1;
    int received = (int) in.received();
    long response = in.spec().responseLatency();
    long before = producer.before();
    long after = producer.after();
    long latency = producer.latency();

    Channel out = producer.to()[0];
    long[] stamps = out.ring();
    int mask = stamps.length - 1;
    int sent = (int) out.sent();
    int free = (int) (out.sent() - out.capacity());
    long least = out.spec().sendLatency();
    Channel secondOut = producer.to()[1];
    long[] others = secondOut.ring();
    int otherMask = others.length - 1;
    boolean measures = secondOut.recordsTimes();
    long[] times = measures ? secondOut.timeRing() : NONE;
    int sentOthers = (int) secondOut.sent();
    int freeOthers = (int) (secondOut.sent() - secondOut.capacity());
    long leastOfOther = secondOut.spec().sendLatency();

    long[] heads = between.ring();
    int headMask = heads.length - 1;
    int takes = (int) between.received();
    long answer = between.spec().responseLatency();
    long interval = consumer.before() + consumer.after();

    long waitedForToken = 0;
    long waited = 0;
    long waitedForOther = 0;
    long waitedForHead = 0;
    long now = producerTime;
    long then = consumerTime;
    for (int i = 0; i < steps; i++) {
      int at = received + i & tokenMask;
      long stamp = tokens[at];
      if (stamp > now) {
        waitedForToken += stamp - now;
        now = stamp;
      }
      tokens[at] = now + response;
      now += before;
      long asked = now + latency;
      long room = stamps[free + i & mask];
      if (room > now) {
        waited += room - now;
        now = room;
      }
      room = others[freeOthers + i & otherMask];
      if (room > now) {
        waitedForOther += room - now;
        now = room;
      }
      stamps[sent + i & mask] = Math.max(asked, now + least);
      at = sentOthers + i & otherMask;
      others[at] = Math.max(asked, now + leastOfOther);
      if (measures) {
        times[at] = now;
      }
      now += after;

      at = takes + i & headMask;
      stamp = heads[at];
      if (stamp > then) {
        waitedForHead += stamp - then;
        then = stamp;
      }
      heads[at] = then + answer;
      then += interval;
    }
    producerTime = now;
    consumerTime = then;
    in.receivedInBurst(steps, waitedForToken);
    out.sentInBurst(steps, waited);
    secondOut.sentInBurst(steps, waitedForOther);
    between.receivedInBurst(steps, waitedForHead);
  }

  /** Steps whose producer has one output, full at times, and whose consumer has two inputs. */
  private void runJoining(int steps) {
    Channel in = producer.from()[0];
    long[] tokens = in.ring();
    int tokenMask = tokens.length - 1;
    int received = (int) in.received();
    long response = in.spec().responseLatency();
    long before = producer.before();
    long after = producer.after();
    long latency = producer.latency();

    long[] stamps = between.ring();
    int mask = stamps.length - 1;
    int sent = (int) between.sent();
    int free = (int) (between.sent() - between.capacity());
    long least = between.spec().sendLatency();

    // One of these is the one above.
    Channel taken = consumer.from()[0];
    long[] heads = taken.ring();
    int headMask = heads.length - 1;
    int takes = (int) taken.received();
    long answer = taken.spec().responseLatency();
    Channel secondTaken = consumer.from()[1];
    long[] others = secondTaken.ring();
    int otherMask = others.length - 1;
    int takesOfOther = (int) secondTaken.received();
    long answerOfOther = secondTaken.spec().responseLatency();
    long interval = consumer.before() + consumer.after();

    long waitedForToken = 0;
    long waited = 0;
    long waitedForHead = 0;
    long waitedForOther = 0;
    long now = producerTime;
    long then = consumerTime;
    for (int i = 0; i < steps; i++) {
      int at = received + i & tokenMask;
      long stamp = tokens[at];
      if (stamp > now) {
        waitedForToken += stamp - now;
        now = stamp;
      }
      tokens[at] = now + response;
      now += before;
      long asked = now + latency;
      long room = stamps[free + i & mask];
      if (room > now) {
        waited += room - now;
        now = room;
      }
      stamps[sent + i & mask] = Math.max(asked, now + least);
      now += after;

      at = takes + i & headMask;
      stamp = heads[at];
      if (stamp > then) {
        waitedForHead += stamp - then;
        then = stamp;
      }
      int atOther = takesOfOther + i & otherMask;
      stamp = others[atOther];
      if (stamp > then) {
        waitedForOther += stamp - then;
        then = stamp;
      }
      others[atOther] = then + answerOfOther;
      heads[at] = then + answer;
      then += interval;
    }
    producerTime = now;
    consumerTime = then;
    in.receivedInBurst(steps, waitedForToken);
    between.sentInBurst(steps, waited);
    taken.receivedInBurst(steps, waitedForHead);
    secondTaken.receivedInBurst(steps, waitedForOther);
  }

  private void runAny(int steps) {
    Channel in = producer.from()[0];
    long[] tokens = in.ring();
    int received = (int) in.received();
    long response = in.spec().responseLatency();
    long before = producer.before();
    long after = producer.after();
    long latency = producer.latency();

    Channel[] to = producer.to();
    boolean forks = to.length == 2;
    Channel out = to[0];
    Channel secondOut = to[to.length - 1];
    long[] stamps = out.ring();
    long[] others = forks ? secondOut.ring() : NONE;
    boolean waits = out.waitsForResponses();
    boolean waitsForOther = forks && secondOut.waitsForResponses();
    long[] times = out.recordsTimes() ? out.timeRing() : NONE;
    long[] timesOfOther = forks && secondOut.recordsTimes() ? secondOut.timeRing() : NONE;
    int sent = (int) out.sent();
    int sentOthers = (int) secondOut.sent();
    int free = (int) (out.sent() - out.capacity());
    int freeOthers = (int) (secondOut.sent() - secondOut.capacity());
    long least = out.spec().sendLatency();
    long leastOfOther = secondOut.spec().sendLatency();

    // One of these is one of the above.
    Channel[] from = consumer.from();
    boolean joins = from.length == 2;
    Channel taken = from[0];
    Channel secondTaken = from[from.length - 1];
    long[] heads = taken.ring();
    long[] headsOfOther = joins ? secondTaken.ring() : NONE;
    int takes = (int) taken.received();
    int takesOfOther = (int) secondTaken.received();
    long answer = taken.spec().responseLatency();
    long answerOfOther = secondTaken.spec().responseLatency();
    long interval = consumer.before() + consumer.after();

    long waitedForToken = 0;
    long waited = 0;
    long waitedForOther = 0;
    long waitedForHead = 0;
    long waitedForOtherHead = 0;
    long now = producerTime;
    long then = consumerTime;
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

      at = takes + i & heads.length - 1;
      stamp = heads[at];
      if (stamp > then) {
        waitedForHead += stamp - then;
        then = stamp;
      }
      if (headsOfOther.length > 0) {
        int atOther = takesOfOther + i & headsOfOther.length - 1;
        stamp = headsOfOther[atOther];
        if (stamp > then) {
          waitedForOtherHead += stamp - then;
          then = stamp;
        }
        headsOfOther[atOther] = then + answerOfOther;
      }
      heads[at] = then + answer;
      then += interval;
    }
    producerTime = now;
    consumerTime = then;
    in.receivedInBurst(steps, waitedForToken);
    out.sentInBurst(steps, waited);
    if (forks) {
      secondOut.sentInBurst(steps, waitedForOther);
    }
    taken.receivedInBurst(steps, waitedForHead);
    if (joins) {
      secondTaken.receivedInBurst(steps, waitedForOtherHead);
    }
  }
}
