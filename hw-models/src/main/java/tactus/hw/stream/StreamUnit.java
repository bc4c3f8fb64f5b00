package tactus.hw.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.sim.Channel;
import tactus.sim.LapBurst;
import tactus.sim.PairBurst;
import tactus.sim.Process;
import tactus.sim.StepBurst;

/** A unit at work: goes through its pattern as many times as there are rounds. */
final class StreamUnit extends Process implements Process.Loops {

  /** Steps for which it is not worth the while to do those of a consumer with them: a guess. */
  private static final int FEW_STEPS = 6;

  /**
   * The unit that receives what a phase sends into a channel.
   *
   * @param unit the unit
   * @param bursts steps of the phase together with those of each phase of that unit; null where
   *     they cannot be done together
   */
  @SuppressWarnings("ArrayRecordComponent") // Nothing compares them.
  private record Follower(StreamUnit unit, @Nullable PairBurst[] bursts) {}

  private final Unit unit;
  private final boolean computes;
  private final long latency;
  private final long interval;
  private final long reset;
  private final boolean sendsAfterInterval;

  private final PatternCursor cursor;
  private final Channel[][] reads;
  private final Channel[][] writes;
  private final StepBurst[] bursts;

  /** Of each phase and channel it sends to, if steps may be done together with the consumer's. */
  private final @Nullable Follower[][] followers;

  /** The input of each channel that a phase receives from, the output of each it sends to. */
  private final int[][] readInputs;

  private final int[][] writeOutputs;

  private final Tokens tokens;
  private final long cyclesInRound;
  private long stepsDone;

  /** Of those, the ones that were not run. */
  private long stepsSkipped;

  /** Whether the tokens of a step are taken and its result is not sent yet. */
  private boolean sendPending;

  /** Whether it must wait, for the channel it has named. */
  private boolean blocked;

  /** Steps together with other units; null if tokens have values. */
  private @Nullable UnitLaps laps;

  /** Of each phase, who sends what it receives, and who receives what it sends. */
  private final @Nullable StreamUnit[][] producers;

  private final @Nullable StreamUnit[][] consumers;
  private boolean inLaps;
  private int lapFailures;
  private int lapPause;

  private double[] collected = {};
  private int collectedValues;

  /**
   * Makes a process.
   *
   * @param unit the unit
   * @param inputs the channel of each input
   * @param outputs the channels of each output
   * @param cyclesInRound cycles of the pattern in a round
   * @param rounds rounds to do
   * @param computes whether values are computed
   */
  StreamUnit(
      Unit unit,
      List<Channel> inputs,
      List<List<Channel>> outputs,
      long cyclesInRound,
      long rounds,
      boolean computes) {
    super(unit.name());
    this.unit = unit;
    this.computes = computes;
    this.latency = unit.timing().latencyCycles();
    this.interval = unit.timing().intervalCycles();
    this.reset = unit.timing().resetCycles();
    this.sendsAfterInterval = unit.timing().sends() == UnitTiming.SendTime.AFTER_INTERVAL;
    this.cyclesInRound = cyclesInRound;
    this.cursor = new PatternCursor(unit.pattern(), cyclesInRound, rounds);
    this.tokens = new Tokens(unit);
    inputs.forEach(this::receiveFrom);
    outputs.forEach(channels -> channels.forEach(this::sendTo));

    int count = cursor.phases();
    reads = new Channel[count][];
    writes = new Channel[count][];
    bursts = new StepBurst[count];
    followers = new Follower[count][];
    producers = new StreamUnit[count][];
    consumers = new StreamUnit[count][];
    readInputs = new int[count][];
    writeOutputs = new int[count][];
    for (int at = 0; at < count; at++) {
      bind(at, inputs, outputs);
    }
    setTime(unit.timing().startCycles());
  }

  private void bind(int at, List<Channel> inputs, List<List<Channel>> outputs) {
    List<Channel> from = new ArrayList<>();
    List<Channel> to = new ArrayList<>();
    List<Integer> fromInputs = new ArrayList<>();
    List<Integer> toOutputs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if ((cursor.phase(at).reads() >> i & 1) != 0) {
        from.add(inputs.get(i));
        fromInputs.add(i);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      for (Channel channel : outputs.get(i)) {
        if ((cursor.phase(at).writes() >> i & 1) != 0) {
          to.add(channel);
          toOutputs.add(i);
        }
      }
    }
    reads[at] = from.toArray(new Channel[0]);
    writes[at] = to.toArray(new Channel[0]);
    bursts[at] = new StepBurst(reads[at], writes[at], latency, interval, sendsAfterInterval);
    followers[at] = new Follower[to.size()];
    producers[at] = new StreamUnit[from.size()];
    consumers[at] = new StreamUnit[to.size()];
    readInputs[at] = fromInputs.stream().mapToInt(Integer::intValue).toArray();
    writeOutputs[at] = toOutputs.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Lets steps be done together with the consumer's of a channel, which is only for time.
   *
   * @param channel one of its outputs
   * @param consumer the unit that receives from it
   */
  void leads(Channel channel, StreamUnit consumer) {
    for (int at = 0; at < writes.length; at++) {
      for (int i = 0; i < writes[at].length; i++) {
        if (writes[at][i] == channel) {
          followers[at][i] = follower(bursts[at], channel, consumer);
        }
      }
    }
  }

  /**
   * Lets steps be done together with those of other units.
   *
   * @param together the same for all of a graph
   */
  void setLaps(UnitLaps together) {
    laps = together;
  }

  /** Says who is at the other end of an output. */
  static void connect(StreamUnit producer, Channel channel, StreamUnit consumer) {
    connect(producer.writes, producer.consumers, channel, consumer);
    connect(consumer.reads, consumer.producers, channel, producer);
  }

  private static void connect(
      Channel[][] channels, @Nullable StreamUnit[][] others, Channel channel, StreamUnit other) {
    for (int at = 0; at < channels.length; at++) {
      for (int i = 0; i < channels[at].length; i++) {
        if (channels[at][i] == channel) {
          others[at][i] = other;
        }
      }
    }
  }

  // What its part in laps is.

  /** The channels the present phase receives from. */
  Channel[] reads() {
    return reads[cursor.phase()];
  }

  /** The channels it sends to. */
  Channel[] writes() {
    return writes[cursor.phase()];
  }

  @Nullable StreamUnit producer(int read) {
    return producers[cursor.phase()][read];
  }

  @Nullable StreamUnit consumer(int write) {
    return consumers[cursor.phase()][write];
  }

  /** Whether the present phase sends to a channel, or receives from it. */
  boolean uses(Channel channel, boolean sends) {
    for (Channel of : sends ? writes() : reads()) {
      if (of == channel) {
        return true;
      }
    }
    return false;
  }

  /** Steps of the present phase that begin in it and may be done in laps. */
  long stepsForLaps() {
    return sendPending ? cursor.left() - 1 : cursor.left();
  }

  /** Steps of the present phase for which there are tokens and room. */
  long possibleSteps() {
    long steps = cursor.left();
    for (Channel channel : reads()) {
      steps = Math.min(steps, channel.size());
    }
    for (Channel channel : writes()) {
      steps = Math.min(steps, channel.room());
    }
    return steps;
  }

  boolean isInLaps() {
    return inLaps;
  }

  void joinLaps(LapBurst together) {
    inLaps = true;
    together.add(bursts[cursor.phase()], time(), sendPending);
  }

  void leaveLaps(long done, long time) {
    inLaps = false;
    if (done > 0) {
      setTime(time);
      cursor.did(done);
      stepsDone += done;
      goOn();
      lapFailures = 0;
    }
  }

  /** Does steps in laps with others, as it must wait for some of them; false if none were done. */
  private boolean runInLaps() {
    if (laps == null) {
      return false;
    }
    if (lapPause > 0) {
      lapPause--;
      return false;
    }
    if (laps.run(this)) {
      return true;
    }
    lapPause = UnitLaps.pause(++lapFailures);
    return false;
  }

  private static @Nullable Follower follower(
      StepBurst burst, Channel channel, StreamUnit consumer) {
    PairBurst[] pairs = new PairBurst[consumer.bursts.length];
    boolean any = false;
    for (int at = 0; at < pairs.length; at++) {
      if (PairBurst.fits(burst, consumer.bursts[at], channel)) {
        pairs[at] = new PairBurst(burst, consumer.bursts[at], channel);
        any = true;
      }
    }
    return any ? new Follower(consumer, pairs) : null;
  }

  Unit unit() {
    return unit;
  }

  /** The steps done, with those that were skipped. */
  long stepsDone() {
    return stepsDone;
  }

  /** The steps that were skipped. */
  long stepsSkipped() {
    return stepsSkipped;
  }

  /** The values received, if it is a sink that computes. */
  double[] collected() {
    return Arrays.copyOf(collected, collectedValues);
  }

  @Override
  protected Progress advance(long steps) {
    long budget = steps;
    while (budget > 0) {
      while (cursor.left() == 0) {
        if (!nextPhase()) {
          return cursor.isInLastRound() ? Progress.ENDED : Progress.ROUND_DONE;
        }
      }
      long done = run(Math.min(budget, cursor.left()));
      cursor.did(done);
      stepsDone += done;
      budget -= done;
      if (blocked) {
        blocked = false;
        if (done > UnitLaps.FEW_STEPS || !runInLaps()) {
          return Progress.BLOCKED;
        }
      }
    }
    return Progress.STEPS_DONE;
  }

  /** Goes to the next phase, which may have no steps; false if the next round may not begin. */
  private boolean nextPhase() {
    long begun = cursor.begunCycles();
    boolean any = cursor.next(this::mayBeginRound);
    setTime(time() + (cursor.begunCycles() - begun) * reset);
    return any;
  }

  @Override
  protected @Nullable Loops loops() {
    return computes ? null : this;
  }

  @Override
  public int place() {
    return 2 * cursor.phase() + (sendPending ? 1 : 0);
  }

  @Override
  public int levels() {
    return 3;
  }

  @Override
  public long done(int level) {
    return switch (level) {
      case 0 -> cursor.stepsOfPhase();
      case 1 -> cursor.repetition();
      default -> cursor.cycle();
    };
  }

  @Override
  public long left(int level) {
    return switch (level) {
      case 0 -> cursor.left() - (sendPending ? 1 : 0);
      case 1 -> cursor.repetitionsLeft();
      default -> cursor.cyclesLeft();
    };
  }

  @Override
  public long steps() {
    return stepsDone;
  }

  @Override
  public void skip(int level, long iterations, long steps) {
    switch (level) {
      case 0 -> cursor.did(iterations);
      case 1 -> cursor.skipRepetitions(iterations, steps);
      default -> cursor.skipCycles(iterations);
    }
    countSkipped(steps);
  }

  private void countSkipped(long steps) {
    stepsDone += steps;
    stepsSkipped += steps;
  }

  @Override
  protected void skipped(long roundsSkipped) {
    cursor.skip(roundsSkipped);
    countSkipped(roundsSkipped * cyclesInRound * unit.pattern().steps().first());
  }

  /** Does up to so many steps of the present phase, fewer if it is blocked then. */
  private long run(long most) {
    int phase = cursor.phase();
    Channel[] from = reads[phase];
    Channel[] to = writes[phase];
    long done = 0;
    if (sendPending) {
      if (isBlockedByRoom(to)) {
        return 0;
      }
      sendPending(to);
      done = 1;
    }
    long steps = most - done;
    for (Channel channel : from) {
      steps = Math.min(steps, channel.size());
    }
    long together = runWithConsumer(phase, steps);
    done += together;
    steps -= together;
    long complete = steps;
    for (Channel channel : to) {
      complete = Math.min(complete, channel.room());
    }
    if (complete > 0) {
      if (computes) {
        compute(complete, from, to, cursor.step() + done);
      }
      setTime(bursts[phase].run(time(), complete));
      done += complete;
    }
    if (complete < steps) {
      beginStep(from, cursor.step() + done);
      isBlockedByRoom(to);
    } else if (done < most) {
      for (Channel channel : from) {
        blocked = blocked || lacksToken(channel);
      }
    }
    return done;
  }

  /**
   * Does steps together with those of the consumer that has left the least room.
   *
   * @param most how many there are tokens for
   * @return how many, 0 if there is too much room to gain anything
   */
  private long runWithConsumer(int phase, long most) {
    Channel[] to = writes[phase];
    long room = most;
    Follower follower = null;
    for (int i = 0; i < to.length; i++) {
      if (to[i].room() < room) {
        room = to[i].room();
        follower = followers[phase][i];
      }
    }
    if (follower == null) {
      return 0;
    }
    StreamUnit consumer = follower.unit();
    if (consumer.sendPending || consumer.cursor.left() == 0) {
      return 0;
    }
    PairBurst pair = follower.bursts()[consumer.cursor.phase()];
    if (pair == null) {
      return 0;
    }
    long steps = pair.possible(Math.min(most, consumer.cursor.left()));
    if (steps <= Math.max(room, FEW_STEPS)) {
      return 0;
    }
    pair.run(time(), consumer.time(), steps);
    setTime(pair.producerTime());
    consumer.setTime(pair.consumerTime());
    consumer.cursor.did(steps);
    consumer.stepsDone += steps;
    consumer.goOn();
    return steps;
  }

  private boolean isBlockedByRoom(Channel[] to) {
    for (Channel channel : to) {
      blocked = blocked || lacksRoom(channel);
    }
    return blocked;
  }

  /** Takes the tokens of a step whose result there is no room for yet: that frees their slots. */
  private void beginStep(Channel[] from, long number) {
    setTime(take(time(), from));
    if (computes) {
      unit.function().run(cursor.cycle(), number, 1, tokens);
    }
    if (sendsAfterInterval) {
      setTime(time() + interval);
    }
    sendPending = true;
  }

  private void sendPending(Channel[] to) {
    long now = put(time(), time() + latency, to);
    setTime(sendsAfterInterval ? now : now + interval);
    sendPending = false;
  }

  /** Takes a token of each channel, when all are there. */
  private long take(long time, Channel[] from) {
    long now = time;
    for (Channel channel : from) {
      now = channel.awaitToken(now);
    }
    if (computes) {
      readValues(from, 0);
    }
    for (Channel channel : from) {
      channel.receive(now);
    }
    return now;
  }

  /** Sends a token to each channel, when all have room. */
  private long put(long time, long stamp, Channel[] to) {
    long now = time;
    for (Channel channel : to) {
      now = channel.awaitRoom(now);
    }
    if (computes) {
      for (Channel channel : to) {
        channel.reserve(1);
      }
      writeValues(to, 0);
    }
    for (Channel channel : to) {
      channel.send(now, stamp);
    }
    return now;
  }

  /** Computes the values of steps, one by one; what they are does not depend on when. */
  private void compute(long steps, Channel[] from, Channel[] to, long first) {
    boolean isSink = unit.kind() == UnitKind.SINK;
    for (Channel channel : to) {
      channel.reserve(steps);
    }
    for (long i = 0; i < steps; i++) {
      readValues(from, i);
      unit.function().run(cursor.cycle(), first + i, 1, tokens);
      writeValues(to, i);
      if (isSink) {
        collect();
      }
    }
  }

  private void readValues(Channel[] from, long later) {
    int[] inputs = readInputs[cursor.phase()];
    for (int i = 0; i < from.length; i++) {
      Channel channel = from[i];
      System.arraycopy(
          channel.values(),
          channel.head(later),
          tokens.lastIn(),
          tokens.lastInAt(inputs[i]),
          channel.spec().width());
    }
  }

  private void writeValues(Channel[] to, long later) {
    int[] outputs = writeOutputs[cursor.phase()];
    for (int i = 0; i < to.length; i++) {
      Channel channel = to[i];
      int tail = channel.tail(later);
      System.arraycopy(
          tokens.lastOut(),
          tokens.lastOutAt(outputs[i]),
          channel.values(),
          tail,
          channel.spec().width());
    }
  }

  private void collect() {
    double[] in = tokens.lastIn();
    if (collected.length < collectedValues + in.length) {
      collected = Arrays.copyOf(collected, Math.max(16, collected.length * 2 + in.length));
    }
    System.arraycopy(in, 0, collected, collectedValues, in.length);
    collectedValues += in.length;
  }
}
