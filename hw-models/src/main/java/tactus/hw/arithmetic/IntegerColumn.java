package tactus.hw.arithmetic;

/** Multiply-adds of integers; a word is the integer itself. */
final class IntegerColumn implements ColumnArithmetic {

  private final IntegerArithmeticSpec spec;

  IntegerColumn(IntegerArithmeticSpec spec) {
    this.spec = spec;
  }

  @Override
  public long empty() {
    return 0;
  }

  @Override
  public long product(double a, double b) {
    return operand(a) * operand(b);
  }

  /** {@return an operand as a whole number} */
  long operand(double value) {
    long whole = (long) value;
    if (whole != value || whole > spec.largestOperand() || whole < -spec.largestOperand() - 1L) {
      throw new IllegalArgumentException(
          "operand (" + value + ") must be a signed integer of " + spec.operandBits() + " bits");
    }
    return whole;
  }

  @Override
  public long add(long sum, long product) {
    return spec.fit(sum + product);
  }

  @Override
  public double leave(long sum) {
    return sum;
  }

  @Override
  public double accumulate(double kept, double left) {
    return spec.fit((long) kept + (long) left);
  }
}
