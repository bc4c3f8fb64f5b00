package tactus.hw.arithmetic;

/**
 * A multiply-add that hands its sum to the next one without rounding: what the register between two
 * of them holds and how it gets there. Rounding happens once, at the end of the chain.
 *
 * @param significandBits width of a sum's significand, from 4 to 48 bits
 * @param guardBits bits below it that an addition computes and drops, from 0 to 12; 0 exactly when
 *     the truncation is of the summands
 * @param sticky whether the last guard bit is the disjunction of all that is below it
 * @param productNormalized whether a product below 2 is shifted left by one before the addition
 * @param truncation where the bits that do not fit are lost
 * @param normalization how a sum is shifted left
 */
public record ChainSpec(
    int significandBits,
    int guardBits,
    boolean sticky,
    boolean productNormalized,
    Truncation truncation,
    Normalization normalization) {

  /** Where the bits of a sum that do not fit its register are lost. */
  public enum Truncation {
    /** When the smaller summand is aligned: its bits below the significand are cut off. */
    SUMMANDS,
    /** After normalization: the guard bits of the sum are cut off. */
    SUM,
    /** After normalization: the sum is rounded to nearest even by its guard bits. */
    SUM_NEAREST
  }

  /** Widest register of a sum, in bits. */
  public static final int MOST_SIGNIFICAND_BITS = 48;

  /** Most guard bits: an aligned sum and its carry fit a long. */
  public static final int MOST_GUARD_BITS = 12;

  public ChainSpec {
    if (significandBits < 4 || significandBits > MOST_SIGNIFICAND_BITS) {
      throw new IllegalArgumentException(
          "significandBits (" + significandBits + ") must be from 4 to " + MOST_SIGNIFICAND_BITS);
    }
    if (guardBits < 0 || guardBits > MOST_GUARD_BITS) {
      throw new IllegalArgumentException(
          "guardBits (" + guardBits + ") must be from 0 to " + MOST_GUARD_BITS);
    }
    if ((truncation == Truncation.SUMMANDS) != (guardBits == 0)) {
      throw new IllegalArgumentException(
          "guardBits ("
              + guardBits
              + ") must be 0 when summands are truncated and at least 1 when the sum is");
    }
    if (sticky && truncation != Truncation.SUM_NEAREST) {
      throw new IllegalArgumentException("sticky must be false unless the sum is rounded");
    }
  }

  /**
   * {@return a chain as the reference recommends: no guard bits, products not normalized}
   *
   * @param significandBits width of a sum's significand
   * @param normalization how a sum is shifted left
   */
  public static ChainSpec of(int significandBits, Normalization normalization) {
    return new ChainSpec(significandBits, 0, false, false, Truncation.SUMMANDS, normalization);
  }
}
