package tactus.hw.memory;

/**
 * How often streams of consecutive words meet in one bank of a word-interleaved scratchpad. A
 * vector is {@code words} consecutive words from word address {@code first}; it lies once around
 * the banks for every {@code banks} words and covers an arc of {@code words mod banks} banks once
 * more, so only the arcs and their distances matter. All methods are pure and take constant time,
 * sums take time proportional to the number of banks at most.
 */
public final class BankConflicts {

  private BankConflicts() {}

  /**
   * {@return the words in the most loaded bank of one vector}
   *
   * @param banks number of banks, at least 1
   * @param words words of the vector, at least 0
   */
  public static long maxLoad(int banks, long words) {
    return (words + banks - 1) / banks;
  }

  /**
   * {@return the words in the most loaded bank of two vectors}
   *
   * @param banks number of banks, at least 1
   * @param first1 word address of the first vector
   * @param words1 words of the first vector, at least 0
   * @param first2 word address of the second vector
   * @param words2 words of the second vector, at least 0
   */
  public static long maxLoad(int banks, long first1, long words1, long first2, long words2) {
    return maxLoadAt(banks, Math.floorMod(first2 - first1, banks), words1, words2);
  }

  /**
   * {@return the words in the most loaded bank of three vectors}
   *
   * @param banks number of banks, at least 1
   * @param first1 word address of the first vector
   * @param words1 words of the first vector, at least 0
   * @param first2 word address of the second vector
   * @param words2 words of the second vector, at least 0
   * @param first3 word address of the third vector
   * @param words3 words of the third vector, at least 0
   */
  public static long maxLoad(
      int banks, long first1, long words1, long first2, long words2, long first3, long words3) {
    int distance2 = Math.floorMod(first2 - first1, banks);
    int distance3 = Math.floorMod(first3 - first1, banks);
    return maxLoadAt(banks, distance2, distance3, words1, words2, words3);
  }

  /**
   * {@return the cycles a bank needs for its words}
   *
   * @param load words in the bank, at least 0
   * @param ports words it moves a cycle, at least 1
   */
  public static long cycles(long load, int ports) {
    return (load + ports - 1) / ports;
  }

  /**
   * {@return the cycles that two streams of vectors take when vector {@code v} of both is moved at
   * once, summed over all {@code v}}
   *
   * @param banks number of banks, at least 1
   * @param ports words a bank moves a cycle, at least 1
   * @param minimum cycles a vector takes at least, at least 0
   * @param vectors vectors of each stream, at least 0
   * @param first1 word address of the first stream's first vector
   * @param pitch1 words from one vector of the first stream to the next
   * @param words1 words of a vector of the first stream, at least 0
   * @param first2 word address of the second stream's first vector
   * @param pitch2 words from one vector of the second stream to the next
   * @param words2 words of a vector of the second stream, at least 0
   */
  public static long totalCycles(
      int banks,
      int ports,
      long minimum,
      long vectors,
      long first1,
      long pitch1,
      long words1,
      long first2,
      long pitch2,
      long words2) {
    int distance = Math.floorMod(first2 - first1, banks);
    int step = Math.floorMod(pitch2 - pitch1, banks);
    int period = period(banks, step);
    long turns = vectors / period;
    long rest = vectors % period;
    long sum = 0;
    long sumOfRest = 0;
    long considered = turns == 0 ? rest : period;
    for (long v = 0; v < considered; v++) {
      if (v == rest) {
        sumOfRest = sum;
      }
      sum += Math.max(minimum, cycles(maxLoadAt(banks, distance, words1, words2), ports));
      distance = (distance + step) % banks;
    }
    return turns == 0 ? sum : turns * sum + sumOfRest;
  }

  /**
   * {@return the cycles that three streams of vectors take when vector {@code v} of all is moved at
   * once, summed over all {@code v}}
   *
   * @param banks number of banks, at least 1
   * @param ports words a bank moves a cycle, at least 1
   * @param minimum cycles a vector takes at least, at least 0
   * @param vectors vectors of each stream, at least 0
   * @param first1 word address of the first stream's first vector
   * @param pitch1 words from one vector of the first stream to the next
   * @param words1 words of a vector of the first stream, at least 0
   * @param first2 word address of the second stream's first vector
   * @param pitch2 words from one vector of the second stream to the next
   * @param words2 words of a vector of the second stream, at least 0
   * @param first3 word address of the third stream's first vector
   * @param pitch3 words from one vector of the third stream to the next
   * @param words3 words of a vector of the third stream, at least 0
   */
  public static long totalCycles(
      int banks,
      int ports,
      long minimum,
      long vectors,
      long first1,
      long pitch1,
      long words1,
      long first2,
      long pitch2,
      long words2,
      long first3,
      long pitch3,
      long words3) {
    int distance2 = Math.floorMod(first2 - first1, banks);
    int distance3 = Math.floorMod(first3 - first1, banks);
    int step2 = Math.floorMod(pitch2 - pitch1, banks);
    int step3 = Math.floorMod(pitch3 - pitch1, banks);
    int period2 = period(banks, step2);
    int period3 = period(banks, step3);
    int period = period2 / gcd(period2, period3) * period3;
    long turns = vectors / period;
    long rest = vectors % period;
    long sum = 0;
    long sumOfRest = 0;
    long considered = turns == 0 ? rest : period;
    for (long v = 0; v < considered; v++) {
      if (v == rest) {
        sumOfRest = sum;
      }
      long load = maxLoadAt(banks, distance2, distance3, words1, words2, words3);
      sum += Math.max(minimum, cycles(load, ports));
      distance2 = (distance2 + step2) % banks;
      distance3 = (distance3 + step3) % banks;
    }
    return turns == 0 ? sum : turns * sum + sumOfRest;
  }

  /**
   * {@return the number of steps after which a word address is in its first bank again}
   *
   * @param banks number of banks, at least 1
   * @param step words of a step
   */
  public static int period(int banks, long step) {
    return banks / gcd(banks, Math.floorMod(step, banks));
  }

  private static long maxLoadAt(int banks, int distance, long words1, long words2) {
    long laps = words1 / banks + words2 / banks;
    long arc1 = words1 % banks;
    long arc2 = words2 % banks;
    if (arc1 == 0 || arc2 == 0) {
      return laps + (arc1 + arc2 == 0 ? 0 : 1);
    }
    return laps + (distance < arc1 || distance + arc2 > banks ? 2 : 1);
  }

  private static long maxLoadAt(
      int banks, int distance2, int distance3, long words1, long words2, long words3) {
    long laps = words1 / banks + words2 / banks + words3 / banks;
    long arc1 = words1 % banks;
    long arc2 = words2 % banks;
    long arc3 = words3 % banks;
    // The load rises only where an arc begins, so one of the three beginnings has the most.
    long at1 =
        inArc(banks, 0, 0, arc1)
            + inArc(banks, 0, distance2, arc2)
            + inArc(banks, 0, distance3, arc3);
    long at2 =
        inArc(banks, distance2, 0, arc1)
            + inArc(banks, distance2, distance2, arc2)
            + inArc(banks, distance2, distance3, arc3);
    long at3 =
        inArc(banks, distance3, 0, arc1)
            + inArc(banks, distance3, distance2, arc2)
            + inArc(banks, distance3, distance3, arc3);
    return laps + Math.max(at1, Math.max(at2, at3));
  }

  private static long inArc(int banks, int bank, int begin, long arc) {
    int offset = bank - begin;
    return (offset < 0 ? offset + banks : offset) < arc ? 1 : 0;
  }

  private static int gcd(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
