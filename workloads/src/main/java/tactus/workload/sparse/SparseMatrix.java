package tactus.workload.sparse;

import java.util.Arrays;

/**
 * A sparse matrix in compressed sparse rows. The arrays are not to be changed.
 *
 * @param rows rows, at least 1
 * @param columns columns, at least 1
 * @param rowStarts of each row, where its nonzeros begin, and then where the last ones end; {@code
 *     rows + 1} of them
 * @param columnIndices the columns of the nonzeros, ascending in each row
 * @param values the nonzeros
 */
@SuppressWarnings("ArrayRecordComponent") // Large; nothing compares them.
public record SparseMatrix(
    int rows, int columns, int[] rowStarts, int[] columnIndices, double[] values) {

  /** Checks the shape. */
  public SparseMatrix {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows (" + rows + ") and columns (" + columns + ") must be at least 1");
    }
    if (rowStarts.length != rows + 1
        || rowStarts[0] != 0
        || rowStarts[rows] != columnIndices.length
        || columnIndices.length != values.length) {
      throw new IllegalArgumentException("arrays of a sparse matrix must fit together");
    }
    for (int row = 0; row < rows; row++) {
      for (int at = rowStarts[row]; at < rowStarts[row + 1]; at++) {
        boolean ascends = at == rowStarts[row] || columnIndices[at - 1] < columnIndices[at];
        if (!ascends || columnIndices[at] < 0 || columnIndices[at] >= columns) {
          throw new IllegalArgumentException(
              "columns of row " + row + " must ascend and be from 0 to " + (columns - 1));
        }
      }
    }
  }

  /** {@return the nonzeros} */
  public int nonzeros() {
    return values.length;
  }

  /** {@return the nonzeros of the row that has most} */
  public int longestRow() {
    int most = 0;
    for (int row = 0; row < rows; row++) {
      most = Math.max(most, rowStarts[row + 1] - rowStarts[row]);
    }
    return most;
  }

  /**
   * {@return the multiply-adds of each row of a product}
   *
   * @param right the right operand, with as many rows as this has columns
   */
  public long[] multiplyAdds(SparseMatrix right) {
    checkFits(right);
    long[] products = new long[rows];
    for (int row = 0; row < rows; row++) {
      for (int at = rowStarts[row]; at < rowStarts[row + 1]; at++) {
        int other = columnIndices[at];
        products[row] += right.rowStarts[other + 1] - right.rowStarts[other];
      }
    }
    return products;
  }

  /**
   * {@return the product, row by row (Gustavson 1978); sums are formed in the order of the left
   * row's nonzeros, and those that are zero stay}
   *
   * @param right the right operand, with as many rows as this has columns
   */
  public SparseMatrix times(SparseMatrix right) {
    checkFits(right);
    double[] sums = new double[right.columns];
    int[] seenInRow = new int[right.columns];
    int[] touched = new int[right.columns];
    int[] starts = new int[rows + 1];
    int[] indices = new int[16];
    double[] results = new double[16];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      int found = 0;
      for (int at = rowStarts[row]; at < rowStarts[row + 1]; at++) {
        int other = columnIndices[at];
        for (int from = right.rowStarts[other]; from < right.rowStarts[other + 1]; from++) {
          int column = right.columnIndices[from];
          double product = values[at] * right.values[from];
          if (seenInRow[column] == row + 1) {
            sums[column] += product;
          } else {
            seenInRow[column] = row + 1;
            sums[column] = product;
            touched[found++] = column;
          }
        }
      }
      Arrays.sort(touched, 0, found);
      if (count + found > indices.length) {
        int length = Math.max(2 * indices.length, count + found);
        indices = Arrays.copyOf(indices, length);
        results = Arrays.copyOf(results, length);
      }
      for (int i = 0; i < found; i++) {
        indices[count] = touched[i];
        results[count++] = sums[touched[i]];
      }
      starts[row + 1] = count;
    }
    return new SparseMatrix(
        rows, right.columns, starts, Arrays.copyOf(indices, count), Arrays.copyOf(results, count));
  }

  /**
   * Checks that this can be multiplied by a matrix.
   *
   * @param right the right operand
   * @throws IllegalArgumentException if it has not as many rows as this has columns
   */
  public void checkFits(SparseMatrix right) {
    if (right.rows != columns) {
      throw new IllegalArgumentException(
          "rows of the right matrix (" + right.rows + ") must be columns of the left: " + columns);
    }
  }
}
