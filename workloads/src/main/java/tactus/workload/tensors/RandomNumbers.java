package tactus.workload.tensors;

/**
 * A stream of random numbers of a seed and a name: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)
 * and Marsaglia's polar method, in strict arithmetic.
 */
public final class RandomNumbers {

  private long state;
  private double spare;
  private boolean hasSpare;

  /**
   * Begins a stream.
   *
   * @param seed any number
   * @param name any text; streams of different names are unrelated
   */
  public RandomNumbers(long seed, String name) {
    state = seed;
    for (int i = 0; i < name.length(); i++) {
      state = mixed(state ^ name.charAt(i)) + 0x9E3779B97F4A7C15L;
    }
  }

  /** {@return any long} */
  public long next() {
    state += 0x9E3779B97F4A7C15L;
    return mixed(state);
  }

  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** {@return a number from 0, below 1} */
  public double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** {@return a number of the standard normal distribution} */
  public double normal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * scale;
    hasSpare = true;
    return x * scale;
  }
}
