package tactus.hw.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.memory.BankPorts;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.memory.WordQueue;

/**
 * The lower edge of the array: registers in which the sums of the left columns wait for those of
 * the right ones, the register that holds a result vector while its words are written, and the way
 * to the accumulators. At most one sum leaves a column, and at most one vector is at the port, in a
 * cycle.
 */
final class ResultPort {

  private static final long NOTHING = -1;

  private final ScratchpadSpec scratchpad;
  private final ColumnArithmetic arithmetic;
  private final int columns;
  private final BankPorts ports;
  private final WordQueue words = new WordQueue();

  /** Waiting sums by the cycle in which they reach the port, modulo the number of slots. */
  private final int slots;

  private final long[] waitingTags;
  private final double[] waitingSums;
  private final @Nullable FoldRun[] waitingFolds;

  private final double[] held;
  private @Nullable FoldRun heldFold;
  private int heldVector;

  private final Accumulators accumulators;

  /**
   * A port under an array of the given width.
   *
   * @param longestWait cycles from the sum's last stage to the port at most
   */
  ResultPort(
      ScratchpadSpec scratchpad,
      ColumnArithmetic arithmetic,
      Accumulators accumulators,
      int columns,
      int longestWait) {
    this.scratchpad = scratchpad;
    this.arithmetic = arithmetic;
    this.accumulators = accumulators;
    this.columns = columns;
    this.ports = new BankPorts(scratchpad.banks(), scratchpad.writePorts());
    this.slots = longestWait + 1;
    this.waitingTags = new long[slots * columns];
    this.waitingSums = new double[slots * columns];
    this.waitingFolds = new FoldRun[slots];
    this.held = new double[columns];
    Arrays.fill(waitingTags, NOTHING);
  }

  /** Puts a sum into the registers that bring it to the port in cycle {@code due}. */
  void put(long due, int column, FoldRun fold, int vector, double sum) {
    int slot = (int) (due % slots);
    int place = slot * columns + column;
    if (waitingTags[place] != NOTHING) {
      throw new IllegalStateException(
          "cycle " + due + ": two sums of column " + column + " meet below the array");
    }
    FoldRun other = waitingFolds[slot];
    if (other != null && other != fold) {
      throw new IllegalStateException(
          "cycle " + due + ": two result vectors meet at the output port");
    }
    waitingFolds[slot] = fold;
    waitingTags[place] = tag(fold, vector);
    waitingSums[place] = sum;
  }

  /** {@return the fold one of whose result vectors was completely written in this cycle} */
  @Nullable FoldRun step(long cycle) {
    int slot = (int) (cycle % slots);
    FoldRun arriving = waitingFolds[slot];
    if (arriving != null) {
      receive(cycle, slot, arriving);
      waitingFolds[slot] = null;
    }
    FoldRun fold = heldFold;
    if (fold == null) {
      return null;
    }
    if (fold.drains) {
      ports.release();
      words.move(ports);
      if (!words.isEmpty()) {
        return null;
      }
    }
    retire(fold);
    heldFold = null;
    return fold;
  }

  private void receive(long cycle, int slot, FoldRun fold) {
    if (heldFold != null) {
      throw new IllegalStateException(
          "cycle " + cycle + ": a result vector is overwritten at the output port");
    }
    int first = slot * columns;
    long tag = waitingTags[first];
    heldFold = fold;
    heldVector = (int) tag;
    for (int column = 0; column < columns; column++) {
      long expected = column < fold.columns ? tag : NOTHING;
      if (waitingTags[first + column] != expected) {
        throw new IllegalStateException(
            "cycle " + cycle + ": column " + column + " of a result vector is missing");
      }
      held[column] = waitingSums[first + column];
      waitingTags[first + column] = NOTHING;
    }
    if (fold.accumulates) {
      addAccumulators(cycle, fold);
    }
    if (fold.drains) {
      ArrayMapping mapping = fold.run.mapping;
      long index = (fold.columnFold + turn(fold)) * fold.resultVectors + along(fold);
      words.add(
          ports,
          mapping.outWord() + index * mapping.outPitch(),
          scratchpad.words(usedColumns(fold), mapping.outBits()));
    }
  }

  private void addAccumulators(long cycle, FoldRun fold) {
    for (int column = 0; column < usedColumns(fold); column++) {
      int index = Math.toIntExact(row(fold, column) * fold.run.command.n() + column(fold, column));
      if (fold.continuesSums && accumulators.writer(index) != fold.number - 1) {
        throw new IllegalStateException(
            "cycle " + cycle + ": accumulator " + index + " is read before its sum is written");
      }
      held[column] = arithmetic.accumulate(accumulators.sum(index), held[column]);
    }
    fold.run.accumulatorReads += usedColumns(fold);
  }

  private void retire(FoldRun fold) {
    CommandRun run = fold.run;
    for (int column = 0; column < usedColumns(fold); column++) {
      if (fold.drains) {
        run.data.drained(row(fold, column), column(fold, column), held[column]);
      } else {
        int index = Math.toIntExact(row(fold, column) * run.command.n() + column(fold, column));
        accumulators.write(index, held[column], fold.number);
      }
    }
    if (fold.drains) {
      run.outWrites += usedColumns(fold);
    } else {
      run.accumulatorWrites += usedColumns(fold);
    }
    fold.resultsLeft--;
  }

  /** {@return the row of the result in which a sum of the held vector lies} */
  private long row(FoldRun fold, int column) {
    return fold.run.mapping.leftIsA() ? along(fold) : across(fold, column);
  }

  /** {@return the column of the result in which a sum of the held vector lies} */
  private long column(FoldRun fold, int column) {
    return fold.run.mapping.leftIsA() ? across(fold, column) : along(fold);
  }

  private long along(FoldRun fold) {
    return fold.firstResult + heldVector % fold.vectorsOfTurn;
  }

  private long across(FoldRun fold, int column) {
    return (fold.columnFold + turn(fold)) * columns + column;
  }

  private int turn(FoldRun fold) {
    return heldVector / fold.vectorsOfTurn;
  }

  private int usedColumns(FoldRun fold) {
    return fold.usedColumns(turn(fold));
  }

  private static long tag(FoldRun fold, int vector) {
    return ((long) fold.number << 32) | vector;
  }
}
