package tactus.hw.spgemm;

import java.util.Arrays;
import tactus.hw.spgemm.HashScheme.WriteBack;

/**
 * What is in the scratchpad: rows' tables, whose slots hold a column and a sum or, if the DMA
 * engine writes back, a column and the number of a dense result, which lies beside the table.
 */
final class HashTables {

  private static final int EMPTY = -1;

  private final HashProgram program;
  private final boolean dense;
  private final int[] tags;
  private final double[] values;

  /** Of each row, the results it has so far. */
  private final int[] found;

  HashTables(HashProgram program) {
    this.program = program;
    dense = program.scheme().writeBack() == WriteBack.DMA;
    tags = new int[program.words()];
    Arrays.fill(tags, EMPTY);
    values = new double[program.words()];
    found = new int[program.product().rows()];
  }

  /** The slots of a row's table. */
  int slotsOf(int row) {
    int bits = program.tableBits()[row];
    return bits < 0 ? 0 : 1 << bits;
  }

  /** The results of a row so far. */
  int resultsOf(int row) {
    return found[row];
  }

  boolean isEmpty(int slot) {
    return tags[slot] == EMPTY;
  }

  /** Whether a slot has a column, or has it from now on as it was empty. */
  boolean claims(int row, int slot, int column) {
    if (tags[slot] == column) {
      return true;
    }
    if (tags[slot] != EMPTY) {
      return false;
    }
    tags[slot] = column;
    values[slot] = 0;
    if (dense) {
      int word = program.resultWords()[row] + found[row];
      values[slot] = found[row];
      tags[word] = column;
      values[word] = 0;
    }
    found[row]++;
    return true;
  }

  /**
   * Adds to the sum that a slot is for.
   *
   * @return the word the sum is in
   */
  int add(int row, int slot, double value) {
    int word = dense ? program.resultWords()[row] + (int) values[slot] : slot;
    values[word] += value;
    return word;
  }

  /** Puts a slot's sum among the results. */
  void take(int row, int slot, HashResults results) {
    results.add(row, tags[slot], values[slot]);
  }

  void empty(int slot) {
    tags[slot] = EMPTY;
  }

  /** Puts a row's dense results among the results, and empties their words and its table. */
  void takeRow(int row, HashResults results) {
    int from = program.resultWords()[row];
    for (int i = 0; i < found[row]; i++) {
      results.add(row, tags[from + i], values[from + i]);
    }
    Arrays.fill(tags, from, from + found[row], EMPTY);
    int table = program.tableWords()[row];
    Arrays.fill(tags, table, table + slotsOf(row), EMPTY);
  }
}
