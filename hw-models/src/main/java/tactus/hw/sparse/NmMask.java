package tactus.hw.sparse;

import tactus.hw.command.NmSparsity;

/**
 * Which elements of a matrix an N:M pattern stores, column by column: of every group along the rows
 * those of the largest magnitude, of equal ones the first. Zeros may be among them.
 *
 * <p>If columns share their pattern, the rows whose squares sum to the most. Both choices leave out
 * the least sum of squares, that is, the masked matrix is as near to the whole one as it can be.
 */
public final class NmMask {

  private final NmSparsity sparsity;
  private final int columns;
  private final int[] rows;

  private NmMask(NmSparsity sparsity, int columns, int[] rows) {
    this.sparsity = sparsity;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * {@return the mask of a matrix}
   *
   * @param values the matrix, row by row
   * @param rows its rows, along the reduction
   * @param columns its columns
   * @param sparsity the pattern
   */
  public static NmMask largest(float[] values, int rows, int columns, NmSparsity sparsity) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "values (" + values.length + ") must be " + rows + " x " + columns);
    }
    int stored = Math.toIntExact(sparsity.stored(rows));
    double[] magnitudes = new double[rows];
    if (sparsity.isShared()) {
      for (int i = 0; i < values.length; i++) {
        magnitudes[i / columns] += (double) values[i] * values[i];
      }
      int[] kept = new int[stored];
      keepLargest(magnitudes, sparsity, kept, 0, 1);
      return new NmMask(sparsity, columns, kept);
    }
    int[] kept = new int[Math.multiplyExact(stored, columns)];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        magnitudes[row] = Math.abs(values[row * columns + column]);
      }
      keepLargest(magnitudes, sparsity, kept, column, columns);
    }
    return new NmMask(sparsity, columns, kept);
  }

  /** Writes the rows that are kept to every so many places. */
  private static void keepLargest(
      double[] magnitudes, NmSparsity sparsity, int[] kept, int place, int step) {
    int[] group = new int[sparsity.kept()];
    int next = place;
    for (int first = 0; first < magnitudes.length; first += sparsity.group()) {
      int end = Math.min(magnitudes.length, first + sparsity.group());
      int count = insertLargest(magnitudes, first, end, group);
      for (int i = 0; i < count; i++) {
        kept[next] = group[i];
        next += step;
      }
    }
  }

  /**
   * Keeps the largest of a group in the order of their rows, as SORE's serial insertion does: each
   * value in turn takes the place of the smallest kept one if it is larger.
   */
  private static int insertLargest(double[] magnitudes, int first, int end, int[] group) {
    int count = 0;
    for (int row = first; row < end; row++) {
      if (count < group.length) {
        group[count] = row;
        count++;
        continue;
      }
      int smallest = 0;
      for (int place = 1; place < count; place++) {
        // Of equally small ones the last goes.
        if (magnitudes[group[place]] <= magnitudes[group[smallest]]) {
          smallest = place;
        }
      }
      if (magnitudes[row] > magnitudes[group[smallest]]) {
        System.arraycopy(group, smallest + 1, group, smallest, count - smallest - 1);
        group[count - 1] = row;
      }
    }
    return count;
  }

  /**
   * {@return the same of a matrix's first columns, which the mask of the whole one says}
   *
   * @param first how many, at most all
   */
  public NmMask columns(int first) {
    if (first < 1 || first > columns) {
      throw new IllegalArgumentException(
          "first (" + first + ") must be from 1 to " + columns + " columns");
    }
    int stored = sparsity.isShared() ? rows.length : rows.length / columns;
    int width = sparsity.isShared() ? 1 : columns;
    int firstWidth = Math.min(first, width);
    int[] kept = new int[stored * firstWidth];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = rows[i / firstWidth * width + i % firstWidth];
    }
    return new NmMask(sparsity, first, kept);
  }

  /** {@return the pattern} */
  public NmSparsity sparsity() {
    return sparsity;
  }

  /**
   * {@return the row of a stored element}
   *
   * @param storedRow its place among those stored of its column
   * @param column its column
   */
  public int row(long storedRow, long column) {
    return rows[Math.toIntExact(sparsity.isShared() ? storedRow : storedRow * columns + column)];
  }

  /**
   * {@return a matrix with zeros where nothing is stored}
   *
   * @param values the matrix, row by row
   */
  public float[] masked(float[] values) {
    float[] masked = new float[values.length];
    int stored = sparsity.isShared() ? rows.length : rows.length / columns;
    for (int i = 0; i < stored; i++) {
      for (int column = 0; column < columns; column++) {
        int place = row(i, column) * columns + column;
        masked[place] = values[place];
      }
    }
    return masked;
  }
}
