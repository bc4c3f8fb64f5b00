package tactus.explore.validate;

/** {@code rand()} of the GNU C library with seed 1: an additive feedback generator of degree 31. */
final class CRandom {

  private static final int DEGREE = 31;
  private static final int WARM_UP = 310;

  private final int[] state = new int[DEGREE];

  /** The first three values after the seeds are those seeds again. */
  private int next = 3;

  CRandom() {
    long value = 1;
    state[0] = 1;
    for (int i = 1; i < DEGREE; i++) {
      value = 16_807 * value % 2_147_483_647;
      state[i] = (int) value;
    }
    for (int i = 0; i < WARM_UP; i++) {
      advance();
    }
  }

  int rand() {
    return advance() >>> 1;
  }

  private int advance() {
    // The sum of the values 31 and 3 places back.
    int sum = state[next] + state[(next + DEGREE - 3) % DEGREE];
    state[next] = sum;
    next = (next + 1) % DEGREE;
    return sum;
  }
}
