package tactus.hw.spgemm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The nonzeros of a result, in the order in which they are written to memory. */
public final class HashResults {

  private int[] rows = new int[1024];
  private int[] columns = new int[1024];
  private double[] values = new double[1024];
  private int count;

  HashResults() {}

  void add(int row, int column, double value) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      columns = Arrays.copyOf(columns, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    rows[count] = row;
    columns[count] = column;
    values[count++] = value;
  }

  /** {@return how many there are} */
  public int count() {
    return count;
  }

  /**
   * {@return whether they are those of a matrix in compressed rows, bit by bit, in whatever order}
   *
   * @param matrixRows its rows
   * @param starts of each row, where its nonzeros begin, and where the last ones end
   * @param indices their columns, ascending in each row
   * @param sums the nonzeros
   */
  public boolean isEqualTo(int matrixRows, int[] starts, int[] indices, double[] sums) {
    if (count != indices.length) {
      return false;
    }
    boolean[] seen = new boolean[count];
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (row < 0 || row >= matrixRows) {
        return false;
      }
      int at = Arrays.binarySearch(indices, starts[row], starts[row + 1], columns[i]);
      if (at < 0 || seen[at] || Double.compare(sums[at] + 0.0, values[i] + 0.0) != 0) {
        return false;
      }
      seen[at] = true;
    }
    return true;
  }

  /** Whether others are the same and were written in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashResults results
        && count == results.count
        && Arrays.equals(rows, 0, count, results.rows, 0, count)
        && Arrays.equals(columns, 0, count, results.columns, 0, count)
        && Arrays.equals(values, 0, count, results.values, 0, count);
  }

  @Override
  public int hashCode() {
    return count;
  }

  @Override
  public String toString() {
    return count + " nonzeros";
  }
}
