package tactus.hw.arithmetic;

/**
 * Fused multiply-adds: a sum's word is its encoding in the results' format, a product's word the
 * two factors as floats, since a product is rounded only together with its sum.
 */
final class FusedColumn implements ColumnArithmetic {

  private final FloatFormat results;
  private final OperandCheck operands;
  private final IeeeArithmetic arithmetic;
  private final Accumulators accumulators;

  FusedColumn(FloatArithmeticSpec spec) {
    results = spec.results();
    operands = new OperandCheck(spec);
    // Floats as factors: every number of every narrower format is one.
    arithmetic = new IeeeArithmetic(FloatFormat.FP32, spec.resultRounder(), Subnormals.KEPT);
    accumulators = new Accumulators(spec);
  }

  @Override
  public long empty() {
    return 0;
  }

  @Override
  public long product(double a, double b) {
    long high = Float.floatToRawIntBits(operands.checked(a));
    long low = Float.floatToRawIntBits(operands.checked(b)) & 0xffff_ffffL;
    return high << 32 | low;
  }

  @Override
  public long add(long sum, long product) {
    return arithmetic.multiplyAdd((int) (product >>> 32), (int) product, (int) sum);
  }

  @Override
  public double leave(long sum) {
    return results.toFloat((int) sum);
  }

  @Override
  public double accumulate(double kept, double left) {
    return accumulators.sum(kept, left);
  }
}
