package tactus.sim;

import java.util.Arrays;

/**
 * Steps of several processes in turns: a lap is one step of each. Short channels between them then
 * stop none of them, and they are not run one after another for each few tokens. The times are
 * those of {@link StepBurst}s of single steps, of which none lacks a token or room: in a lap, what
 * sends into a channel that is empty comes before what takes from it, and after it if the channel
 * is full.
 *
 * <p>It is used again for other steps, after {@link #clear}.
 */
public final class LapBurst {

  /**
   * Laps for which a short channel's ring is long enough to measure it only after them: a guess.
   */
  private static final int LAPS_TO_MEASURE = 512;

  /**
   * Laps for which the ring of a channel without bound is made long enough at a time, though it may
   * never hold as many tokens: a guess.
   */
  private static final int LAPS_WITHOUT_BOUND = 1024;

  /** Laps that are run in one go: a guess. */
  private static final int LAPS_IN_A_GO = 32;

  private StepBurst[] steps = new StepBurst[8];
  private LapStep[] order = new LapStep[8];
  private int[] before = new int[8];
  private int count;
  private long possible;

  /** Makes one of no steps. */
  public LapBurst() {}

  /** Forgets the steps. */
  public void clear() {
    for (int i = 0; i < count; i++) {
      for (Channel channel : steps[i].from()) {
        channel.setTaker(-1);
      }
      for (Channel channel : steps[i].to()) {
        channel.setSender(-1);
      }
    }
    count = 0;
  }

  /**
   * Adds steps of a process that has none here yet.
   *
   * @param burst the steps
   * @param time the process's time
   * @param pending whether tokens of its next step are taken and its result is not sent yet; so it
   *     will be after the laps
   */
  public void add(StepBurst burst, long time, boolean pending) {
    if (count == steps.length) {
      steps = Arrays.copyOf(steps, 2 * count);
      order = Arrays.copyOf(order, 2 * count);
      before = Arrays.copyOf(before, 2 * count);
    }
    for (Channel channel : burst.from()) {
      channel.setTaker(count);
    }
    for (Channel channel : burst.to()) {
      channel.setSender(count);
    }
    burst.lapStep().begin(time, pending);
    steps[count++] = burst;
  }

  /** {@return the processes} */
  public int count() {
    return count;
  }

  /**
   * {@return how many laps can be done; 0 if somebody must hear of each token}
   *
   * @param most how many are wanted
   */
  public long possible(long most) {
    long laps = most;
    for (int i = 0; i < count; i++) {
      for (Channel channel : steps[i].from()) {
        if (channel.sender() < 0) {
          laps = Math.min(laps, channel.size());
        }
        if (channel.isObserved()) {
          return 0;
        }
      }
      for (Channel channel : steps[i].to()) {
        if (channel.taker() < 0) {
          laps = Math.min(laps, channel.room());
        }
        if (channel.isObserved()) {
          return 0;
        }
      }
    }
    possible = laps > 0 && putInOrder() ? laps : 0;
    return possible;
  }

  /** Puts each step after those it waits for in a lap; false if some wait for each other. */
  private boolean putInOrder() {
    for (int i = 0; i < count; i++) {
      int waits = 0;
      for (Channel channel : steps[i].from()) {
        waits += channel.sender() >= 0 && channel.isEmpty() ? 1 : 0;
      }
      for (Channel channel : steps[i].to()) {
        waits += channel.taker() >= 0 && channel.isFull() ? 1 : 0;
      }
      before[i] = waits;
    }
    int placed = 0;
    boolean any = true;
    while (any) {
      any = false;
      for (int i = 0; i < count; i++) {
        if (before[i] == 0) {
          before[i] = -1;
          order[placed++] = steps[i].lapStep();
          any = true;
          release(steps[i]);
        }
      }
    }
    return placed == count;
  }

  /** Lets steps come that waited only for this one. */
  private void release(StepBurst step) {
    for (Channel channel : step.from()) {
      if (channel.sender() >= 0 && channel.isFull()) {
        before[channel.sender()]--;
      }
    }
    for (Channel channel : step.to()) {
      if (channel.taker() >= 0 && channel.isEmpty()) {
        before[channel.taker()]--;
      }
    }
  }

  /**
   * Does laps.
   *
   * @param laps how many, at most what {@link #possible} has said last
   */
  public void run(long laps) {
    if (laps > possible) {
      throw new IllegalArgumentException(
          "laps (" + laps + ") must be at most as many as are possible: " + possible);
    }
    long left = laps;
    while (left > 0) {
      long some = Math.min(left, Integer.MAX_VALUE);
      for (int i = 0; i < count; i++) {
        for (Channel channel : steps[i].to()) {
          some = Math.min(some, channel.sendsOfOneKind());
          some = Math.min(some, channel.sendsToMeasure(LAPS_TO_MEASURE));
          if (!channel.spec().isBounded()) {
            some = Math.min(some, LAPS_WITHOUT_BOUND);
          }
        }
      }
      for (int i = 0; i < count; i++) {
        for (Channel channel : steps[i].to()) {
          channel.reserve(some);
        }
      }
      runLaps((int) some);
      left -= some;
    }
    possible = 0;
  }

  private void runLaps(int laps) {
    for (int i = 0; i < count; i++) {
      order[i].load();
    }
    for (int lap = 0; lap < laps; lap += LAPS_IN_A_GO) {
      LapStep.run(order, count, lap, Math.min(laps, lap + LAPS_IN_A_GO));
    }
    for (int i = 0; i < count; i++) {
      order[i].store(laps);
    }
  }

  /**
   * {@return the time after the laps}
   *
   * @param index of a process, in the order they were added
   */
  public long time(int index) {
    return steps[index].lapStep().time();
  }
}
