package tactus.hw.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Dataflow;
import tactus.hw.memory.BankConflicts;
import tactus.hw.memory.ScratchpadSpec;

/**
 * What happens from one fold to the next: the closed forms of {@code docs/models/machine-timing.md}
 * sections 2 to 4. A fold's time depends on the fold before it only, and only on its shape and on
 * how far apart in banks their words lie, so one evaluation serves all pairs of folds of a product
 * that agree in these. Cycles count from the cycle after the earlier fold's last vector entered.
 */
final class FoldTransition {

  private static final int KEPT_INTERFERENCES = 64;

  private final boolean sumsStay;
  private final AccumulationSpec accumulation;
  private final boolean doubleBuffer;
  private final int banks;
  private final int readPorts;
  private final Map<InterferenceKey, LoadInterference> interferences =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InterferenceKey, LoadInterference> eldest) {
          return size() > KEPT_INTERFERENCES;
        }
      };

  // Of the last evaluation.
  private long startCycle;
  private long advanceCycles;
  private long earlierFillDrainCycles;
  private long fillDrainCycles;
  private long weightLoadCycles;
  private long bankConflictCycles;

  /** The cycle after the last stationary vector entered, and the vectors that entered from 0 on. */
  private long loadEnd;

  FoldTransition(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
    sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    accumulation = spec.accumulation();
    doubleBuffer = spec.doubleBuffer();
    banks = scratchpad.banks();
    readPorts = scratchpad.readPorts();
  }

  /** {@return the first cycle of the later fold's load or stream} */
  long startCycle() {
    return startCycle;
  }

  /** {@return the cycle after the later fold's last vector enters} */
  long advanceCycles() {
    return advanceCycles;
  }

  /** {@return the cycles in which only the earlier fold's results travelled} */
  long earlierFillDrainCycles() {
    return earlierFillDrainCycles;
  }

  /**
   * {@return the cycles in which the later fold's vectors wait for additions to end, and its last
   * ones for the drain registers}
   */
  long fillDrainCycles() {
    return fillDrainCycles;
  }

  /** {@return the cycles in which only a stationary vector of the later fold entered} */
  long weightLoadCycles() {
    return weightLoadCycles;
  }

  /** {@return the cycles in which the later fold waited for words} */
  long bankConflictCycles() {
    return bankConflictCycles;
  }

  /** {@return whether the time depends on how far apart in banks the operands lie} */
  boolean dependsOnDistance(FoldShape earlier, FoldShape later) {
    if (!sumsStay && !doubleBuffer) {
      return false;
    }
    // A stream that loads all banks alike looks the same from everywhere.
    FoldShape streamed = sumsStay ? later : earlier;
    return streamed.leftWords() % banks != 0
        && later.topWords() % banks != 0
        && !fitTogether(streamed, later);
  }

  /**
   * Evaluates the step to a fold.
   *
   * @param earlier the fold before, or null if the engine has done nothing yet; cycles then count
   *     from an arbitrary point
   * @param later the fold
   * @param distance first word of the later fold's top operand, less the first word that the
   *     earlier fold streams or, output stationary, that enters the later fold at the left
   * @param ready the first cycle in which the later fold's command is ready
   */
  void evaluate(@Nullable FoldShape earlier, FoldShape later, long distance, long ready) {
    earlierFillDrainCycles = 0;
    fillDrainCycles = 0;
    weightLoadCycles = 0;
    if (sumsStay) {
      evaluateOutputStationary(earlier, later, distance, ready);
    } else {
      evaluateStationary(earlier, later, distance, ready);
    }
  }

  private void evaluateOutputStationary(
      @Nullable FoldShape earlier, FoldShape later, long distance, long ready) {
    long start = ready;
    long registersFree = Long.MIN_VALUE;
    if (earlier != null) {
      start = Math.max(ready, doubleBuffer ? 0 : earlier.tailCycles());
      long rows = (long) earlier.rows() - later.rows();
      long columns = (long) earlier.columns() - later.columns();
      registersFree = earlier.drainCycles() + Math.max(0, Math.max(rows + columns, rows));
      earlierFillDrainCycles = Math.min(earlier.tailCycles(), start);
    }
    startCycle = start;
    if (!accumulation.equals(AccumulationSpec.EVERY_CYCLE)) {
      evaluateTurns(later, distance, doubleBuffer ? registersFree : Long.MIN_VALUE);
      return;
    }
    long service =
        BankConflicts.totalCycles(
            banks,
            readPorts,
            1,
            later.leftVectors(),
            0,
            later.leftPitch(),
            later.leftWords(),
            distance,
            later.stepsOfLeftVector() * later.topPitch(),
            later.topWords());
    // The other steps of a group find its vector there.
    service += (later.time() - later.leftVectors()) * freeCycles(later);
    advanceCycles = start + service;
    bankConflictCycles = service - later.time();
    if (doubleBuffer && registersFree > advanceCycles) {
      fillDrainCycles = registersFree - advanceCycles;
      advanceCycles = registersFree;
    }
  }

  /**
   * Each step of the reduction in as many turns as there are sums in a cell, each at least the
   * latency of an addition after its turn in the step before. Once all turns of a step come as long
   * after each other as a period of the banks before, whole periods are taken at once.
   */
  private void evaluateTurns(FoldShape later, long distance, long registersFree) {
    int turns = later.turns();
    int steps = later.stepsOfLeftVector();
    long time = later.time();
    long apart = steps * later.topPitch() - later.leftPitch();
    long period = (long) steps * BankConflicts.period(banks, apart);
    long[] entered = new long[turns];
    long[] before = new long[turns];
    long cycle = startCycle;
    long conflicts = 0;
    long conflictsBefore = 0;
    boolean isRegular = false;
    for (long step = 0; step < time; step++) {
      // Not the first step, which waits for none, nor the last one, which waits for registers.
      if (!isRegular && step > 0 && (step - 1) % period == 0) {
        isRegular = step > 1 && isLater(entered, before);
        long periods = isRegular ? (time - 1 - step) / period : 0;
        if (periods > 0) {
          long cycles = periods * (entered[0] - before[0]);
          for (int turn = 0; turn < turns; turn++) {
            entered[turn] += cycles;
          }
          cycle += cycles;
          conflicts += periods * (conflicts - conflictsBefore);
          step += periods * period;
        }
        System.arraycopy(entered, 0, before, 0, turns);
        conflictsBefore = conflicts;
      }
      for (int turn = 0; turn < turns; turn++) {
        boolean bringsLeft = turn == 0 && step % steps == 0;
        long service =
            BankConflicts.cycles(
                BankConflicts.maxLoad(
                    banks,
                    0,
                    bringsLeft ? later.leftWords() : 0,
                    distance + step / steps * apart,
                    turn == turns - 1 ? later.lastTopWords() : later.topWords()),
                readPorts);
        cycle += service;
        conflicts += service - 1;
        if (step > 0) {
          cycle = Math.max(cycle, entered[turn] + accumulation.latencyCycles());
        }
        if (step == time - 1 && turn == 0) {
          cycle = Math.max(cycle, registersFree);
        }
        entered[turn] = cycle;
      }
    }
    advanceCycles = cycle;
    bankConflictCycles = conflicts;
    fillDrainCycles = cycle - startCycle - conflicts - time * turns;
  }

  private static boolean isLater(long[] entered, long[] before) {
    for (int turn = 1; turn < entered.length; turn++) {
      if (entered[turn] - before[turn] != entered[0] - before[0]) {
        return false;
      }
    }
    return true;
  }

  private void evaluateStationary(
      @Nullable FoldShape earlier, FoldShape later, long distance, long ready) {
    long load = ready;
    long stream = Long.MIN_VALUE;
    long tail = 0;
    if (earlier != null) {
      tail = earlier.tailCycles();
      load = Math.max(ready, doubleBuffer ? shadowFree(earlier, later) : tail);
      stream = doubleBuffer ? resultsApart(earlier, later) : 0;
    }
    startCycle = load;
    if (earlier == null || load >= 0) {
      loadFreely(later, load);
    } else {
      loadBesideStream(earlier, later, distance, load);
    }
    stream = Math.max(stream, loadEnd);
    long service = later.time() * later.serviceCycles();
    advanceCycles = stream + service;
    if (earlier == null) {
      bankConflictCycles = loadEnd - load - weightLoadCycles + service - later.time();
      return;
    }
    long loadFrom = Math.max(load, 0);
    long loadCycles = Math.max(0, loadEnd - loadFrom);
    bankConflictCycles = loadCycles - weightLoadCycles + service - later.time();
    long resultsUntil = Math.max(0, Math.min(tail, stream));
    long both = Math.max(0, Math.min(loadEnd, resultsUntil) - loadFrom);
    earlierFillDrainCycles = resultsUntil - both;
  }

  /** {@return the cycle from which no shadow register is overwritten before its row took it} */
  private static long shadowFree(FoldShape earlier, FoldShape later) {
    long firstEntry = (1 - earlier.time()) * earlier.serviceCycles() - 1;
    long lastRow = Math.min(earlier.rows(), later.rows()) - 1L;
    return firstEntry + Math.max(0, lastRow * later.rowDelay() - (later.rows() - 1));
  }

  /** {@return the first service cycle with which no two results meet} */
  private static long resultsApart(FoldShape earlier, FoldShape later) {
    long rows = (long) (earlier.rows() - later.rows()) * later.rowDelay();
    long columns = (long) earlier.columns() - later.columns();
    long onPort = earlier.outputCycles() - later.serviceCycles() + rows + columns;
    long onColumn = 1 - later.serviceCycles() + rows;
    return Math.max(0, Math.max(onPort, onColumn));
  }

  /** A load with all read ports to itself, from cycle {@code load} on. */
  private void loadFreely(FoldShape later, long load) {
    loadEnd = load + later.rows() - later.usedRows() + later.usedRows() * freeCycles(later);
    weightLoadCycles = later.rows();
  }

  private void loadBesideStream(FoldShape earlier, FoldShape later, long distance, long load) {
    // Empty vectors need no words.
    long cycle = load + later.rows() - later.usedRows();
    int row = later.usedRows();
    if (fitTogether(earlier, later)) {
      cycle += row;
      loadEnd = cycle;
      weightLoadCycles = Math.max(0, cycle);
      return;
    }
    long emptyAfterStream = Math.max(0, cycle);
    LoadInterference interference = interference(earlier, later);
    long service = earlier.serviceCycles();
    long sinceFirst = cycle + earlier.time() * service;
    int phase = (int) (sinceFirst % service);
    long streamed = sinceFirst / service;
    long distanceNow =
        distance
            + (row - 1) * later.topPitch()
            - streamed % banks * Math.floorMod(earlier.leftPitch(), banks);
    int beginning = interference.beginning(distanceNow, phase);
    while (row > 0 && cycle < 0) {
      int cycles = interference.cycles(beginning);
      if (cycles == LoadInterference.STARVED || cycle + cycles > 0) {
        // The stream ends first; the rest of the vector has the ports to itself.
        long left = interference.wordsLeft(beginning, -cycle);
        cycle = BankConflicts.cycles(left, readPorts) - freeCycles(later);
        break;
      }
      cycle += cycles;
      row--;
      beginning = interference.next(beginning);
    }
    loadEnd = cycle + row * freeCycles(later);
    weightLoadCycles = emptyAfterStream + row;
  }

  /** {@return the cycles of a stationary vector that has the ports to itself} */
  private long freeCycles(FoldShape shape) {
    return BankConflicts.cycles(BankConflicts.maxLoad(banks, shape.topWords()), readPorts);
  }

  /** {@return whether both vectors find their ports in one cycle wherever they lie} */
  private boolean fitTogether(FoldShape streamed, FoldShape loaded) {
    return BankConflicts.maxLoad(banks, streamed.leftWords())
            + BankConflicts.maxLoad(banks, loaded.topWords())
        <= readPorts;
  }

  private LoadInterference interference(FoldShape earlier, FoldShape later) {
    InterferenceKey key =
        new InterferenceKey(
            earlier.leftWords(),
            Math.floorMod(earlier.leftPitch(), banks),
            Math.toIntExact(earlier.serviceCycles()),
            later.topWords(),
            Math.floorMod(later.topPitch(), banks));
    LoadInterference known = interferences.get(key);
    if (known == null) {
      known =
          new LoadInterference(
              banks,
              readPorts,
              key.streamWords(),
              key.streamPitch(),
              key.serviceCycles(),
              key.loadWords(),
              key.loadPitch());
      interferences.put(key, known);
    }
    return known;
  }

  private record InterferenceKey(
      long streamWords, int streamPitch, int serviceCycles, long loadWords, int loadPitch) {}
}
