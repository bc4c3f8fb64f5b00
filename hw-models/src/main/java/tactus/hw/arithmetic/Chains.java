package tactus.hw.arithmetic;

/** Chains side by side, one a lane, that advance together: fast paths of {@link ChainedColumn}. */
interface Chains {

  /** An exponent below all others, of a zero; sums of a few stay far from overflow. */
  int ZERO_EXPONENT = -(1 << 18);

  /** What the exponent of a sum of zero is lowered by. */
  int ZERO_SUM_EXPONENT = -(1 << 20);

  /**
   * Takes a stationary factor.
   *
   * @param row the product of its lane that it belongs to
   * @param lane the chain
   * @param significand its significand, 0 of a zero
   * @param exponent its exponent, {@link #ZERO_EXPONENT} of a zero
   */
  void load(int row, int lane, int significand, int exponent);

  /**
   * Begins new chains.
   *
   * @param count how many, at most those there is room for
   */
  void clear(int count);

  /**
   * Takes the streamed factor of the next product of neighbouring chains.
   *
   * @param from the first chain
   * @param to the one after the last
   * @param significand the factor's significand, 0 of a zero
   * @param exponent its exponent, {@link #ZERO_EXPONENT} of a zero
   */
  void stream(int from, int to, int significand, int exponent);

  /**
   * Adds to each chain the product of its streamed factor and its stationary one.
   *
   * @param row which stationary one
   */
  void add(int row);

  /** Adds zero to each chain, which normalizes what an approximate rule left. */
  void addZero();

  /**
   * Rounds the sums to the results' format.
   *
   * @param out takes them
   * @param first where the first one goes
   */
  void leave(double[] out, int first);

  /** {@return the width of a product's significand} */
  static int productBits(FloatArithmeticSpec spec) {
    return 2 * (spec.operands().fractionBits() + 1);
  }

  /** {@return whether the rule of a chain shifts a carry right by one} */
  static boolean hasUnitCarry(ChainSpec chain) {
    return chain.normalization().rule() != Normalization.Rule.SINGLE
        || chain.normalization().isExact(chain.significandBits());
  }
}
