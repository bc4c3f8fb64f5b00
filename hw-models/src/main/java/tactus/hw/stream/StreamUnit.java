package tactus.hw.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tactus.sim.Channel;
import tactus.sim.Process;
import tactus.sim.StepBurst;

/** A unit at work: goes through its pattern as many times as there are rounds. */
final class StreamUnit extends Process {

  private final Unit unit;
  private final boolean computes;
  private final long latency;
  private final long interval;
  private final boolean sendsAfterInterval;

  /** Of the phases of all blocks, in order. */
  private final int[] blockOf;

  private final Pattern.Phase[] phases;
  private final Channel[][] reads;
  private final Channel[][] writes;
  private final StepBurst[] bursts;
  private final int[][] readOffsets;
  private final int[][] writeOffsets;

  private final double[] in;
  private final double[] state;
  private final double[] out;

  private final long cyclesInRound;
  private final long rounds;
  private long round = -1;
  private long cycleInRound;
  private long cycle = -1;
  private long step;
  private long stepsDone;
  private int phase;
  private long repetition;
  private long left;

  /** Whether the tokens of a step are taken and its result is not sent yet. */
  private boolean sendPending;

  /** Whether it must wait, for the channel it has named. */
  private boolean blocked;

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
    this.sendsAfterInterval = unit.timing().sends() == UnitTiming.SendTime.AFTER_INTERVAL;
    this.cyclesInRound = cyclesInRound;
    this.rounds = rounds;
    this.in = new double[computes ? sum(unit.inputWidths()) : 0];
    this.out = new double[computes ? sum(unit.outputWidths()) : 0];
    this.state = new double[computes ? unit.stateValues() : 0];
    inputs.forEach(this::receiveFrom);
    outputs.forEach(channels -> channels.forEach(this::sendTo));

    List<Pattern.Block> blocks = unit.pattern().blocks();
    int count = blocks.stream().mapToInt(block -> block.phases().size()).sum();
    blockOf = new int[count];
    phases = new Pattern.Phase[count];
    reads = new Channel[count][];
    writes = new Channel[count][];
    bursts = new StepBurst[count];
    readOffsets = new int[count][];
    writeOffsets = new int[count][];
    int at = 0;
    for (int block = 0; block < blocks.size(); block++) {
      for (Pattern.Phase of : blocks.get(block).phases()) {
        blockOf[at] = block;
        phases[at] = of;
        bind(at, inputs, outputs);
        at++;
      }
    }
    setTime(unit.timing().startCycles());
  }

  private void bind(int at, List<Channel> inputs, List<List<Channel>> outputs) {
    List<Channel> from = new ArrayList<>();
    List<Channel> to = new ArrayList<>();
    int[] fromOffsets = new int[inputs.size()];
    int[] toOffsets = new int[outputs.stream().mapToInt(List::size).sum()];
    int offset = 0;
    for (int i = 0; i < inputs.size(); i++) {
      if ((phases[at].reads() >> i & 1) != 0) {
        fromOffsets[from.size()] = offset;
        from.add(inputs.get(i));
      }
      offset += unit.inputWidths().get(i);
    }
    offset = 0;
    for (int i = 0; i < outputs.size(); i++) {
      for (Channel channel : outputs.get(i)) {
        if ((phases[at].writes() >> i & 1) != 0) {
          toOffsets[to.size()] = offset;
          to.add(channel);
        }
      }
      offset += unit.outputWidths().get(i);
    }
    reads[at] = from.toArray(new Channel[0]);
    writes[at] = to.toArray(new Channel[0]);
    bursts[at] = new StepBurst(reads[at], writes[at], latency, interval, sendsAfterInterval);
    readOffsets[at] = fromOffsets;
    writeOffsets[at] = toOffsets;
  }

  private static int sum(List<Integer> widths) {
    return widths.stream().mapToInt(Integer::intValue).sum();
  }

  Unit unit() {
    return unit;
  }

  /** The steps done, with those that were skipped. */
  long stepsDone() {
    return stepsDone;
  }

  /** The values received, if it is a sink that computes. */
  double[] collected() {
    return Arrays.copyOf(collected, collectedValues);
  }

  @Override
  protected Progress advance(long steps) {
    long budget = steps;
    while (budget > 0) {
      while (left == 0) {
        if (!nextPhase()) {
          return round + 1 >= rounds ? Progress.ENDED : Progress.ROUND_DONE;
        }
      }
      long done = run(Math.min(budget, left));
      left -= done;
      step += done;
      stepsDone += done;
      budget -= done;
      if (blocked) {
        blocked = false;
        return Progress.BLOCKED;
      }
    }
    return Progress.STEPS_DONE;
  }

  /** Goes to the next phase, which may have no steps; false if the next round may not begin. */
  private boolean nextPhase() {
    if (cycle >= 0 && phase + 1 < phases.length && blockOf[phase + 1] == blockOf[phase]) {
      phase++;
    } else if (cycle >= 0 && ++repetition < block(phase).timesIn(cycle)) {
      phase = firstOfBlock(phase);
    } else if (!nextBlock()) {
      return false;
    }
    left = phases[phase].stepsIn(cycle);
    return true;
  }

  private boolean nextBlock() {
    int next = cycle >= 0 ? phase + 1 : phases.length;
    while (true) {
      if (next >= phases.length) {
        if (!nextCycle()) {
          return false;
        }
        next = 0;
      }
      if (block(next).timesIn(cycle) > 0) {
        phase = next;
        repetition = 0;
        return true;
      }
      next = afterBlock(next);
    }
  }

  private boolean nextCycle() {
    if (cycle >= 0 && cycleInRound + 1 < cyclesInRound) {
      cycleInRound++;
      cycle++;
    } else if (round + 1 < rounds && mayBeginRound()) {
      round++;
      cycleInRound = 0;
      cycle = round * cyclesInRound;
    } else {
      return false;
    }
    step = 0;
    setTime(time() + unit.timing().resetCycles());
    return true;
  }

  private Pattern.Block block(int at) {
    return unit.pattern().blocks().get(blockOf[at]);
  }

  private int firstOfBlock(int at) {
    int first = at;
    while (first > 0 && blockOf[first - 1] == blockOf[at]) {
      first--;
    }
    return first;
  }

  private int afterBlock(int at) {
    int after = at;
    while (after < phases.length && blockOf[after] == blockOf[at]) {
      after++;
    }
    return after;
  }

  @Override
  protected void skipped(long roundsSkipped) {
    round += roundsSkipped;
    cycle += roundsSkipped * cyclesInRound;
    stepsDone += roundsSkipped * cyclesInRound * unit.pattern().steps().first();
  }

  /** Does up to so many steps of the present phase, fewer if it is blocked then. */
  private long run(long most) {
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
    long complete = steps;
    for (Channel channel : to) {
      complete = Math.min(complete, channel.room());
    }
    if (complete > 0) {
      if (computes) {
        compute(complete, from, to, step + done);
      }
      setTime(bursts[phase].run(time(), complete));
      done += complete;
    }
    if (complete < steps) {
      beginStep(from, step + done);
      isBlockedByRoom(to);
    } else if (done < most) {
      for (Channel channel : from) {
        blocked = blocked || lacksToken(channel);
      }
    }
    return done;
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
      unit.function().apply(cycle, number, in, state, out);
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

  /** Computes the values of steps; what they are does not depend on when. */
  private void compute(long steps, Channel[] from, Channel[] to, long first) {
    boolean isSink = unit.kind() == UnitKind.SINK;
    for (Channel channel : to) {
      channel.reserve(steps);
    }
    for (long i = 0; i < steps; i++) {
      readValues(from, i);
      unit.function().apply(cycle, first + i, in, state, out);
      writeValues(to, i);
      if (isSink) {
        collect();
      }
    }
  }

  private void readValues(Channel[] from, long later) {
    int[] offsets = readOffsets[phase];
    for (int i = 0; i < from.length; i++) {
      Channel channel = from[i];
      System.arraycopy(
          channel.values(), channel.head(later), in, offsets[i], channel.spec().width());
    }
  }

  private void writeValues(Channel[] to, long later) {
    int[] offsets = writeOffsets[phase];
    for (int i = 0; i < to.length; i++) {
      Channel channel = to[i];
      int tail = channel.tail(later);
      System.arraycopy(out, offsets[i], channel.values(), tail, channel.spec().width());
    }
  }

  private void collect() {
    if (collected.length < collectedValues + in.length) {
      collected = Arrays.copyOf(collected, Math.max(16, collected.length * 2 + in.length));
    }
    System.arraycopy(in, 0, collected, collectedValues, in.length);
    collectedValues += in.length;
  }
}
