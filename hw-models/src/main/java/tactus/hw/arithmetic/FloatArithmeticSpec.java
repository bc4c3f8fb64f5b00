package tactus.hw.arithmetic;

import java.util.Optional;

/**
 * Multiply-adds of floating-point numbers, fused or chained. Fused: each one rounds its sum to the
 * result's format. Chained: sums pass from one to the next as {@link ChainSpec} says and are
 * rounded when they leave the column. In both, the accumulators add in the result's format.
 *
 * @param operands format of what is multiplied
 * @param results format of sums outside the column, and inside it when fused
 * @param rounding how results are rounded
 * @param subnormals what becomes of subnormal operands and results
 * @param overflow what becomes of results beyond the largest number
 * @param chain the chain; fused if empty
 */
public record FloatArithmeticSpec(
    FloatFormat operands,
    FloatFormat results,
    Rounding rounding,
    Subnormals subnormals,
    Overflow overflow,
    Optional<ChainSpec> chain)
    implements ArithmeticSpec {

  public FloatArithmeticSpec {
    if (!results.hasNaN()) {
      throw new IllegalArgumentException(
          "results (" + results.label() + ") must be a format with a NaN");
    }
    if (rounding == Rounding.STOCHASTIC) {
      throw new IllegalArgumentException(
          "rounding must not be stochastic: bits would depend on the order of unrelated sums");
    }
  }

  /**
   * {@return chained arithmetic with fp32 results, rounded to nearest even, subnormals flushed}
   *
   * @param operands format of what is multiplied
   * @param chain the chain
   */
  public static FloatArithmeticSpec chained(FloatFormat operands, ChainSpec chain) {
    return new FloatArithmeticSpec(
        operands,
        FloatFormat.FP32,
        Rounding.NEAREST_EVEN,
        Subnormals.FLUSHED,
        Overflow.SPECIAL,
        Optional.of(chain));
  }

  /**
   * {@return fused IEEE arithmetic, rounded to nearest even, with subnormals}
   *
   * @param operands format of what is multiplied
   * @param results format of sums
   */
  public static FloatArithmeticSpec fused(FloatFormat operands, FloatFormat results) {
    return new FloatArithmeticSpec(
        operands,
        results,
        Rounding.NEAREST_EVEN,
        Subnormals.KEPT,
        Overflow.SPECIAL,
        Optional.empty());
  }

  @Override
  public String label() {
    String column =
        chain
            .map(c -> "chained W=" + c.significandBits() + " " + c.normalization().label())
            .orElse("fused");
    return operands.label() + " " + column + " to " + results.label();
  }

  /** {@return the same arithmetic with exact normalization; empty if this one's is exact} */
  public Optional<FloatArithmeticSpec> exactCounterpart() {
    return chain
        .filter(c -> !c.normalization().isExact(c.significandBits()))
        .map(
            c ->
                new FloatArithmeticSpec(
                    operands,
                    results,
                    rounding,
                    subnormals,
                    overflow,
                    Optional.of(
                        new ChainSpec(
                            c.significandBits(),
                            c.guardBits(),
                            c.sticky(),
                            c.productNormalized(),
                            c.truncation(),
                            Normalization.EXACT))));
  }

  /** {@return a rounder of operands to their format} */
  public Rounder operandRounder() {
    return new Rounder(operands, Rounding.NEAREST_EVEN, subnormals, overflow, 0);
  }

  /** {@return a rounder of sums to the results' format} */
  Rounder resultRounder() {
    return new Rounder(results, rounding, subnormals, overflow, 0);
  }
}
