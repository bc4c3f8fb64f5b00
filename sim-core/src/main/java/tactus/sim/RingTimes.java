package tactus.sim;

/**
 * Times in a ring that come one after another at even intervals. The loops are over stretches that
 * do not wrap around: the JVM's first compiler then checks an array's bounds once.
 */
final class RingTimes {

  private RingTimes() {}

  /**
   * Puts times into a ring.
   *
   * @param ring times of tokens, as many as a power of two
   * @param token the first one's number
   * @param tokens how many; of more than the ring holds, only the last ones can be read
   * @param first the first one's time
   * @param interval from one to the next
   */
  static void put(long[] ring, long token, long tokens, long first, long interval) {
    long lost = Math.max(0, tokens - ring.length);
    long time = first + lost * interval;
    int at = (int) (token + lost) & ring.length - 1;
    long left = tokens - lost;
    while (left > 0) {
      int some = (int) Math.min(left, ring.length - at);
      time = putStretch(ring, at, at + some, time, interval);
      at = at + some & ring.length - 1;
      left -= some;
    }
  }

  private static long putStretch(long[] ring, int from, int to, long first, long interval) {
    long time = first;
    for (int at = from; at < to; at++) {
      ring[at] = time;
      time += interval;
    }
    return time;
  }

  /**
   * {@return how many tokens in a row have times that are not after given ones}
   *
   * @param ring times of tokens, as many as a power of two
   * @param token the first one's number
   * @param tokens how many to look at, at most as many as the ring holds
   * @param first what the first one's time is compared with
   * @param interval from what one is compared with to the next
   */
  static long inTime(long[] ring, long token, long tokens, long first, long interval) {
    long time = first;
    int at = (int) token & ring.length - 1;
    long left = tokens;
    while (left > 0) {
      int some = (int) Math.min(left, ring.length - at);
      int late = firstLate(ring, at, at + some, time, interval);
      left -= late - at;
      if (late < at + some) {
        break;
      }
      time += some * interval;
      at = at + some & ring.length - 1;
    }
    return tokens - left;
  }

  private static int firstLate(long[] ring, int from, int to, long first, long interval) {
    long time = first;
    for (int at = from; at < to; at++) {
      if (ring[at] > time) {
        return at;
      }
      time += interval;
    }
    return to;
  }
}
