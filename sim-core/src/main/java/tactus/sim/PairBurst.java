package tactus.sim;

import org.jspecify.annotations.Nullable;

/**
 * Steps of a process that each send a token which another process takes right away, in a step that
 * sends nothing. A channel between them that is short then stops neither of them, and they are not
 * run in turns for each few tokens. The times are those of two {@link StepBurst}s: a token waits
 * for the response to one that the other process has taken before.
 *
 * <p>Once a step repeats the one before, some time later, it is not computed again until one of the
 * two has to wait for a third: of each further step only what comes from others is looked at. What
 * a step does follows from both times, from the responses in the channel between that are not used
 * yet and from the stamps that are not received yet, as long as nobody else is waited for. If all
 * these moved by the same time in a step that nobody else held up, the next step does the same
 * again. That step must have looked at a response itself, so as many tokens must have been sent as
 * the channel holds and one more.
 */
public final class PairBurst {

  private static final long[] NONE = {};

  /** Steps for which a short channel's ring is long enough to measure it after them: a guess. */
  private static final int STEPS_TO_MEASURE = 512;

  /** Steps after which it is looked at again whether they are alike: a guess. */
  private static final int MOST_SINGLE_STEPS = 1 << 12;

  /** The least steps for which it is looked at together whether others are in time: a guess. */
  private static final long STEPS_TO_LOOK_AT = 32;

  private final StepBurst producer;
  private final StepBurst consumer;
  private final Channel between;
  private final Channel in;

  /** The producer's output that is not between, the consumer's input that is not. */
  private final @Nullable Channel fork;

  private final @Nullable Channel join;
  private final LastStep lastStep = new LastStep();
  private long goes;

  /** How often the last step was repeated before. */
  private long lastRepeats;

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
    in = producer.from()[0];
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
    long steps = Math.min(most, in.size());
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
      long some = makeRoom(Math.min(left, single));
      boolean repeats = runSome((int) some, left > some);
      left -= some;
      long repeated = repeats ? repeatLastStep(left) : 0;
      left -= repeated;
      single = repeated > single ? 1 : Math.min(2 * single, MOST_SINGLE_STEPS);
    }
  }

  /** Makes rings long enough for some steps; says for how many, if not all can be done at once. */
  private long makeRoom(long most) {
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

  /** The last step of both, and what was before it. */
  private final class LastStep {

    private long producerTimeBefore;
    private long consumerTimeBefore;
    private long stampBefore;
    private long responseBefore;
    private long roomWaitBefore;
    private long tokenWaitBefore;
    private long waitForOthersBefore;

    /** What both are ahead of where they were before it. */
    private long interval;

    /** What was waited for in the channel between. */
    private long waitForRoom;

    private long waitForToken;

    /** Keeps what is before it. The response is a stray one as long as none is to be used. */
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
      long waited = in.consumerWait();
      waited += fork == null ? 0 : fork.producerWait();
      return waited + (join == null ? 0 : join.consumerWait());
    }

    private long time(long token) {
      long[] ring = between.ring();
      return ring[(int) token & ring.length - 1];
    }

    /** Whether all is as it was before it, but for a shift in time. */
    boolean repeats() {
      interval = producerTime - producerTimeBefore;
      waitForRoom = between.producerWait() - roomWaitBefore;
      waitForToken = between.consumerWait() - tokenWaitBefore;
      return consumerTime - consumerTimeBefore == interval
          && between.sent() > between.capacity()
          && waitForOthers() == waitForOthersBefore
          && areEven(between.sent() - between.capacity(), between.received(), responseBefore)
          && areEven(between.received(), between.sent(), stampBefore);
    }

    /** Whether each time is the one before, but for the shift. */
    private boolean areEven(long firstToken, long end, long timeBefore) {
      long before = timeBefore;
      for (long token = firstToken; token < end; token++) {
        if (time(token) - before != interval) {
          return false;
        }
        before = time(token);
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
  private long repeatLastStep(long most) {
    long done = 0;
    // Where others soon are late, what they do much later is not looked at each time.
    long looked = Math.max(STEPS_TO_LOOK_AT, lastRepeats);
    while (done < most) {
      long wanted = makeRoom(Math.min(most - done, looked));
      looked = Math.max(looked, 2 * wanted);
      long steps = stepsInTime(wanted);
      if (steps > 0) {
        repeatSteps(steps);
        done += steps;
      }
      if (steps < wanted) {
        break;
      }
    }
    lastRepeats = done;
    return done;
  }

  /** Steps for which all that comes from others is there in time. */
  private long stepsInTime(long most) {
    long interval = lastStep.interval;
    long steps = RingTimes.inTime(in.ring(), in.received(), most, producerTime, interval);
    if (fork != null && fork.waitsForResponses()) {
      long first = fork.sent() - fork.capacity();
      long asks = producerTime + producer.before();
      // What is waited for first is waited for in each of the steps.
      asks += producer.to()[0] == between ? lastStep.waitForRoom : 0;
      steps = RingTimes.inTime(fork.ring(), first, steps, asks, interval);
    }
    if (join != null) {
      long asks = consumerTime + (consumer.from()[0] == between ? lastStep.waitForToken : 0);
      steps = RingTimes.inTime(join.ring(), join.received(), steps, asks, interval);
    }
    return steps;
  }

  private void repeatSteps(long steps) {
    putResponses(steps, lastStep.interval);
    putStamps(steps, lastStep.interval);
    producerTime += steps * lastStep.interval;
    consumerTime += steps * lastStep.interval;
    in.receivedInBurst(steps, 0);
    for (Channel out : producer.to()) {
      out.sentInBurst(steps, out == between ? lastStep.waitForRoom * steps : 0);
    }
    for (Channel taken : consumer.from()) {
      taken.receivedInBurst(steps, taken == between ? lastStep.waitForToken * steps : 0);
    }
  }

  private void putResponses(long steps, long interval) {
    putResponses(in, steps, producerTime, interval);
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
