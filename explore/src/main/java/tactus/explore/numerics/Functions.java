package tactus.explore.numerics;

/** Functions of a vector engine, computed in double precision. */
final class Functions {

  private static final int POINTS_OF_ONE = 256;
  private static final int LARGEST = 6;

  /** The error function at multiples of the distance, and its rise over one distance there. */
  private static final double[] ERF = new double[LARGEST * POINTS_OF_ONE + 1];

  private static final double[] SLOPES = new double[ERF.length];

  static {
    for (int i = 0; i < ERF.length; i++) {
      double x = (double) i / POINTS_OF_ONE;
      ERF[i] = erfSeries(x);
      SLOPES[i] = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) / POINTS_OF_ONE;
    }
  }

  private Functions() {}

  /** {@return x times the normal distribution's probability of less than x} */
  static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /**
   * The error function, to 1e-11: between the points of a table, the cubic with the function's
   * values and slopes at both ends.
   */
  static double erf(double x) {
    double position = Math.abs(x) * POINTS_OF_ONE;
    if (!(position < ERF.length - 1)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    int point = (int) position;
    double t = position - point;
    double from = ERF[point];
    double rise = ERF[point + 1] - from;
    double first = SLOPES[point] - rise;
    double second = rise - SLOPES[point + 1];
    double value = from + t * (rise + (1 - t) * ((1 - t) * first + t * second));
    return x < 0 ? -value : value;
  }

  /** The error function by its series of positive terms, Abramowitz and Stegun 7.1.6. */
  static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** Replaces each row by its softmax. */
  static void softmax(float[] rows, int size) {
    for (int row = 0; row < rows.length; row += size) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, rows[row + i]);
      }
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += Math.exp(rows[row + i] - largest);
      }
      for (int i = 0; i < size; i++) {
        rows[row + i] = (float) (Math.exp(rows[row + i] - largest) / sum);
      }
    }
  }
}
