package tactus.explore.peer;

/**
 * MT19937 as numpy's {@code RandomState(seed)} begins it (Matsumoto and Nishimura, 1998), which
 * SCALE-Sim draws its row-wise patterns from.
 */
final class MersenneTwister {

  private static final int SIZE = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  MersenneTwister(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < SIZE; i++) {
      int before = state[i - 1];
      state[i] = 1_812_433_253 * (before ^ (before >>> 30)) + i;
    }
  }

  /** {@return an integer from 1 to {@code most}, as {@code randint(1, most + 1)} draws it} */
  int fromOneTo(int most) {
    int largest = most - 1;
    if (largest == 0) {
      return 1;
    }
    int mask = Integer.highestOneBit(largest) * 2 - 1;
    int drawn = bits() & mask;
    while (drawn > largest) {
      drawn = bits() & mask;
    }
    return drawn + 1;
  }

  private int bits() {
    if (next == SIZE) {
      twist();
    }
    int y = state[next];
    next++;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7FFFFFFF);
      state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
    }
    next = 0;
  }
}
