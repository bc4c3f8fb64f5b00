package tactus.explore.numerics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.matrix.MatrixEngineSpec;

/**
 * An engine's products, measured operator by operator: against double precision, and bit by bit
 * against the same arithmetic with exact normalization.
 */
public final class MeasuredProducts implements MatrixProducts {

  private final ArrayProducts measured;
  private final @Nullable ArrayProducts exact;
  private final FloatFormat results;
  private final Map<String, SumAccount> accounts = new LinkedHashMap<>();

  /**
   * Creates products of an engine that are measured.
   *
   * @param spec the engine
   * @param arithmetic what it computes with
   * @param scaling whether operands are scaled
   * @param histogram takes the leading zeros of every addition of a chain
   */
  public MeasuredProducts(
      MatrixEngineSpec spec,
      FloatArithmeticSpec arithmetic,
      ArrayProducts.Scaling scaling,
      ShiftHistogram histogram) {
    this.measured = new ArrayProducts(spec, arithmetic, scaling, histogram);
    this.results = arithmetic.results();
    this.exact =
        arithmetic
            .exactCounterpart()
            .map(counterpart -> new ArrayProducts(spec, counterpart, scaling))
            .orElse(null);
  }

  @Override
  public float[] multiply(String operator, float[] a, float[] b, int m, int k, int n) {
    long saturations = measured.saturations();
    long underflows = measured.underflows();
    float[] sums = measured.multiply(operator, a, b, m, k, n);
    SumAccount account =
        accounts.computeIfAbsent(operator, name -> new SumAccount(results.largestValue()));
    account.addOperands(measured.saturations() - saturations, measured.underflows() - underflows);
    double[] expected = DoubleProducts.exact(a, b, m, k, n);
    for (int i = 0; i < sums.length; i++) {
      account.add(sums[i], 1, expected[i]);
    }
    ArrayProducts other = exact;
    if (other != null) {
      float[] others = other.multiply(operator, a, b, m, k, n);
      for (int i = 0; i < sums.length; i++) {
        account.compare(sums[i], others[i]);
      }
    }
    return sums;
  }

  /** {@return what was measured, operator by operator in the order of their first products} */
  public List<OperatorNumerics> operators() {
    List<OperatorNumerics> list = new ArrayList<>();
    accounts.forEach((operator, account) -> list.add(account.numerics(operator, account.sums())));
    return list;
  }
}
