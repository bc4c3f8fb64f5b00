package tactus.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processes and the channels between them, run without a global queue: each process runs until it
 * blocks, then one that it has unblocked.
 *
 * <p>Times and values are those of the event queue, since processes see nothing but stamps. A
 * producer into an unbounded channel is held back when it is far ahead, so memory is what the
 * channels hold and not what flows through them; it is let go when nothing else can run.
 */
public final class ProcessNetwork {

  /** Tokens a producer may at first be ahead in an unbounded channel: a guess, no result. */
  private static final long LOOKAHEAD = 1024;

  private final List<Process> processes = new ArrayList<>();
  private final Map<Channel, Ends> ends = new LinkedHashMap<>();

  private Process[] order = {};

  /** Of each process, the others at its channels, a bit each. */
  private long[][] neighbours = {};

  private long[] ready = {};

  /** Processes that are blocked, perhaps ready again; a bit each. */
  private long[] blocked = {};

  private boolean[] ended = {};
  private boolean[] roundDone = {};
  private long activations;
  private long jumpedRounds;
  private boolean started;
  private long leastStepsToSkip;
  private @Nullable RepeatedLaps repeatedLaps;

  /** The two ends of a channel. */
  private static final class Ends {
    @Nullable Process producer;
    @Nullable Process consumer;
  }

  /** Makes an empty network. */
  public ProcessNetwork() {}

  /**
   * Adds a process. Running is fastest when producers come before their consumers.
   *
   * @param process a process whose channels are all named
   */
  public void add(Process process) {
    processes.add(process);
    for (Channel channel : process.inputs()) {
      ends(channel).consumer = process;
    }
    for (Channel channel : process.outputs()) {
      ends(channel).producer = process;
    }
  }

  private Ends ends(Channel channel) {
    return ends.computeIfAbsent(channel, unused -> new Ends());
  }

  /** {@return the processes, in the order they were added} */
  public List<Process> processes() {
    return List.copyOf(processes);
  }

  /** {@return the channels, in the order they were first seen} */
  public List<Channel> channels() {
    return List.copyOf(ends.keySet());
  }

  /** {@return how often a process was run} */
  public long activations() {
    return activations;
  }

  /** {@return the rounds that were not run because they would have repeated others} */
  public long jumpedRounds() {
    return jumpedRounds;
  }

  /**
   * Lets repetitions of what all processes do be computed instead of run, within rounds too; see
   * {@link RepeatedLaps}. Only processes with {@link Process#loops} are carried over them, and
   * their tokens must have no values.
   *
   * @param leastSteps steps of all processes for which a jump is worth its while, at least 1
   */
  public void skipRepeatedLaps(long leastSteps) {
    leastStepsToSkip = leastSteps;
  }

  /** {@return the time at which the last process ends} */
  public long time() {
    long time = 0;
    for (Process process : processes) {
      time = Math.max(time, process.time());
    }
    return time;
  }

  /**
   * Runs until all processes have ended.
   *
   * @return the time at which the last one ends
   * @throws DeadlockException if processes wait for each other
   */
  public long run() {
    begin();
    runReady(Long.MAX_VALUE);
    if (!allEnded()) {
      throw deadlock();
    }
    return time();
  }

  /**
   * Runs processes that all do the same number of rounds, and behave the same in each but for their
   * local time. When the state after a round is that after an earlier one but for shifts in time,
   * what lies between repeats, and the rest is computed instead of run; see {@link SteadyState}.
   *
   * @param rounds number of rounds of each process
   * @return the time at which the last one ends
   * @throws DeadlockException if processes wait for each other
   */
  public long runRounds(long rounds) {
    begin();
    SteadyState steady = new SteadyState(order, channels(), this::producer, this::consumer);
    boolean searching = true;
    for (long round = 1; round <= rounds; round++) {
      runRound(round);
      if (searching && round < rounds) {
        long skipped = steady.jump(round, rounds);
        jumpedRounds += skipped;
        round += skipped;
        searching = skipped == 0;
      }
    }
    for (Process process : order) {
      process.setRoundLimit(Long.MAX_VALUE);
    }
    return run();
  }

  private void runRound(long round) {
    if (repeatedLaps != null) {
      repeatedLaps.restart();
    }
    for (int i = 0; i < order.length; i++) {
      order[i].setRoundLimit(round);
      roundDone[i] = false;
      if (!ended[i]) {
        setReady(i);
      }
    }
    runReady(Long.MAX_VALUE);
    for (int i = 0; i < order.length; i++) {
      if (!ended[i] && !roundDone[i]) {
        throw deadlock();
      }
    }
  }

  private Process producer(Channel channel) {
    return end(channel, ends(channel).producer, "a producer");
  }

  private Process consumer(Channel channel) {
    return end(channel, ends(channel).consumer, "a consumer");
  }

  private static Process end(Channel channel, @Nullable Process process, String what) {
    if (process == null) {
      throw new IllegalStateException("channel " + channel.name() + " must have " + what);
    }
    return process;
  }

  private void begin() {
    if (!started) {
      started = true;
      order = processes.toArray(new Process[0]);
      ready = new long[(order.length + 63) / 64];
      blocked = new long[ready.length];
      ended = new boolean[order.length];
      roundDone = new boolean[order.length];
      for (int i = 0; i < order.length; i++) {
        order[i].setIndex(i);
      }
      neighbours = new long[order.length][];
      for (int i = 0; i < order.length; i++) {
        neighbours[i] = neighbours(order[i]);
      }
      for (Channel channel : ends.keySet()) {
        if (!channel.spec().isBounded()) {
          channel.setLookahead(LOOKAHEAD);
        }
      }
      if (leastStepsToSkip > 0) {
        repeatedLaps =
            new RepeatedLaps(
                order,
                channels(),
                channel -> producer(channel).index(),
                channel -> consumer(channel).index(),
                leastStepsToSkip);
      }
    }
    for (int i = 0; i < order.length; i++) {
      if (!ended[i]) {
        setReady(i);
      }
    }
  }

  private long[] neighbours(Process process) {
    long[] found = new long[ready.length];
    for (Channel channel : process.inputs()) {
      int index = producer(channel).index();
      found[index >> 6] |= 1L << index;
    }
    for (Channel channel : process.outputs()) {
      int index = consumer(channel).index();
      found[index >> 6] |= 1L << index;
    }
    return found;
  }

  private void setReady(int i) {
    ready[i >> 6] |= 1L << i;
  }

  /** Runs ready processes until none is, or until some number of activations; false if stopped. */
  private boolean runReady(long mostActivations) {
    long left = mostActivations;
    int from = 0;
    while (true) {
      int next = nextReady(from);
      if (next < 0) {
        if (!extendLookahead()) {
          return true;
        }
        continue;
      }
      if (left-- <= 0) {
        return false;
      }
      if (next < from && repeatedLaps != null && repeatedLaps.lapDone()) {
        lookAtAll();
        from = 0;
        continue;
      }
      activate(next);
      from = next + 1;
    }
  }

  /** After a jump a process may find what it waits for where nobody has told it. */
  private void lookAtAll() {
    for (int i = 0; i < order.length; i++) {
      if (!ended[i]) {
        setReady(i);
      }
    }
  }

  private void activate(int i) {
    Process process = order[i];
    ready[i >> 6] &= ~(1L << i);
    blocked[i >> 6] &= ~(1L << i);
    activations++;
    process.goOn();
    switch (process.advance(Long.MAX_VALUE)) {
      case STEPS_DONE -> setReady(i);
      case BLOCKED -> blocked[i >> 6] |= 1L << i;
      case ROUND_DONE -> roundDone[i] = true;
      case ENDED -> ended[i] = true;
    }
    long[] near = neighbours[i];
    for (int word = 0; word < near.length; word++) {
      long waiting = near[word] & blocked[word] & ~ready[word];
      while (waiting != 0) {
        int other = (word << 6) + Long.numberOfTrailingZeros(waiting);
        if (order[other].shouldGoOn()) {
          setReady(other);
        }
        waiting &= waiting - 1;
      }
    }
  }

  /** {@return the first ready process from an index on, cyclically; -1 if there is none} */
  private int nextReady(int from) {
    int words = ready.length;
    int word = from >> 6;
    if (word < words) {
      long bits = ready[word] & (-1L << from);
      while (true) {
        if (bits != 0) {
          return (word << 6) + Long.numberOfTrailingZeros(bits);
        }
        if (++word == words) {
          break;
        }
        bits = ready[word];
      }
    }
    for (word = 0; word < words; word++) {
      if (ready[word] != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(ready[word]);
      }
    }
    return -1;
  }

  /** Lets producers that are held back go on; false if there are none. */
  private boolean extendLookahead() {
    boolean any = false;
    for (int i = 0; i < order.length; i++) {
      Channel channel = order[i].awaited();
      if (channel == null || !order[i].awaitsRoom()) {
        continue;
      }
      if (channel.isHeldByLookahead()) {
        channel.doubleLookahead();
        setReady(i);
        any = true;
      } else if (channel.hasRoom()) {
        setReady(i);
        any = true;
      }
    }
    return any;
  }

  private boolean allEnded() {
    for (boolean is : ended) {
      if (!is) {
        return false;
      }
    }
    return true;
  }

  private DeadlockException deadlock() {
    repeatedLaps = null; // What the search for a cause does is no step of the run.
    long begun = 0;
    for (Process process : order) {
      begun = Math.max(begun, process.rounds());
    }
    for (Process process : order) {
      process.setRoundLimit(begun);
    }
    return new DeadlockSearch(order, this::producer, this::consumer).explain(time(), this::goOn);
  }

  /**
   * Goes on after a channel was deepened, at most to the end of the round that was being run.
   *
   * @param most activations to do
   * @return 1 if the run goes on to its end, 0 if it is blocked again, -1 if that was not found out
   */
  private int goOn(long most) {
    for (int i = 0; i < order.length; i++) {
      if (order[i].awaited() != null && order[i].canGoOn()) {
        setReady(i);
      }
    }
    if (!runReady(most)) {
      return -1;
    }
    for (int i = 0; i < order.length; i++) {
      if (!ended[i] && !roundDone[i]) {
        return 0;
      }
    }
    return 1;
  }
}
