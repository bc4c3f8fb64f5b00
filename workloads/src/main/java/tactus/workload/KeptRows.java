package tactus.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which rows of a product's left operand and result are computed: positions known before the run,
 * as semi-structured activation sparsity has them (of a convolution, a row is a pixel of the
 * result). The other rows of the result are zero. Immutable, equal by value.
 */
public final class KeptRows {

  private final int all;
  private final int[] kept;

  private KeptRows(int all, int[] kept) {
    this.all = all;
    this.kept = kept;
  }

  /**
   * {@return so many rows, each choice of them as likely as any other}
   *
   * @param all rows there are, at least 1
   * @param density share of them that is kept, above 0 and at most 1, rounded up to whole ones
   * @param seed any number; the same one gives the same rows
   */
  public static KeptRows random(long all, double density, long seed) {
    if (all < 1 || !(density > 0 && density <= 1)) {
      throw new IllegalArgumentException(
          "rows (" + all + ") must be at least 1 and density (" + density + ") in (0, 1]");
    }
    int missing = (int) Math.ceil(density * all);
    int[] kept = new int[missing];
    SplittableRandom random = new SplittableRandom(seed);
    int next = 0;
    // Selection sampling, as in ElementMask.
    for (int row = 0; next < kept.length; row++) {
      if (random.nextDouble() * (all - row) < kept.length - next) {
        kept[next] = row;
        next++;
      }
    }
    return new KeptRows(Math.toIntExact(all), kept);
  }

  /** {@return how many rows there are} */
  public long all() {
    return all;
  }

  /** {@return how many rows are computed} */
  public long count() {
    return kept.length;
  }

  /**
   * {@return which row a computed one is}
   *
   * @param index its place among those computed
   */
  public long row(long index) {
    return kept[(int) index];
  }

  /**
   * {@return the rows that are left out from a computed row on, up to another one; those before the
   * first one belong to it}
   *
   * @param from place of a computed row
   * @param to place of the computed row after the last one; all rows that are left are among them
   *     if there is none
   */
  public long leftOut(long from, long to) {
    long begin = from == 0 ? 0 : row(from);
    long end = to == kept.length ? all : row(to);
    return end - begin - (to - from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeptRows rows && all == rows.all && Arrays.equals(kept, rows.kept);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(kept) + all;
  }

  @Override
  public String toString() {
    return kept.length + " of " + all + " rows";
  }
}
