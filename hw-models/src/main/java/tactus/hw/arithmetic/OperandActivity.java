package tactus.hw.arithmetic;

/** How many bits of a stream of operands change from one to the next: what switches gates. */
public final class OperandActivity {

  private final FloatFormat format;
  private int last;
  private boolean begun;
  private long changed;
  private long transitions;

  /**
   * Creates a counter that has seen no operand.
   *
   * @param format format of the operands
   */
  public OperandActivity(FloatFormat format) {
    this.format = format;
  }

  /**
   * Counts an operand.
   *
   * @param operand the next one, a number of the format
   */
  public void count(float operand) {
    int encoding = format.encode(operand);
    if (begun) {
      changed += Integer.bitCount(encoding ^ last);
      transitions++;
    }
    last = encoding;
    begun = true;
  }

  /** {@return the share of bits that changed, from 0 to 1; 0 of less than two operands} */
  public double share() {
    return transitions == 0 ? 0 : (double) changed / transitions / format.bits();
  }
}
