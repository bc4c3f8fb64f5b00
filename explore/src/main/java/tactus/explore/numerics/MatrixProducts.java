package tactus.explore.numerics;

/** Whatever multiplies the matrices of a model. */
public interface MatrixProducts {

  /**
   * {@return a product, row by row}
   *
   * @param operator name of the operator it belongs to
   * @param a left operand, {@code m x k}, row by row
   * @param b right operand, {@code k x n}, row by row
   * @param m rows of the left operand
   * @param k columns of the left operand
   * @param n columns of the right operand
   */
  float[] multiply(String operator, float[] a, float[] b, int m, int k, int n);
}
