package tactus.explore.numerics;

/** Products in double precision, rounded once: what others are compared with. */
public final class DoubleProducts implements MatrixProducts {

  /** Creates products in double precision. */
  public DoubleProducts() {}

  @Override
  public float[] multiply(String operator, float[] a, float[] b, int m, int k, int n) {
    float[] results = new float[m * n];
    double[] sums = exact(a, b, m, k, n);
    for (int i = 0; i < results.length; i++) {
      results[i] = (float) sums[i];
    }
    return results;
  }

  static double[] exact(float[] a, float[] b, int m, int k, int n) {
    double[] sums = new double[m * n];
    for (int row = 0; row < m; row++) {
      for (int l = 0; l < k; l++) {
        double factor = a[row * k + l];
        for (int column = 0; column < n; column++) {
          sums[row * n + column] += factor * b[l * n + column];
        }
      }
    }
    return sums;
  }
}
