package tactus.hw.spgemm;

/**
 * Two sparse matrices in compressed rows, to be multiplied row by row: a row of the result is the
 * sum of right rows, each times a nonzero of the left row. The arrays are not to be changed.
 *
 * @param rows rows of the left matrix and of the result
 * @param columns columns of the right matrix and of the result
 * @param leftStarts of each left row, where its nonzeros begin, and where the last ones end
 * @param leftColumns columns of the left nonzeros
 * @param leftValues the left nonzeros
 * @param rightStarts the same of the right matrix
 * @param rightColumns columns of the right nonzeros, ascending in each row
 * @param rightValues the right nonzeros
 */
@SuppressWarnings("ArrayRecordComponent") // Large; nothing compares them.
public record RowProduct(
    int rows,
    int columns,
    int[] leftStarts,
    int[] leftColumns,
    double[] leftValues,
    int[] rightStarts,
    int[] rightColumns,
    double[] rightValues) {

  /**
   * {@return the multiply-adds of a row}
   *
   * @param row the row
   */
  public long multiplyAdds(int row) {
    long sum = 0;
    for (int at = leftStarts[row]; at < leftStarts[row + 1]; at++) {
      int other = leftColumns[at];
      sum += rightStarts[other + 1] - rightStarts[other];
    }
    return sum;
  }

  /** {@return bits that hold any column} */
  public int columnBits() {
    return 32 - Integer.numberOfLeadingZeros(columns - 1);
  }

  /**
   * {@return bits of the smallest table for a row that has a slot for each of its multiply-adds, or
   * for each column; -1 if the row has no multiply-adds}
   *
   * @param multiplyAdds of the row
   */
  public int tableBits(long multiplyAdds) {
    if (multiplyAdds == 0) {
      return -1;
    }
    int bits = 64 - Long.numberOfLeadingZeros(multiplyAdds - 1);
    return Math.min(bits, columnBits());
  }
}
