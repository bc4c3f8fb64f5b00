package tactus.hw.stream.attention;

import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.Rounder;

/** What the units of an attention graph compute with. */
public interface AttentionArithmetic {

  /** {@return arithmetic on doubles} */
  static AttentionArithmetic doubles() {
    return new AttentionArithmetic() {
      @Override
      public boolean isExact() {
        return true;
      }

      @Override
      public double operand(double value) {
        return value;
      }

      @Override
      public double result(double value) {
        return value;
      }

      @Override
      public double dot(double before, double[] a, int aFirst, double[] b, int bFirst, int width) {
        double dot = before;
        for (int i = 0; i < width; i++) {
          dot += a[aFirst + i] * b[bFirst + i];
        }
        return dot;
      }

      @Override
      public double weighted(double before, double weight, double value) {
        return before + weight * value;
      }
    };
  }

  /**
   * {@return the arithmetic of a matrix engine, for units too: the products of a token are a column
   * of multiply-adds, whose sum is added to what came before as an accumulator does; everything
   * else is rounded to the results' format after each operation; weights are rounded to the
   * operands' format before they are multiplied}
   *
   * @param spec the arithmetic
   */
  static AttentionArithmetic of(FloatArithmeticSpec spec) {
    ColumnArithmetic column = ColumnArithmetic.of(spec);
    Rounder operands = spec.operandRounder();
    Rounder results =
        new Rounder(spec.results(), spec.rounding(), spec.subnormals(), spec.overflow(), 0);
    return new AttentionArithmetic() {
      @Override
      public double operand(double value) {
        return operands.quantize(value);
      }

      @Override
      public double result(double value) {
        return results.quantize(value);
      }

      @Override
      public double dot(double before, double[] a, int aFirst, double[] b, int bFirst, int width) {
        long sum = column.empty();
        for (int i = 0; i < width; i++) {
          sum = column.add(sum, column.product(a[aFirst + i], b[bFirst + i]));
        }
        return column.accumulate(before, column.leave(sum));
      }

      @Override
      public double weighted(double before, double weight, double value) {
        long sum = column.add(column.empty(), column.product(operand(weight), value));
        return column.accumulate(before, column.leave(sum));
      }
    };
  }

  /** {@return whether operands are multiplied as they are, none of them rounded} */
  default boolean isExact() {
    return false;
  }

  /**
   * {@return a query, key, value or weight as it is multiplied}
   *
   * @param value the value
   */
  double operand(double value);

  /**
   * {@return the result of a unit's operation}
   *
   * @param value the exact result, or as near as a double is
   */
  double result(double value);

  /**
   * {@return the products of a token's values added to a sum}
   *
   * @param before the sum before
   * @param a has the one token's values
   * @param aFirst the first of them
   * @param b has the other one's
   * @param bFirst the first of them
   * @param width how many
   */
  double dot(double before, double[] a, int aFirst, double[] b, int bFirst, int width);

  /**
   * {@return a weighted value added to a sum}
   *
   * @param before the sum before
   * @param weight the weight
   * @param value the value, an operand
   */
  double weighted(double before, double weight, double value);
}
