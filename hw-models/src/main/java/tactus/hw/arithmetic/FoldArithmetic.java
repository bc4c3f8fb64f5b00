package tactus.hw.arithmetic;

import org.jspecify.annotations.Nullable;

/**
 * The sums of a fold, computed as fast as their bits allow: those that {@link ColumnArithmetic}
 * gives when the stationary operand lies in the columns, row by row, and each streamed vector meets
 * it.
 */
public interface FoldArithmetic {

  /**
   * Takes a stationary operand.
   *
   * @param stationary row by row
   * @param rows how many products a column adds
   * @param columns how many columns
   */
  void load(float[] stationary, int rows, int columns);

  /**
   * Computes what leaves the columns for streamed vectors.
   *
   * @param streamed holds the vectors, each an element a row
   * @param offset where the first one begins
   * @param stride from where one begins to where the next one does
   * @param vectors how many
   * @param idleRows rows below the last one through which sums pass, with zeros added
   * @param out takes an element a column, vector by vector
   */
  void stream(float[] streamed, int offset, int stride, int vectors, int idleRows, double[] out);

  /**
   * {@return the fastest exact implementation for a spec}
   *
   * @param spec the spec
   */
  static FoldArithmetic of(ArithmeticSpec spec) {
    return of(spec, null);
  }

  /**
   * {@return the fastest exact implementation for a spec that counts}
   *
   * @param spec the spec
   * @param histogram takes the leading zeros of every addition of a chain, if any
   */
  static FoldArithmetic of(ArithmeticSpec spec, @Nullable ShiftHistogram histogram) {
    if (spec instanceof IntegerArithmeticSpec integers) {
      return new IntegerFold(integers);
    }
    FloatArithmeticSpec floats = (FloatArithmeticSpec) spec;
    if (floats.chain().isPresent()) {
      return new ChainedFold(floats, floats.chain().get(), histogram);
    }
    return FusedFold.supports(floats) ? new FusedFold(floats) : new RoundedFold(floats);
  }
}
