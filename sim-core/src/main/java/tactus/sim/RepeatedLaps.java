package tactus.sim;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tactus.sim.Process.Loops;

/**
 * Finds laps of a network that repeat, and jumps over their repetitions. A lap is once through the
 * processes that are ready.
 *
 * <p>Between two moments each process either did nothing, or went through whole iterations of one
 * of its loops; let it have moved by D(p) in time. As long as no loop ends, each process goes on as
 * it did, D(p) later, if all that it waits for comes D(p) later too; {@link ChannelCut} looks at
 * that for each end of each channel. That holds by induction over the steps in any order in which
 * they can be run, so what was done between the two moments can be done again as often as every
 * loop and every channel allow.
 *
 * <p>Loops are one in another, so there is a search for each level: one compares the moments after
 * laps in which a loop of its level or further out went on. What inner ones have jumped over lies
 * between such moments like all the rest.
 */
final class RepeatedLaps {

  private static final int NO_LEVEL = -1;

  private final Process[] processes;

  /** Steps that a jump must at least be over. */
  private final long leastSteps;

  private final @Nullable Loops[] loops;
  private final int[] producers;
  private final int[] consumers;

  /** From the outermost loops to the innermost. */
  private final Search[] searches;

  RepeatedLaps(
      Process[] processes,
      List<Channel> channels,
      ToIntFunction<Channel> producer,
      ToIntFunction<Channel> consumer,
      long leastSteps) {
    this.leastSteps = leastSteps;
    this.processes = processes;
    loops = new Loops[processes.length];
    int levels = 0;
    for (int p = 0; p < processes.length; p++) {
      Loops of = processes[p].loops();
      loops[p] = of;
      levels = Math.max(levels, of == null ? 0 : of.levels());
    }
    producers = channels.stream().mapToInt(producer).toArray();
    consumers = channels.stream().mapToInt(consumer).toArray();
    searches = new Search[levels];
    for (int i = 0; i < levels; i++) {
      searches[i] = new Search(levels - 1 - i, channels);
    }
  }

  /** Begins anew, as what comes now has nothing to do with what was. */
  void restart() {
    for (Search search : searches) {
      search.restart();
    }
  }

  /** {@return whether laps were jumped over} Is told that a lap is done. */
  boolean lapDone() {
    for (int i = 0; i < searches.length; i++) {
      if (searches[i].lapDone()) {
        for (int inner = i; inner < searches.length; inner++) {
          searches[inner].restart();
        }
        return true;
      }
    }
    return false;
  }

  /** The search for repetitions of loops of one level. */
  private final class Search {

    private final int level;
    private final ChannelCut[] cuts;
    private final int[] places;
    private final long[][] done;
    private final long[] times;
    private final long[] steps;

    /** Of each process, the loop that it went through; none if it did nothing. */
    private final int[] wentOn;

    private long laps;
    private long nextSave;
    private boolean saved;

    /** What tells whether any loop of the level or further out went on. */
    private long lastIterations;

    /** The channel that forbade the last repetition, which likely forbids the next. */
    private int forbidding;

    Search(int level, List<Channel> channels) {
      this.level = level;
      cuts = channels.stream().map(ChannelCut::new).toArray(ChannelCut[]::new);
      places = new int[processes.length];
      done = new long[processes.length][];
      for (int p = 0; p < processes.length; p++) {
        Loops of = loops[p];
        done[p] = new long[of == null ? 0 : of.levels()];
      }
      times = new long[processes.length];
      steps = new long[processes.length];
      wentOn = new int[processes.length];
      restart();
    }

    void restart() {
      laps = 0;
      nextSave = 1;
      saved = false;
    }

    boolean lapDone() {
      if (level > 0) {
        long iterations = iterations();
        if (iterations == lastIterations) {
          return false;
        }
        lastIterations = iterations;
      }
      if (saved) {
        long repetitions = repetitions();
        if (repetitions > 0) {
          repeat(repetitions);
          return true;
        }
      }
      laps++;
      // The lap to compare with is at most twice as long ago as need be, and late enough one day.
      if (laps >= nextSave) {
        save();
        nextSave = 2 * laps;
      }
      return false;
    }

    private long iterations() {
      long sum = 0;
      for (int p = 0; p < processes.length; p++) {
        Loops of = loops[p];
        for (int i = level; i < done[p].length; i++) {
          // Any mixture that is unlikely to be the same again will do.
          sum = sum * 31 + (of == null ? 0 : of.done(i));
        }
      }
      return sum;
    }

    private void save() {
      saved = true;
      for (int p = 0; p < processes.length; p++) {
        times[p] = processes[p].time();
        Loops of = loops[p];
        if (of != null) {
          places[p] = of.place();
          steps[p] = of.steps();
          for (int i = 0; i < done[p].length; i++) {
            done[p][i] = of.done(i);
          }
        }
      }
      for (ChannelCut cut : cuts) {
        cut.save();
      }
    }

    private long shiftOf(int process) {
      return processes[process].time() - times[process];
    }

    private long repetitions() {
      long most = Long.MAX_VALUE;
      long stepsSince = 0;
      for (int p = 0; p < processes.length; p++) {
        Loops of = loops[p];
        if (of == null || of.place() != places[p]) {
          return 0;
        }
        int loop = loop(of, done[p]);
        wentOn[p] = loop;
        if (loop == NO_LEVEL) {
          if (of.steps() != steps[p] || processes[p].time() != times[p]) {
            return 0;
          }
        } else {
          most = Math.min(most, of.left(loop) / (of.done(loop) - done[p][loop]));
          stepsSince += of.steps() - steps[p];
        }
      }
      if (!isWorthIt(most, stepsSince)) {
        restart(); // Since then too much was done; what has been done from now on may do.
        return 0;
      }
      for (int i = 0; i < cuts.length; i++) {
        int c = (forbidding + i) % cuts.length;
        most = cuts[c].repetitions(most, shiftOf(producers[c]), shiftOf(consumers[c]));
        if (most == ChannelCut.BEGIN_ANEW) {
          restart();
          return 0;
        }
        if (!isWorthIt(most, stepsSince)) {
          forbidding = c;
          return 0;
        }
      }
      return most;
    }

    private boolean isWorthIt(long repetitions, long stepsOfOne) {
      return stepsOfOne > 0 && repetitions > 0 && repetitions >= leastSteps / stepsOfOne;
    }

    private void repeat(long repetitions) {
      for (int c = 0; c < cuts.length; c++) {
        cuts[c].repeat(repetitions, shiftOf(producers[c]), shiftOf(consumers[c]));
      }
      for (int p = 0; p < processes.length; p++) {
        Loops of = loops[p];
        int loop = wentOn[p];
        if (of != null && loop != NO_LEVEL) {
          long more = repetitions * (of.steps() - steps[p]);
          of.skip(loop, repetitions * (of.done(loop) - done[p][loop]), more);
          processes[p].shift(Math.multiplyExact(repetitions, shiftOf(p)));
        }
      }
    }
  }

  /** The one loop in which other iterations were done than before; none if there is none. */
  private static int loop(Loops of, long[] before) {
    int found = NO_LEVEL;
    for (int i = 0; i < before.length; i++) {
      if (of.done(i) != before[i]) {
        if (found != NO_LEVEL || of.done(i) < before[i]) {
          return NO_LEVEL;
        }
        found = i;
      }
    }
    return found;
  }
}
