package tactus.benchmarks;

import java.util.SplittableRandom;

/** How far in the future an event is pushed. */
public enum Delays {
  /** Exponentially distributed with a mean of 1 ns: the classic hold model, ties are rare. */
  EXPONENTIAL {
    @Override
    long next(SplittableRandom random) {
      return 1 + (long) (-Math.log(1 - random.nextDouble()) * TICKS_PER_NANOSECOND);
    }
  },
  /** One to eight cycles of a 1 GHz clock: most events share their tick with others. */
  CLOCKED {
    @Override
    long next(SplittableRandom random) {
      return (1 + random.nextInt(8)) * TICKS_PER_NANOSECOND;
    }
  };

  private static final long TICKS_PER_NANOSECOND = 1_000_000;

  /** {@return a random delay, in ticks, at least 1} */
  abstract long next(SplittableRandom random);

  /**
   * {@return a table of delays, so that drawing them costs next to nothing in a benchmark}
   *
   * @param length how many, a power of two
   */
  long[] table(int length) {
    SplittableRandom random = new SplittableRandom(1);
    long[] delays = new long[length];
    for (int i = 0; i < length; i++) {
      delays[i] = next(random);
    }
    return delays;
  }
}
