package tactus.sim;

import org.jspecify.annotations.Nullable;

/**
 * Steps of a process that each send a token which another process takes right away, in a step that
 * sends nothing. A channel between them that is short then stops neither of them, and they are not
 * run in turns for each few tokens. The times are those of two {@link StepBurst}s: a token waits
 * for the response to one that the other process has taken before.
 *
 * <p>Once what both do for each other is the same from one step to the next, they do so until one
 * of them has to wait for a third: of each further step only what comes from others is looked at.
 */
public final class PairBurst {

  private static final long[] NONE = {};

  /** Steps for which a short channel's ring is long enough to measure it after them: a guess. */
  private static final int STEPS_TO_MEASURE = 512;

  /** Steps after which it is looked at again whether they are alike: a guess. */
  private static final int MOST_SINGLE_STEPS = 1 << 12;

  private final StepBurst producer;
  private final StepBurst consumer;
  private final Channel between;

  /** The producer's output that is not between, the consumer's input that is not. */
  private final @Nullable Channel fork;

  private final @Nullable Channel join;
  private final LastStep lastStep = new LastStep();
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
    fork = other(producer.to(), between);
    join = other(consumer.from(), between);
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

  private static @Nullable Channel other(Channel[] channels, Channel than) {
    for (Channel of : channels) {
      if (of != than) {
        return of;
      }
    }
    return null;
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
    long single = 1;
    while (left > 0) {
      long some = stepsAtOnce(Math.min(left, single));
      boolean repeats = runSome((int) some, left > some);
      left -= some;
      long repeated = repeats ? repeatStep(left) : 0;
      left -= repeated;
      single = repeated > single ? 1 : Math.min(2 * single, MOST_SINGLE_STEPS);
    }
  }

  /** Makes room in the rings for steps; fewer if not all can be done at once. */
  private long stepsAtOnce(long most) {
    long some = Math.min(most, StepBurst.stepsInAGo(goes++));
    for (Channel channel : producer.to()) {
      some = Math.min(some, channel.sendsOfOneKind());
    }
    // Times of more sends than it holds would not be looked at before they are overwritten.
    some = Math.min(some, between.sendsToMeasure(STEPS_TO_MEASURE));
    for (Channel channel : producer.to()) {
      channel.reserve(some);
    }
    return some;
  }

  /**
   * Does steps one by one.
   *
   * @param steps how many, at least 1
   * @param compares whether it is of interest how the last one was
   * @return whether the next one is the last one some time later, if none of the two processes
   *     waits for others
   */
  private boolean runSome(int steps, boolean compares) {
    if (!compares) {
      runEach(steps);
      return false;
    }
    runEach(steps - 1);
    lastStep.save();
    runEach(1);
    return lastStep.repeats();
  }

  /** The last step of both, and what it may be compared with. */
  private final class LastStep {

    private long producerTimeBefore;
    private long consumerTimeBefore;
    private long stampBefore;
    private long responseBefore;
    private long roomWaitBefore;
    private long tokenWaitBefore;
    private long waitForOthersBefore;

    /** Keeps what was before it. */
    void save() {
      producerTimeBefore = producerTime;
      consumerTimeBefore = consumerTime;
      stampBefore = between.isEmpty() ? 0 : between.headStamp();
      responseBefore = time(between.sent() - between.capacity());
      roomWaitBefore = between.producerWait();
      tokenWaitBefore = between.consumerWait();
      waitForOthersBefore = waitForOthers();
    }

    private long waitForOthers() {
      long waited = producer.from()[0].consumerWait();
      waited += fork == null ? 0 : fork.producerWait();
      return waited + (join == null ? 0 : join.consumerWait());
    }

    private long time(long token) {
      long[] ring = between.ring();
      return ring[(int) token & ring.length - 1];
    }

    /** What both are ahead of where they were before it. */
    long interval() {
      return producerTime - producerTimeBefore;
    }

    long waitForRoom() {
      return between.producerWait() - roomWaitBefore;
    }

    long waitForToken() {
      return between.consumerWait() - tokenWaitBefore;
    }

    /** Whether all is as it was before it, but for a shift in time. */
    boolean repeats() {
      long interval = interval();
      if (consumerTime - consumerTimeBefore != interval
          || between.sent() <= between.capacity()
          || waitForOthers() != waitForOthersBefore) {
        return false;
      }
      return responsesRepeat(interval) && stampsRepeat(interval);
    }

    /** Whether each response that is not used yet is that to the token before, but for a shift. */
    private boolean responsesRepeat(long interval) {
      long before = responseBefore;
      for (long i = between.sent() - between.capacity(); i < between.received(); i++) {
        if (time(i) - before != interval) {
          return false;
        }
        before = time(i);
      }
      return true;
    }

    private boolean stampsRepeat(long interval) {
      long before = stampBefore;
      for (long i = between.received(); i < between.sent(); i++) {
        if (time(i) - before != interval) {
          return false;
        }
        before = time(i);
      }
      return true;
    }
  }

  /**
   * Does the last step again and again, until one of both would wait for others.
   *
   * @param most how many are possible
   * @return how many
   */
  private long repeatStep(long most) {
    long interval = lastStep.interval();
    long waitForRoom = lastStep.waitForRoom();
    long waitForToken = lastStep.waitForToken();
    long done = 0;
    while (done < most) {
      long wanted = stepsAtOnce(most - done);
      long steps = stepsWithoutWait(wanted, interval);
      if (steps > 0) {
        putResponses(steps, interval);
        putStamps(steps, interval);
        producerTime += steps * interval;
        consumerTime += steps * interval;
        producer.from()[0].receivedInBurst(steps, 0);
        for (Channel out : producer.to()) {
          out.sentInBurst(steps, out == between ? waitForRoom * steps : 0);
        }
        for (Channel taken : consumer.from()) {
          taken.receivedInBurst(steps, taken == between ? waitForToken * steps : 0);
        }
        done += steps;
      }
      if (steps < wanted) {
        break;
      }
    }
    return done;
  }

  /** Steps at even intervals for which all that comes from others is there in time. */
  private long stepsWithoutWait(long most, long interval) {
    Channel in = producer.from()[0];
    long steps = RingTimes.inTime(in.ring(), in.received(), most, producerTime, interval);
    if (fork != null && fork.waitsForResponses()) {
      long first = fork.sent() - fork.capacity();
      long asks = producerTime + producer.before();
      steps = RingTimes.inTime(fork.ring(), first, steps, asks, interval);
    }
    if (join != null) {
      steps = RingTimes.inTime(join.ring(), join.received(), steps, consumerTime, interval);
    }
    return steps;
  }

  private void putResponses(long steps, long interval) {
    putResponses(producer.from()[0], steps, producerTime, interval);
    long takes = consumerTime - consumer.before() - consumer.after() + interval;
    for (Channel taken : consumer.from()) {
      putResponses(taken, steps, takes, interval);
    }
  }

  private static void putResponses(Channel taken, long steps, long firstTaken, long interval) {
    if (taken.needsResponses()) {
      long response = firstTaken + taken.spec().responseLatency();
      RingTimes.put(taken.ring(), taken.received(), steps, response, interval);
    }
  }

  /** After the responses, of which there may be as many as the ring holds. */
  private void putStamps(long steps, long interval) {
    long asked = producerTime + producer.before() + producer.latency();
    long sends = producerTime - producer.after() + interval;
    for (Channel out : producer.to()) {
      // In the channel between, tokens that are taken by now have responses.
      long taken = out == between ? Math.max(0, steps - between.size()) : 0;
      long stamp = Math.max(asked, sends + out.spec().sendLatency()) + taken * interval;
      RingTimes.put(out.ring(), out.sent() + taken, steps - taken, stamp, interval);
      if (out.recordsTimes()) {
        RingTimes.put(out.timeRing(), out.sent(), steps, sends, interval);
      }
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

  /** Steps one by one; each output either waits for responses in all of them or in none. */
  private void runEach(int steps) {
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
