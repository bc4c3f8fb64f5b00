package tactus.explore.numerics;

/** Functions of a vector engine, computed in double precision. */
final class Functions {

  private Functions() {}

  /** {@return x times the normal distribution's probability of less than x} */
  static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /** The error function by its series of positive terms, Abramowitz and Stegun 7.1.6. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
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
