package tactus.explore.numerics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.matrix.MatrixEngineSpec;

/**
 * An engine's products, measured operator by operator: against double precision, and bit by bit
 * against the same arithmetic with exact normalization.
 */
public final class MeasuredProducts implements MatrixProducts {

  private final ArrayProducts measured;
  private final ArrayProducts exact;
  private final FloatFormat results;
  private final boolean approximate;
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  /** Sums of an operator so far. */
  private static final class Account {
    private long sums;
    private double maxError;
    private double squaredErrors;
    private double squares;
    private long differingSums;
    private long differingBits;
    private long saturations;
    private long underflows;
  }

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
    this.approximate =
        arithmetic
            .chain()
            .filter(chain -> !chain.normalization().isExact(chain.significandBits()))
            .isPresent();
    this.exact = new ArrayProducts(spec, exact(arithmetic), scaling);
  }

  private static FloatArithmeticSpec exact(FloatArithmeticSpec arithmetic) {
    return new FloatArithmeticSpec(
        arithmetic.operands(),
        arithmetic.results(),
        arithmetic.rounding(),
        arithmetic.subnormals(),
        arithmetic.overflow(),
        arithmetic
            .chain()
            .map(
                chain ->
                    new ChainSpec(
                        chain.significandBits(),
                        chain.guardBits(),
                        chain.sticky(),
                        chain.productNormalized(),
                        chain.truncation(),
                        Normalization.EXACT)));
  }

  @Override
  public float[] multiply(String operator, float[] a, float[] b, int m, int k, int n) {
    long saturations = measured.saturations();
    long underflows = measured.underflows();
    float[] sums = measured.multiply(operator, a, b, m, k, n);
    Account account = accounts.computeIfAbsent(operator, name -> new Account());
    account.saturations += measured.saturations() - saturations;
    account.underflows += measured.underflows() - underflows;
    count(account, sums, DoubleProducts.exact(a, b, m, k, n));
    if (approximate) {
      compare(account, sums, exact.multiply(operator, a, b, m, k, n));
    }
    return sums;
  }

  private void count(Account account, float[] sums, double[] exactSums) {
    float largest = results.largestValue();
    for (int i = 0; i < sums.length; i++) {
      double difference = Math.abs(sums[i] - exactSums[i]);
      account.maxError = Math.max(account.maxError, difference);
      account.squaredErrors += difference * difference;
      account.squares += exactSums[i] * exactSums[i];
      if (!(Math.abs(sums[i]) < largest)) {
        account.saturations++;
      }
      if (sums[i] == 0 && exactSums[i] != 0) {
        account.underflows++;
      }
    }
    account.sums += sums.length;
  }

  private static void compare(Account account, float[] sums, float[] others) {
    for (int i = 0; i < sums.length; i++) {
      int differing = Float.floatToIntBits(sums[i]) ^ Float.floatToIntBits(others[i]);
      account.differingBits += Integer.bitCount(differing);
      account.differingSums += differing == 0 ? 0 : 1;
    }
  }

  /** {@return what was measured, operator by operator in the order of their first products} */
  public List<OperatorNumerics> operators() {
    List<OperatorNumerics> list = new ArrayList<>();
    accounts.forEach(
        (operator, account) ->
            list.add(
                new OperatorNumerics(
                    operator,
                    account.sums,
                    account.maxError,
                    Math.sqrt(account.squaredErrors / account.sums),
                    10 * Math.log10(account.squares / account.squaredErrors),
                    account.differingSums,
                    account.differingBits,
                    account.saturations,
                    account.underflows)));
    return list;
  }
}
