package tactus.hw.stream;

/**
 * How long a unit takes.
 *
 * @param latencyCycles from taking the last token a result needs until the result may be received,
 *     at least 1
 * @param intervalCycles from one step to the next at the earliest, at least 0; 0 for units that
 *     only pass tokens on
 * @param resetCycles before each cycle of the unit's pattern, such as a reduction, at least 0
 * @param startCycles once, before the first, at least 0
 * @param sends when a result is sent
 */
public record UnitTiming(
    long latencyCycles, long intervalCycles, long resetCycles, long startCycles, SendTime sends) {

  /** When a step sends its result: this decides which wait delays what. */
  public enum SendTime {
    /** As its tokens are taken; the interval follows. */
    WITH_TOKENS,
    /** After the interval; the latency counts from there. */
    AFTER_INTERVAL
  }

  /** Checks the ranges. */
  public UnitTiming {
    atLeast("latencyCycles", latencyCycles, 1);
    atLeast("intervalCycles", intervalCycles, 0);
    atLeast("resetCycles", resetCycles, 0);
    atLeast("startCycles", startCycles, 0);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least " + least);
    }
  }

  /**
   * {@return a timing without reset, whose results are sent with the tokens}
   *
   * @param latencyCycles latency, at least 1
   * @param intervalCycles initiation interval, at least 0
   */
  public static UnitTiming of(long latencyCycles, long intervalCycles) {
    return new UnitTiming(latencyCycles, intervalCycles, 0, 0, SendTime.WITH_TOKENS);
  }

  /**
   * {@return the same with a reset}
   *
   * @param cycles before each cycle of the pattern, at least 0
   */
  public UnitTiming withReset(long cycles) {
    return new UnitTiming(latencyCycles, intervalCycles, cycles, startCycles, sends);
  }

  /**
   * {@return the same with a start}
   *
   * @param cycles once, at least 0
   */
  public UnitTiming withStart(long cycles) {
    return new UnitTiming(latencyCycles, intervalCycles, resetCycles, cycles, sends);
  }

  /**
   * {@return the same with an interval that is at least so long}
   *
   * @param cycles the least interval, at least 0
   */
  public UnitTiming withLeastInterval(long cycles) {
    return new UnitTiming(
        latencyCycles, Math.max(intervalCycles, cycles), resetCycles, startCycles, sends);
  }

  /** {@return the same, with results sent after the interval} */
  public UnitTiming sendingAfterInterval() {
    return new UnitTiming(
        latencyCycles, intervalCycles, resetCycles, startCycles, SendTime.AFTER_INTERVAL);
  }
}
