package tactus.hw.arithmetic;

/** Arithmetic on doubles. */
enum DoubleColumn implements ColumnArithmetic {
  INSTANCE;

  @Override
  public long empty() {
    return Double.doubleToRawLongBits(0);
  }

  @Override
  public long product(double a, double b) {
    return Double.doubleToRawLongBits(a * b);
  }

  @Override
  public long add(long sum, long product) {
    return Double.doubleToRawLongBits(
        Double.longBitsToDouble(sum) + Double.longBitsToDouble(product));
  }

  @Override
  public double leave(long sum) {
    return Double.longBitsToDouble(sum);
  }

  @Override
  public double accumulate(double kept, double left) {
    return kept + left;
  }
}
