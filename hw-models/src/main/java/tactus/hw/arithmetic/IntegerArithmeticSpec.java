package tactus.hw.arithmetic;

/**
 * Multiply-adds of signed integers.
 *
 * @param operandBits width of the operands, from 2 to 16
 * @param sumBits width of the sums, from {@code 2 * operandBits} to 32
 * @param saturating whether a sum beyond the range stays at its end instead of wrapping around
 */
public record IntegerArithmeticSpec(int operandBits, int sumBits, boolean saturating)
    implements ArithmeticSpec {

  /** Eight bits, summed up in 32 that wrap around. */
  public static final IntegerArithmeticSpec INT8 = new IntegerArithmeticSpec(8, 32, false);

  public IntegerArithmeticSpec {
    if (operandBits < 2 || operandBits > 16) {
      throw new IllegalArgumentException("operandBits (" + operandBits + ") must be from 2 to 16");
    }
    if (sumBits < 2 * operandBits || sumBits > 32) {
      throw new IllegalArgumentException(
          "sumBits (" + sumBits + ") must be from " + 2 * operandBits + " to 32");
    }
  }

  @Override
  public String label() {
    return "int" + operandBits + " to int" + sumBits + (saturating ? " saturating" : "");
  }

  /** {@return the largest operand} */
  public int largestOperand() {
    return (1 << (operandBits - 1)) - 1;
  }

  /** {@return a sum as the register holds it} */
  long fit(long sum) {
    long largest = (1L << (sumBits - 1)) - 1;
    if (saturating) {
      return Math.max(-largest - 1, Math.min(largest, sum));
    }
    return sum << (64 - sumBits) >> (64 - sumBits);
  }
}
