package tactus.hw.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.sim.Channel;
import tactus.sim.LapBurst;

/**
 * Steps of units in turns, where short channels would stop each of them for every few tokens. Only
 * for units that only time matters of.
 */
final class UnitLaps {

  /** Laps that make up for finding out who takes part: a guess. */
  private static final long FEW_LAPS = 8;

  /**
   * The most steps between two waits for which it is tried; with more, turns cost less: a guess.
   */
  static final long FEW_STEPS = 12;

  /**
   * Tokens or room for which the unit at the other end of a channel need not take part: a guess.
   */
  private static final long ENOUGH = 64;

  /** The most activations of a unit for which it is not tried again, after it was in vain. */
  private static final int MOST_PAUSE = 32;

  private final LapBurst laps = new LapBurst();
  private final List<StreamUnit> members = new ArrayList<>();
  private long most;

  /**
   * Does steps of a unit that is blocked, and of those that it would have to wait for.
   *
   * @param unit the unit
   * @return whether any were done
   */
  boolean run(StreamUnit unit) {
    most = Long.MAX_VALUE;
    long done = 0;
    if (join(unit) && addOthers()) {
      done = laps.possible(most);
      if (done < FEW_LAPS) {
        done = 0;
      } else {
        laps.run(done);
      }
    }
    for (int i = 0; i < members.size(); i++) {
      members.get(i).leaveLaps(done, laps.time(i));
    }
    laps.clear();
    members.clear();
    return done > 0;
  }

  /** Adds the units at the other ends of channels that have too little; false if one cannot. */
  private boolean addOthers() {
    for (int i = 0; i < members.size(); i++) {
      StreamUnit unit = members.get(i);
      Channel[] from = unit.reads();
      for (int at = 0; at < from.length; at++) {
        if (!has(from[at].size(), from[at], unit.producer(at), true)) {
          return false;
        }
      }
      Channel[] to = unit.writes();
      for (int at = 0; at < to.length; at++) {
        if (!has(to[at].room(), to[at], unit.consumer(at), false)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether there are enough tokens or room, or the unit that makes more takes part. */
  private boolean has(long tokens, Channel channel, @Nullable StreamUnit other, boolean sends) {
    if (tokens >= ENOUGH) {
      return true;
    }
    if (other == null) {
      return tokens >= FEW_LAPS;
    }
    if (other.isInLaps()) {
      return tokens >= FEW_LAPS || other.uses(channel, sends);
    }
    // What can do many steps by itself does them faster so.
    if (other.uses(channel, sends) && other.possibleSteps() < ENOUGH && join(other)) {
      return true;
    }
    return tokens >= FEW_LAPS;
  }

  private boolean join(StreamUnit unit) {
    long steps = unit.stepsForLaps();
    if (steps < FEW_LAPS) {
      return false;
    }
    most = Math.min(most, steps);
    members.add(unit);
    unit.joinLaps(laps);
    return true;
  }

  /**
   * {@return for how many activations of a unit it should not be tried again}
   *
   * @param failures how often it was in vain since it was not
   */
  static int pause(int failures) {
    return Math.min(MOST_PAUSE, 1 << Math.min(failures, 5)) - 1;
  }
}
