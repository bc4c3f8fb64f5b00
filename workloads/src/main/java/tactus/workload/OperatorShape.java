package tactus.workload;

/** Extents of an operator's loops. */
public sealed interface OperatorShape {

  /** {@return the multiply-accumulates on a matrix engine, at least 0} */
  long macs();

  /**
   * {@code batch} independent products {@code [m x k] * [k x n]}.
   *
   * @param batch number of products, at least 1
   * @param m rows of the left operand and the result
   * @param k reduction extent
   * @param n columns of the right operand and the result
   */
  record MatMulShape(long batch, long m, long k, long n) implements OperatorShape {
    public MatMulShape {
      if (batch < 1 || m < 1 || k < 1 || n < 1) {
        throw new IllegalArgumentException(
            "batch, m, k, n (" + batch + ", " + m + ", " + k + ", " + n + ") must be at least 1");
      }
    }

    @Override
    public long macs() {
      return Math.multiplyExact(Math.multiplyExact(batch, m), Math.multiplyExact(k, n));
    }
  }

  /**
   * A row-wise or element-wise operator.
   *
   * @param rows number of rows, at least 1
   * @param columns elements of a row, at least 1
   */
  record VectorShape(long rows, long columns) implements OperatorShape {
    public VectorShape {
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException(
            "rows (" + rows + ") and columns (" + columns + ") must be at least 1");
      }
    }

    @Override
    public long macs() {
      return 0;
    }
  }

  /**
   * A two-dimensional convolution over one image without padding (padding enlarges the image).
   *
   * @param inputHeight rows of the image
   * @param inputWidth columns of the image
   * @param filterHeight rows of the filter
   * @param filterWidth columns of the filter
   * @param channels input channels
   * @param filters output channels
   * @param stride step in both directions, at least 1
   * @param roundUp whether windows that hang over the edge count (as SCALE-Sim does)
   */
  record ConvShape(
      long inputHeight,
      long inputWidth,
      long filterHeight,
      long filterWidth,
      long channels,
      long filters,
      long stride,
      boolean roundUp)
      implements OperatorShape {
    public ConvShape {
      if (inputHeight < 1
          || inputWidth < 1
          || filterHeight < 1
          || filterWidth < 1
          || channels < 1
          || filters < 1
          || stride < 1) {
        throw new IllegalArgumentException("all extents of a convolution must be at least 1");
      }
      if (filterHeight > inputHeight || filterWidth > inputWidth) {
        throw new IllegalArgumentException(
            "filter ("
                + filterHeight
                + " x "
                + filterWidth
                + ") must not exceed the image ("
                + inputHeight
                + " x "
                + inputWidth
                + ")");
      }
    }

    /** {@return rows of the result} */
    public long outputHeight() {
      return outputExtent(inputHeight, filterHeight);
    }

    /** {@return columns of the result} */
    public long outputWidth() {
      return outputExtent(inputWidth, filterWidth);
    }

    private long outputExtent(long input, long filter) {
      long reach = input - filter + stride;
      return roundUp ? (reach + stride - 1) / stride : reach / stride;
    }

    /** {@return the product that im2col makes of it} */
    public MatMulShape asMatMul() {
      return new MatMulShape(
          1,
          Math.multiplyExact(outputHeight(), outputWidth()),
          Math.multiplyExact(Math.multiplyExact(filterHeight, filterWidth), channels),
          filters);
    }

    @Override
    public long macs() {
      return asMatMul().macs();
    }
  }
}
