package tactus.hw.stream.attention;

import java.util.Arrays;

/**
 * What the row lanes of a head lane keep of their rows from one command to the next, whose keys
 * follow: what the units of a variant without a channel for a row remember.
 */
final class LaneRows {

  private final double[] maxima;
  private final double[] sums;
  private final double[] products;
  private final int dimension;

  /**
   * Keeps nothing yet.
   *
   * @param rowLanes row lanes
   * @param dimension values of a row
   */
  LaneRows(int rowLanes, int dimension) {
    this.maxima = new double[rowLanes];
    this.sums = new double[rowLanes];
    this.products = new double[rowLanes * dimension];
    this.dimension = dimension;
    begin();
  }

  /** Begins new rows. */
  void begin() {
    Arrays.fill(maxima, -Double.MAX_VALUE);
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
  }

  int dimension() {
    return dimension;
  }

  double maximum(int rowLane) {
    return maxima[rowLane];
  }

  void keepMaximum(int rowLane, double maximum) {
    maxima[rowLane] = maximum;
  }

  double sum(int rowLane) {
    return sums[rowLane];
  }

  void keepSum(int rowLane, double sum) {
    sums[rowLane] = sum;
  }

  double product(int rowLane, int column) {
    return products[rowLane * dimension + column];
  }

  void keepProduct(int rowLane, int column, double product) {
    products[rowLane * dimension + column] = product;
  }
}
