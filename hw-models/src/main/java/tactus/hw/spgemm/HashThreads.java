package tactus.hw.spgemm;

import java.util.Arrays;
import java.util.function.LongConsumer;
import tactus.hw.spgemm.HashScheme.Distribution;
import tactus.hw.spgemm.HashScheme.WriteBack;

/**
 * What the threads of a block do, instruction by instruction, and what is in the scratchpad
 * meanwhile; not when. A product goes through these parts:
 *
 * <ol>
 *   <li>Counting the multiply-adds of each row, from which windows and tables follow: each left
 *       nonzero is loaded and the two pointers of its right row, whose difference is added; the
 *       count is stored.
 *   <li>Multiplying, window by window: for each row its two pointers are loaded; for each left
 *       nonzero, it and the right row's two pointers; for each right nonzero, it is loaded,
 *       multiplied and hashed, and slots are looked at from there on by a compare-exchange each,
 *       until one is empty or has the column; then the product is added. In the end the result
 *       row's pointer is stored.
 *   <li>Writing back, as {@link WriteBack} says. Threads read each slot of the window's tables;
 *       what is there is put in order if tables are nearly in order, stored, and the slot is
 *       emptied.
 * </ol>
 *
 * <p>All loads and stores are of a word of 8 bytes: an index of 4 bytes with a value of 4, or two
 * pointers. A barrier is an instruction; those who wait go on in the cycle after the last one's.
 */
final class HashThreads {

  /** What a thread does next. */
  private enum State {
    COUNT_TAKE,
    COUNT_POINTERS,
    COUNT_LEFT,
    COUNT_RIGHT,
    COUNT_ADD,
    COUNT_STORE,
    TAKE,
    POINTERS,
    LEFT,
    RIGHT_POINTERS,
    RIGHT,
    MULTIPLY,
    PROBE,
    NEXT_SLOT,
    ADD,
    STORE_POINTER,
    READ_SLOT,
    SORT,
    STORE_RESULT,
    CLEAR_SLOT,
    BARRIER,
    ENDED
  }

  /** Multiply-adds after which it is told that they are done. */
  private static final int TOLD = 1 << 14;

  private final HashBlockSpec spec;
  private final LongConsumer progress;
  private final HashProgram program;
  private final RowProduct product;
  private final HashCounts counts = new HashCounts();
  private final HashResults results = new HashResults();
  private final boolean dynamic;
  private final boolean byDma;
  private final boolean sorts;
  private final int threads;
  private final int columnBits;

  /** The address of the rows' counter, after all tables. */
  private final int counterWord;

  private final HashTables tables;

  /** Of each window, the rows whose results are not moved yet. */
  private final int[] rowsLeft;

  // Of each thread.
  private final State[] states;
  private final int[] rows;
  private final int[] lefts;
  private final int[] rights;
  private final int[] slots;
  private final int[] slotEnds;
  private final int[] repeats;
  private final long[] counted;

  private int window = -1;
  private boolean writingBack;
  private int nextRow;
  private int arrived;
  private int address;
  private int finishedRow;

  /** Prepares a product; now and then, progress is told how many more multiply-adds are done. */
  HashThreads(HashBlockSpec spec, HashProgram program, LongConsumer progress) {
    this.spec = spec;
    this.progress = progress;
    this.program = program;
    this.product = program.product();
    this.dynamic = program.scheme().distribution() == Distribution.DYNAMIC;
    this.byDma = program.scheme().writeBack() == WriteBack.DMA;
    this.sorts = program.scheme().hash() == SlotHash.HIGH_BITS && spec.sortInstructions() > 0;
    this.threads = spec.allThreads();
    this.columnBits = product.columnBits();
    this.counterWord = Math.toIntExact(spec.tableWords());
    this.tables = new HashTables(program);
    this.rowsLeft = new int[program.windows()];
    for (int i = 0; i < rowsLeft.length; i++) {
      rowsLeft[i] = program.windowStarts()[i + 1] - program.windowStarts()[i];
    }
    this.states = new State[threads];
    this.rows = new int[threads];
    this.lefts = new int[threads];
    this.rights = new int[threads];
    this.slots = new int[threads];
    this.slotEnds = new int[threads];
    this.repeats = new int[threads];
    this.counted = new long[threads];
    for (int thread = 0; thread < threads; thread++) {
      rows[thread] = thread - threads;
      takeToCount(thread);
    }
  }

  HashCounts counts() {
    return counts;
  }

  HashResults results() {
    return results;
  }

  /** The word in the scratchpad that the last instruction was for. */
  int address() {
    return address;
  }

  /** The row that the last instruction has finished, for the DMA engine; -1 if none. */
  int finishedRow() {
    return finishedRow;
  }

  boolean isEnded(int thread) {
    return states[thread] == State.ENDED;
  }

  /** Whether some threads wait for others at a barrier. */
  boolean someWait() {
    return arrived > 0;
  }

  /** Whether a thread's next row has to wait for its half of the scratchpad. */
  boolean waitsForWindow(int thread) {
    if (!byDma || states[thread] != State.POINTERS) {
      return false;
    }
    int before = windowOf(rows[thread]) - 2;
    return before >= 0 && rowsLeft[before] > 0;
  }

  private int windowOf(int row) {
    int at = Arrays.binarySearch(program.windowStarts(), row);
    return at >= 0 ? at : -at - 2;
  }

  /** The dense results of a row. */
  int resultsOf(int row) {
    return tables.resultsOf(row);
  }

  /** The words of a row's table and its dense results. */
  long wordsOf(int row) {
    return (long) tables.slotsOf(row) + tables.resultsOf(row);
  }

  /**
   * Takes a row's dense results out of the scratchpad.
   *
   * @return whether that was the last row of its window
   */
  boolean moved(int row) {
    counts.resultBytes += (long) tables.resultsOf(row) * HashBlockSpec.WORD_BYTES;
    tables.takeRow(row, results);
    return --rowsLeft[windowOf(row)] == 0;
  }

  /** Does a thread's next instruction; says what it is. */
  Instruction step(int thread) {
    finishedRow = -1;
    counts.instructions++;
    return switch (states[thread]) {
      case COUNT_TAKE -> {
        boolean any = takeRow(thread, product.rows());
        to(thread, any ? State.COUNT_POINTERS : State.BARRIER);
        yield scratchpad(counterWord);
      }
      case COUNT_POINTERS -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        lefts[thread] = product.leftStarts()[rows[thread]];
        counted[thread] = 0;
        to(thread, hasLeft(thread) ? State.COUNT_LEFT : State.COUNT_STORE);
        yield Instruction.LOAD;
      }
      case COUNT_LEFT -> {
        counts.leftBytes += HashBlockSpec.WORD_BYTES;
        to(thread, State.COUNT_RIGHT);
        yield Instruction.LOAD;
      }
      case COUNT_RIGHT -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        to(thread, State.COUNT_ADD);
        yield Instruction.LOAD;
      }
      case COUNT_ADD -> {
        counted[thread] += rightEnd(thread) - rightStart(thread);
        lefts[thread]++;
        to(thread, hasLeft(thread) ? State.COUNT_LEFT : State.COUNT_STORE);
        yield Instruction.COMPUTE;
      }
      case COUNT_STORE -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        checkCount(rows[thread], counted[thread]);
        takeToCount(thread);
        yield Instruction.STORE;
      }
      case TAKE -> {
        take(thread, takeRow(thread, rowEnd()));
        yield scratchpad(counterWord);
      }
      case POINTERS -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        lefts[thread] = product.leftStarts()[rows[thread]];
        to(thread, hasLeft(thread) ? State.LEFT : State.STORE_POINTER);
        yield Instruction.LOAD;
      }
      case LEFT -> {
        counts.leftBytes += HashBlockSpec.WORD_BYTES;
        to(thread, State.RIGHT_POINTERS);
        yield Instruction.LOAD;
      }
      case RIGHT_POINTERS -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        rights[thread] = rightStart(thread);
        nextProduct(thread);
        yield Instruction.LOAD;
      }
      case RIGHT -> {
        counts.rightBytes += HashBlockSpec.WORD_BYTES;
        repeats[thread] = spec.computeInstructions();
        to(thread, State.MULTIPLY);
        yield Instruction.LOAD;
      }
      case MULTIPLY -> {
        if (--repeats[thread] == 0) {
          int row = rows[thread];
          int column = product.rightColumns()[rights[thread]];
          int slot = program.scheme().hash().slot(column, program.tableBits()[row], columnBits);
          slots[thread] = program.tableWords()[row] + slot;
          to(thread, State.PROBE);
        }
        yield Instruction.COMPUTE;
      }
      case PROBE -> probe(thread);
      case NEXT_SLOT -> {
        int row = rows[thread];
        int table = program.tableWords()[row];
        slots[thread] = table + ((slots[thread] - table + 1) & (tables.slotsOf(row) - 1));
        to(thread, State.PROBE);
        yield Instruction.COMPUTE;
      }
      case ADD -> {
        double value = product.leftValues()[lefts[thread]] * product.rightValues()[rights[thread]];
        int word = tables.add(rows[thread], slots[thread], value);
        counts.multiplyAdds++;
        if (counts.multiplyAdds % TOLD == 0) {
          progress.accept(TOLD);
        }
        rights[thread]++;
        nextProduct(thread);
        yield scratchpad(word);
      }
      case STORE_POINTER -> {
        counts.pointerBytes += HashBlockSpec.WORD_BYTES;
        finishedRow = byDma ? rows[thread] : -1;
        takeNext(thread);
        yield Instruction.STORE;
      }
      case READ_SLOT -> readSlot(thread);
      case SORT -> {
        if (--repeats[thread] == 0) {
          to(thread, State.STORE_RESULT);
        }
        yield Instruction.COMPUTE;
      }
      case STORE_RESULT -> {
        counts.resultBytes += HashBlockSpec.WORD_BYTES;
        tables.take(rowOfSlot(thread), slots[thread], results);
        to(thread, State.CLEAR_SLOT);
        yield Instruction.STORE;
      }
      case CLEAR_SLOT -> {
        int slot = slots[thread];
        tables.empty(slot);
        nextSlot(thread);
        yield scratchpad(slot);
      }
      case BARRIER -> {
        arrived++;
        if (arrived == threads) {
          arrived = 0;
          nextPart();
        }
        yield Instruction.BARRIER;
      }
      case ENDED -> throw new IllegalStateException("a thread that has ended must do nothing");
    };
  }

  private void to(int thread, State state) {
    states[thread] = state;
  }

  private Instruction scratchpad(int word) {
    counts.scratchpadOperations++;
    address = word;
    return Instruction.SCRATCHPAD;
  }

  private boolean hasLeft(int thread) {
    return lefts[thread] < product.leftStarts()[rows[thread] + 1];
  }

  private int rightStart(int thread) {
    return product.rightStarts()[product.leftColumns()[lefts[thread]]];
  }

  private int rightEnd(int thread) {
    return product.rightStarts()[product.leftColumns()[lefts[thread]] + 1];
  }

  /** Takes the counter's row; false if it is beyond the end. */
  private boolean takeRow(int thread, int end) {
    if (nextRow >= end) {
      return false;
    }
    rows[thread] = nextRow++;
    return true;
  }

  /** The table of a row must be the one for the multiply-adds that its threads have counted. */
  private void checkCount(int row, long multiplyAdds) {
    if (product.tableBits(multiplyAdds) != program.tableBits()[row]) {
      throw new IllegalStateException(
          "row " + row + " must have a table for its multiply-adds, " + multiplyAdds);
    }
  }

  private void takeToCount(int thread) {
    if (dynamic) {
      to(thread, State.COUNT_TAKE);
    } else {
      rows[thread] += threads;
      to(thread, rows[thread] < product.rows() ? State.COUNT_POINTERS : State.BARRIER);
    }
  }

  /** The end of the rows that can be taken before a barrier. */
  private int rowEnd() {
    return byDma ? product.rows() : program.windowStarts()[window + 1];
  }

  private void takeNext(int thread) {
    if (dynamic) {
      to(thread, State.TAKE);
    } else {
      rows[thread] += threads;
      take(thread, rows[thread] < rowEnd());
    }
  }

  private void take(int thread, boolean any) {
    if (any) {
      to(thread, State.POINTERS);
    } else if (byDma) {
      to(thread, State.ENDED);
    } else {
      to(thread, State.BARRIER);
    }
  }

  /** Goes to the right nonzero at hand, or to the next left one. */
  private void nextProduct(int thread) {
    if (rights[thread] < rightEnd(thread)) {
      to(thread, State.RIGHT);
      return;
    }
    lefts[thread]++;
    to(thread, hasLeft(thread) ? State.LEFT : State.STORE_POINTER);
  }

  private Instruction probe(int thread) {
    int slot = slots[thread];
    int column = product.rightColumns()[rights[thread]];
    counts.probes++;
    to(thread, tables.claims(rows[thread], slot, column) ? State.ADD : State.NEXT_SLOT);
    return scratchpad(slot);
  }

  private Instruction readSlot(int thread) {
    int slot = slots[thread];
    if (tables.isEmpty(slot)) {
      nextSlot(thread);
    } else if (sorts) {
      repeats[thread] = spec.sortInstructions();
      to(thread, State.SORT);
    } else {
      to(thread, State.STORE_RESULT);
    }
    return scratchpad(slot);
  }

  private void nextSlot(int thread) {
    slots[thread]++;
    to(thread, slots[thread] < slotEnds[thread] ? State.READ_SLOT : State.BARRIER);
  }

  /** The row whose table the thread's slot is in: slots come one after another. */
  private int rowOfSlot(int thread) {
    while (slots[thread] >= program.tableWords()[rows[thread]] + tables.slotsOf(rows[thread])) {
      rows[thread]++;
    }
    return rows[thread];
  }

  /** What all threads do after a barrier. */
  private void nextPart() {
    if (window >= 0 && !writingBack) {
      writingBack = true;
      beginWriteBack();
      return;
    }
    writingBack = false;
    window++;
    boolean any = window < program.windows();
    nextRow = any ? program.windowStarts()[window] : 0;
    for (int thread = 0; thread < threads; thread++) {
      if (any) {
        rows[thread] = nextRow + thread - threads;
        takeNext(thread);
      } else {
        to(thread, State.ENDED);
      }
    }
  }

  private void beginWriteBack() {
    int first = program.windowStarts()[window];
    int last = program.windowStarts()[window + 1] - 1;
    long words = (long) program.tableWords()[last] + tables.slotsOf(last);
    for (int thread = 0; thread < threads; thread++) {
      rows[thread] = first;
      slots[thread] = (int) (words * thread / threads);
      slotEnds[thread] = (int) (words * (thread + 1) / threads);
      boolean any = slots[thread] < slotEnds[thread];
      to(thread, any ? State.READ_SLOT : State.BARRIER);
    }
  }
}
