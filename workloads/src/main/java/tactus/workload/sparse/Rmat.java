package tactus.workload.sparse;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A square matrix drawn recursively: each edge goes into a quadrant, then into a quadrant of that,
 * and so on (R-MAT; Chakrabarti, Zhan and Faloutsos, SDM 2004). Edges drawn twice are one nonzero,
 * so there may be fewer nonzeros than edges. Values are whole numbers from 1 to 8: their sums are
 * exact in whatever order.
 *
 * @param scale the matrix has {@code 2^scale} rows and columns; from 1 to 24
 * @param edges edges drawn, at least 1
 * @param upperLeft the quadrant's probability
 * @param upperRight the quadrant's probability
 * @param lowerLeft the quadrant's probability; the lower right one has what is left
 * @param seed of the generator, SplitMix64
 */
public record Rmat(
    int scale, int edges, double upperLeft, double upperRight, double lowerLeft, long seed) {

  private static final int MOST_SCALE = 24;
  private static final int VALUES = 8;

  /** The most that probabilities sum to: decimals that sum to 1 may sum to a little more here. */
  public static final double MOST_TOGETHER = 1 + 1e-9;

  /** Checks the ranges. */
  public Rmat {
    if (scale < 1 || scale > MOST_SCALE || edges < 1) {
      throw new IllegalArgumentException(
          "scale (" + scale + ") must be from 1 to 24, edges (" + edges + ") at least 1");
    }
    if (!(upperLeft >= 0 && upperRight >= 0 && lowerLeft >= 0)
        || upperLeft + upperRight + lowerLeft > MOST_TOGETHER) {
      throw new IllegalArgumentException("probabilities must be from 0 to 1 together");
    }
  }

  /** {@return the matrix} */
  public SparseMatrix matrix() {
    long[] cells = new long[edges];
    SplittableRandom random = new SplittableRandom(seed);
    for (int edge = 0; edge < edges; edge++) {
      long row = 0;
      long column = 0;
      for (int level = 0; level < scale; level++) {
        int quadrant = quadrant(random.nextDouble());
        row = 2 * row + (quadrant >> 1);
        column = 2 * column + (quadrant & 1);
      }
      cells[edge] = row << scale | column;
    }
    Arrays.sort(cells);
    int size = 1 << scale;
    int[] starts = new int[size + 1];
    int[] columns = new int[edges];
    int count = 0;
    for (int i = 0; i < edges; i++) {
      if (i == 0 || cells[i] != cells[i - 1]) {
        columns[count++] = (int) (cells[i] & size - 1);
        starts[(int) (cells[i] >> scale) + 1] = count;
      }
    }
    for (int row = 1; row <= size; row++) {
      starts[row] = Math.max(starts[row], starts[row - 1]);
    }
    return new SparseMatrix(size, size, starts, Arrays.copyOf(columns, count), values(count));
  }

  private int quadrant(double drawn) {
    if (drawn < upperLeft) {
      return 0;
    }
    if (drawn < upperLeft + upperRight) {
      return 1;
    }
    return drawn < upperLeft + upperRight + lowerLeft ? 2 : 3;
  }

  /** Drawn apart from the edges, so that these are those of the seed alone. */
  private double[] values(int count) {
    SplittableRandom random = new SplittableRandom(~seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = 1 + random.nextInt(VALUES);
    }
    return values;
  }
}
