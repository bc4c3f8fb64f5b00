package tactus.hw.matrix;

import java.util.Arrays;

/** The sums that wait below a reference array, whatever dataflow it is set to. */
final class Accumulators {

  private static final int NONE = -1;

  private double[] sums = new double[0];

  /** The fold that wrote each sum last, by number; {@link #NONE} if none. */
  private int[] writers = new int[0];

  /** {@return a sum, 0 where nothing was written} */
  double sum(long index) {
    return index < sums.length ? sums[(int) index] : 0;
  }

  /** {@return the number of the fold that wrote a sum last; below 0 if none did} */
  int writer(int index) {
    return index < writers.length ? writers[index] : NONE;
  }

  void write(int index, double sum, int fold) {
    int old = sums.length;
    if (index >= old) {
      int grown = Math.max(index + 1, 2 * old);
      sums = Arrays.copyOf(sums, grown);
      writers = Arrays.copyOf(writers, grown);
      Arrays.fill(writers, old, grown, NONE);
    }
    sums[index] = sum;
    writers[index] = fold;
  }
}
