package tactus.hw.arithmetic;

/** The adders below the columns, in the format of the results. */
final class Accumulators {

  private final FloatFormat results;
  private final IeeeArithmetic arithmetic;
  private final boolean onHost;

  Accumulators(FloatArithmeticSpec spec) {
    results = spec.results();
    arithmetic = new IeeeArithmetic(results, spec.resultRounder(), spec.subnormals());
    onHost = FusedFold.supports(spec);
  }

  double sum(double kept, double left) {
    if (onHost) {
      float sum = (float) kept + (float) left;
      return sum;
    }
    return results.toFloat(
        arithmetic.add(results.encode((float) kept), results.encode((float) left)));
  }
}
