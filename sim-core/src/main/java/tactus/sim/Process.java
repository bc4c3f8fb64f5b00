package tactus.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component written as sequential code with a local time, which receives from channels and sends
 * into channels and shares nothing else.
 *
 * <p>It is a machine of resumable steps: {@link #advance} does what can be done with the tokens and
 * the room there is, and says why it stopped. Since a process cannot ask whether a channel is
 * empty, only wait for a token, its results do not depend on when it is run: a {@link
 * ProcessNetwork} and the event queue give the same times and values.
 */
@SuppressWarnings("JavaLangClash") // The glossary's word; nothing here starts programs.
public abstract class Process {

  /** Why {@link #advance} stopped. */
  public enum Progress {
    /** The steps are used up. */
    STEPS_DONE,
    /** It waits for a token or for room, see {@link #lacksToken} and {@link #lacksRoom}. */
    BLOCKED,
    /** It would begin a round that may not begin yet, see {@link #mayBeginRound}. */
    ROUND_DONE,
    /** Nothing is left to do. */
    ENDED
  }

  private final String name;
  private final List<Channel> inputs = new ArrayList<>();
  private final List<Channel> outputs = new ArrayList<>();

  /** The local time, in the unit of its channels. */
  private long time;

  private @Nullable Channel awaited;
  private boolean awaitsRoom;

  private int index;
  private long rounds;
  private long roundLimit = Long.MAX_VALUE;

  /**
   * Makes a process.
   *
   * @param name its name in reports
   */
  protected Process(String name) {
    this.name = name;
  }

  /**
   * {@return a channel, of which this process is now the consumer}
   *
   * @param channel the channel
   */
  protected final Channel receiveFrom(Channel channel) {
    channel.bindConsumer(name, null);
    inputs.add(channel);
    return channel;
  }

  /**
   * {@return a channel, of which this process is now the producer}
   *
   * @param channel the channel
   */
  protected final Channel sendTo(Channel channel) {
    channel.bindProducer(name, null);
    outputs.add(channel);
    return channel;
  }

  /**
   * Does a number of steps, fewer if it must wait or ends. What a step is, is the process's choice,
   * but it takes a bounded time.
   *
   * @param steps the most steps to do, at least 1
   * @return why it stopped
   */
  protected abstract Progress advance(long steps);

  /** {@return the name} */
  public final String name() {
    return name;
  }

  /** {@return the local time} */
  public final long time() {
    return time;
  }

  /**
   * Sets the local time.
   *
   * @param value the time, at least the present one
   */
  protected final void setTime(long value) {
    if (value < time) {
      throw new IllegalArgumentException(
          "time (" + value + ") of " + name + " must be at least " + time);
    }
    time = value;
  }

  /**
   * {@return whether a channel has no token; the process is then blocked}
   *
   * @param channel an input
   */
  protected final boolean lacksToken(Channel channel) {
    if (!channel.isEmpty()) {
      return false;
    }
    awaited = channel;
    awaitsRoom = false;
    return true;
  }

  /**
   * {@return whether a channel has no room; the process is then blocked}
   *
   * @param channel an output
   */
  protected final boolean lacksRoom(Channel channel) {
    if (channel.hasRoom()) {
      return false;
    }
    awaited = channel;
    awaitsRoom = true;
    return true;
  }

  /**
   * {@return whether the next round may begin; if so, it has}
   *
   * <p>A process that behaves the same in each round but for its local time asks this between
   * rounds, and returns {@link Progress#ROUND_DONE} if it may not.
   */
  protected final boolean mayBeginRound() {
    if (rounds >= roundLimit) {
      return false;
    }
    rounds++;
    return true;
  }

  final List<Channel> inputs() {
    return inputs;
  }

  final List<Channel> outputs() {
    return outputs;
  }

  /** {@return what it waits for, null if it does not} */
  final @Nullable Channel awaited() {
    return awaited;
  }

  final boolean awaitsRoom() {
    return awaitsRoom;
  }

  /** {@return whether what it waited for is there now} */
  final boolean canGoOn() {
    Channel channel = awaited;
    return channel == null || (awaitsRoom ? channel.hasRoom() : !channel.isEmpty());
  }

  /** {@return whether what it waited for is there now, and enough of it to go on at once} */
  final boolean shouldGoOn() {
    Channel channel = awaited;
    return channel == null || (awaitsRoom ? channel.invitesProducer() : !channel.isEmpty());
  }

  /** Forgets what it waited for, as steps of it were done; it looks anew when it is run next. */
  protected final void goOn() {
    awaited = null;
  }

  /** {@return its place in the network} */
  final int index() {
    return index;
  }

  final void setIndex(int place) {
    index = place;
  }

  final long rounds() {
    return rounds;
  }

  final void setRoundLimit(long limit) {
    roundLimit = limit;
  }

  /** Goes on as if rounds had been done. */
  final void shift(long moreTime, long moreRounds) {
    time += moreTime;
    rounds += moreRounds;
    skipped(moreRounds);
  }

  /**
   * Is told that rounds were skipped because they would have repeated; counters of its own may need
   * it.
   *
   * @param roundsSkipped how many
   */
  protected void skipped(long roundsSkipped) {}

  /**
   * How often it has gone through the loops it is in, one in another. A process that has them may
   * be carried over repetitions of them, see {@link ProcessNetwork#skipRepeatedLaps}.
   */
  public interface Loops {

    /**
     * {@return where in the innermost loop it is} At two moments with the same place, and the same
     * numbers of {@link #done} in all loops but one, the process goes on alike from both but for
     * its local time, for as many iterations of that loop as are {@link #left} at the later one.
     */
    int place();

    /** {@return the number of loops one in another; level 0 is the innermost} */
    int levels();

    /**
     * {@return the iterations of a loop that were done since it was entered}
     *
     * @param level which loop
     */
    long done(int level);

    /**
     * {@return the iterations of a loop that are still to be done, without the one it is in if that
     * is begun}
     *
     * @param level which loop
     */
    long left(int level);

    /** {@return the steps done in all} */
    long steps();

    /**
     * Goes on as if iterations of a loop had been done.
     *
     * @param level which loop
     * @param iterations how many, at most those {@link #left}
     * @param steps the steps in them
     */
    void skip(int level, long iterations, long steps);
  }

  /** {@return the loops it is in, null if it does not tell} */
  protected @Nullable Loops loops() {
    return null;
  }

  /** Goes on as if time had passed. */
  final void shift(long moreTime) {
    time += moreTime;
  }

  /** {@return what it waits for, in words} */
  final String waitsFor() {
    Channel channel = awaited;
    if (channel == null) {
      return "";
    }
    return awaitsRoom
        ? "room in channel " + channel + ", which " + channel.consumerName() + " empties"
        : "a token in channel " + channel + ", which " + channel.producerName() + " fills";
  }

  @Override
  public final String toString() {
    return name;
  }
}
