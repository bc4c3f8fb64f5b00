package tactus.hw.arithmetic;

/**
 * What the processing elements of a column and the accumulators below it compute. Products and sums
 * on their way are opaque words; numbers that enter and leave are doubles, which hold every number
 * of every format.
 */
public interface ColumnArithmetic {

  /** {@return the sum above the first processing element} */
  long empty();

  /**
   * {@return a product, as it enters the adder}
   *
   * @param a an operand
   * @param b the other one
   */
  long product(double a, double b);

  /**
   * {@return a sum with a product added}
   *
   * @param sum a sum of this arithmetic
   * @param product a product of this arithmetic
   */
  long add(long sum, long product);

  /**
   * {@return the number that leaves the column}
   *
   * @param sum a sum of this arithmetic
   */
  double leave(long sum);

  /**
   * {@return what an accumulator holds after a number was added}
   *
   * @param kept what it held
   * @param left a number that left the column
   */
  double accumulate(double kept, double left);

  /**
   * {@return the arithmetic of a spec}
   *
   * @param spec the spec
   */
  static ColumnArithmetic of(ArithmeticSpec spec) {
    if (spec instanceof IntegerArithmeticSpec integers) {
      return new IntegerColumn(integers);
    }
    FloatArithmeticSpec floats = (FloatArithmeticSpec) spec;
    return floats.chain().isPresent()
        ? new ChainedColumn(floats, floats.chain().get())
        : new FusedColumn(floats);
  }

  /** {@return arithmetic on doubles, for whoever wants sums of whole numbers or only their time} */
  static ColumnArithmetic doubles() {
    return DoubleColumn.INSTANCE;
  }
}
