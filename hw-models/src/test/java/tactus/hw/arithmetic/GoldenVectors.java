package tactus.hw.arithmetic;

/** The operand stream of the reference's golden vectors: a 64-bit congruential generator. */
final class GoldenVectors {

  private long state;

  GoldenVectors(long seed) {
    state = seed;
  }

  /** {@return the next operand, a bf16 number of any sign and a magnitude around 1} */
  float next() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    int draw = (int) (state >>> 48);
    int encoding = (draw & 0x8000) | (120 + (draw >> 12 & 7)) << 7 | (draw & 127);
    return FloatFormat.BF16.toFloat(encoding);
  }
}
