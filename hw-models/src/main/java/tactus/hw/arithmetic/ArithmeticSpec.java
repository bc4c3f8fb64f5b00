package tactus.hw.arithmetic;

/** What a matrix engine computes with. */
public sealed interface ArithmeticSpec permits FloatArithmeticSpec, IntegerArithmeticSpec {

  /** {@return one line for reports, such as {@code bf16 chained W=16 an-1-2 to fp32}} */
  String label();
}
