package tactus.hw.sparse;

import tactus.hw.command.NmSparsity;

/**
 * Which elements of a matrix an N:M pattern stores, column by column: of every group along the rows
 * those of the largest magnitude, of equal ones the first. Zeros may be among them.
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
    int[] kept = new int[Math.multiplyExact(stored, columns)];
    int[] group = new int[sparsity.kept()];
    for (int column = 0; column < columns; column++) {
      int next = 0;
      for (int first = 0; first < rows; first += sparsity.group()) {
        int end = Math.min(rows, first + sparsity.group());
        int count = insertLargest(values, first, end, columns, column, group);
        for (int place = 0; place < count; place++) {
          kept[next * columns + column] = group[place];
          next++;
        }
      }
    }
    return new NmMask(sparsity, columns, kept);
  }

  /**
   * Keeps the largest of a group in the order of their rows, as SORE's serial insertion does: each
   * value in turn takes the place of the smallest kept one if it is larger.
   */
  private static int insertLargest(
      float[] values, int first, int end, int columns, int column, int[] group) {
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
        if (magnitude(values, group[place], columns, column)
            <= magnitude(values, group[smallest], columns, column)) {
          smallest = place;
        }
      }
      if (magnitude(values, row, columns, column)
          > magnitude(values, group[smallest], columns, column)) {
        System.arraycopy(group, smallest + 1, group, smallest, count - smallest - 1);
        group[count - 1] = row;
      }
    }
    return count;
  }

  private static float magnitude(float[] values, int row, int columns, int column) {
    return Math.abs(values[row * columns + column]);
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
    return rows[Math.toIntExact(storedRow * columns + column)];
  }

  /**
   * {@return a matrix with zeros where nothing is stored}
   *
   * @param values the matrix, row by row
   */
  public float[] masked(float[] values) {
    float[] masked = new float[values.length];
    for (int i = 0; i < rows.length; i++) {
      int place = rows[i] * columns + i % columns;
      masked[place] = values[place];
    }
    return masked;
  }
}
