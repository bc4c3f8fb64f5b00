package tactus.hw.arithmetic;

/**
 * How a sum is shifted left after an addition, decided by its leading zeros. A carry is always
 * shifted right, by one place.
 *
 * <p>The approximate rules look at windows of {@code k} and {@code lambda} bits instead of
 * counting. Windows that cover the whole significand, {@code k + lambda >= significandBits}, leave
 * nothing to approximate: the unit then counts and is the exact one.
 *
 * @param rule which shifts there are
 * @param k width of the first window, at least 0; 0 for rules without windows
 * @param lambda width of the second window, at least 0; 0 for rules without windows
 */
public record Normalization(Rule rule, int k, int lambda) {

  /** Which shifts a normalizer offers. */
  public enum Rule {
    /** Any: a leading-zero counter and a barrel shifter. */
    EXACT,
    /** None. */
    NONE,
    /**
     * 0, {@code k} or {@code k + lambda}: the second window is looked at when the first is zero.
     */
    WINDOWS,
    /**
     * Two stages, the second one after the first: by {@code lambda} if the top {@code lambda} bits
     * are zero, then by {@code k} if the top {@code k} bits are.
     */
    STAGES,
    /**
     * 0 or {@code lambda}, if the top {@code lambda} bits are zero; a carry is shifted right by
     * {@code k} places.
     */
    SINGLE
  }

  /** A leading-zero count and a full shift. */
  public static final Normalization EXACT = new Normalization(Rule.EXACT, 0, 0);

  /** No left shift at all. */
  public static final Normalization NONE = new Normalization(Rule.NONE, 0, 0);

  public Normalization {
    if (k < 0 || lambda < 0) {
      throw new IllegalArgumentException(
          "k (" + k + ") and lambda (" + lambda + ") must be at least 0");
    }
    if (rule == Rule.SINGLE && k < 1) {
      throw new IllegalArgumentException("k (" + k + ") must be at least 1 for a carry's shift");
    }
  }

  /**
   * {@return approximate normalization by the rule that all published names fit, an-k-lambda}
   *
   * @param k width of the first window
   * @param lambda width of the second window
   */
  public static Normalization approximate(int k, int lambda) {
    return new Normalization(Rule.WINDOWS, k, lambda);
  }

  /**
   * {@return whether every sum is normalized completely}
   *
   * @param significandBits width of a sum's significand
   */
  public boolean isExact(int significandBits) {
    return rule == Rule.EXACT || (rule != Rule.NONE && (long) k + lambda >= significandBits);
  }

  /**
   * {@return the places a sum is shifted left; negative is right}
   *
   * @param leadingZeros its leading zeros, -1 for a carry
   * @param significandBits width of a sum's significand
   */
  public int shift(int leadingZeros, int significandBits) {
    if (isExact(significandBits)) {
      return leadingZeros;
    }
    if (leadingZeros < 0) {
      return rule == Rule.SINGLE ? -k : -1;
    }
    return switch (rule) {
      case EXACT -> leadingZeros;
      case NONE -> 0;
      case WINDOWS -> leadingZeros < k ? 0 : leadingZeros < k + lambda ? k : k + lambda;
      case STAGES -> {
        int coarse = leadingZeros < lambda ? 0 : lambda;
        yield leadingZeros - coarse < k ? coarse : coarse + k;
      }
      case SINGLE -> leadingZeros < lambda ? 0 : lambda;
    };
  }

  /** {@return a short name such as {@code exact} or {@code an-1-2}} */
  public String label() {
    return switch (rule) {
      case EXACT -> "exact";
      case NONE -> "none";
      case WINDOWS -> "an-" + k + "-" + lambda;
      case STAGES -> "an-" + k + "-" + lambda + "-stages";
      case SINGLE -> "an-" + k + "-" + lambda + "-single";
    };
  }
}
