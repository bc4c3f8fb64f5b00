package tactus.hw.stream;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A unit's way through its pattern: which phase of which cycle of which round it is in. */
final class PatternCursor {

  private final List<Pattern.Block> blocks;

  /** Of the phases of all blocks, in order. */
  private final int[] blockOf;

  private final Pattern.Phase[] phases;
  private final long cyclesInRound;
  private final long rounds;
  private final boolean grows;

  private long round = -1;
  private long cycleInRound;
  private long cycle = -1;
  private long step;
  private int phase;
  private long repetition;
  private long left;
  private long begun;

  /**
   * Begins before the first cycle.
   *
   * @param pattern the pattern
   * @param cyclesInRound cycles of the pattern in a round
   * @param rounds rounds to do
   */
  PatternCursor(Pattern pattern, long cyclesInRound, long rounds) {
    this.blocks = pattern.blocks();
    this.cyclesInRound = cyclesInRound;
    this.rounds = rounds;
    this.grows = pattern.grows();
    int count = blocks.stream().mapToInt(block -> block.phases().size()).sum();
    blockOf = new int[count];
    phases = new Pattern.Phase[count];
    int at = 0;
    for (int block = 0; block < blocks.size(); block++) {
      for (Pattern.Phase of : blocks.get(block).phases()) {
        blockOf[at] = block;
        phases[at] = of;
        at++;
      }
    }
  }

  /** Phases of all blocks, in order. */
  int phases() {
    return phases.length;
  }

  Pattern.Phase phase(int at) {
    return phases[at];
  }

  /** The phase it is in. */
  int phase() {
    return phase;
  }

  /** Steps of the phase that are not done. */
  long left() {
    return left;
  }

  long cycle() {
    return cycle;
  }

  /** The next step of the cycle. */
  long step() {
    return step;
  }

  /** Cycles it has begun, without those that were skipped. */
  long begunCycles() {
    return begun;
  }

  boolean isInLastRound() {
    return round + 1 >= rounds;
  }

  /** Goes on in the phase. */
  void did(long steps) {
    left -= steps;
    step += steps;
  }

  /**
   * Goes to the next phase, which may have no steps; false if there is none, or it would be in a
   * round that may not begin.
   */
  boolean next(BooleanSupplier mayBeginRound) {
    if (cycle >= 0 && phase + 1 < phases.length && blockOf[phase + 1] == blockOf[phase]) {
      phase++;
    } else if (cycle >= 0 && repetition + 1 < block(phase).timesIn(cycle)) {
      repetition++;
      phase = firstOfBlock(phase);
    } else if (!nextBlock(mayBeginRound)) {
      return false;
    }
    left = phases[phase].stepsIn(cycle);
    return true;
  }

  private boolean nextBlock(BooleanSupplier mayBeginRound) {
    int next = cycle >= 0 ? phase + 1 : phases.length;
    while (true) {
      if (next >= phases.length) {
        if (!nextCycle(mayBeginRound)) {
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

  private boolean nextCycle(BooleanSupplier mayBeginRound) {
    if (cycle >= 0 && cycleInRound + 1 < cyclesInRound) {
      cycleInRound++;
      cycle++;
    } else if (round + 1 < rounds && mayBeginRound.getAsBoolean()) {
      round++;
      cycleInRound = 0;
      cycle = round * cyclesInRound;
    } else {
      return false;
    }
    step = 0;
    begun++;
    return true;
  }

  private Pattern.Block block(int at) {
    return blocks.get(blockOf[at]);
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

  // The loops: steps of a phase in repetitions of its block in cycles of the round.

  /** Steps of the phase that are done. */
  long stepsOfPhase() {
    return cycle < 0 ? 0 : phases[phase].stepsIn(cycle) - left;
  }

  /** Repetitions of the phase's block that are done. */
  long repetition() {
    return repetition;
  }

  /** Repetitions of the phase's block after the present one. */
  long repetitionsLeft() {
    return cycle < 0 ? 0 : block(phase).timesIn(cycle) - 1 - repetition;
  }

  /** Cycles of the round after the present one; 0 if they are not like it. */
  long cyclesLeft() {
    return grows || cycle < 0 ? 0 : cyclesInRound - 1 - cycleInRound;
  }

  void skipRepetitions(long repetitions, long steps) {
    repetition += repetitions;
    step += steps;
  }

  void skipCycles(long cycles) {
    cycle += cycles;
    cycleInRound += cycles;
  }

  /** Goes on as if rounds had been done. */
  void skip(long roundsSkipped) {
    round += roundsSkipped;
    cycle += roundsSkipped * cyclesInRound;
  }
}
