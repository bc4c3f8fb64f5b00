package tactus.sim;

/**
 * A clock: its edges are at {@code phaseTicks + cycle * periodTicks}. A tick is 1 fs, so clocks of
 * different frequencies live side by side in one simulation.
 *
 * @param periodTicks ticks of a cycle, at least 1
 * @param phaseTicks tick of the edge that starts cycle 0, from 0 to {@code periodTicks - 1}
 */
public record Clock(long periodTicks, long phaseTicks) {

  /** Ticks of a second. */
  public static final long TICKS_PER_SECOND = 1_000_000_000_000_000L;

  /** Checks the ranges. */
  public Clock {
    if (periodTicks < 1) {
      throw new IllegalArgumentException("periodTicks (" + periodTicks + ") must be at least 1");
    }
    if (phaseTicks < 0 || phaseTicks >= periodTicks) {
      throw new IllegalArgumentException(
          "phaseTicks (" + phaseTicks + ") must be from 0 to " + (periodTicks - 1));
    }
  }

  /**
   * A clock whose cycle 0 starts at tick 0.
   *
   * @param periodTicks ticks of a cycle, at least 1
   */
  public Clock(long periodTicks) {
    this(periodTicks, 0);
  }

  /**
   * {@return the clock of a frequency, its period rounded to the nearest tick}
   *
   * @param hertz frequency, in Hz, above 0 and at most 1e15
   */
  public static Clock ofHertz(double hertz) {
    if (!(hertz > 0 && hertz <= TICKS_PER_SECOND)) {
      throw new IllegalArgumentException("hertz (" + hertz + ") must be above 0 and at most 1e15");
    }
    return new Clock(Math.round(TICKS_PER_SECOND / hertz));
  }

  /** {@return the frequency, in Hz} */
  public double hertz() {
    return (double) TICKS_PER_SECOND / periodTicks;
  }

  /**
   * {@return the tick of the edge that starts a cycle}
   *
   * @param cycle the cycle
   */
  public long tickOf(long cycle) {
    return Math.addExact(Math.multiplyExact(cycle, periodTicks), phaseTicks);
  }

  /**
   * {@return the ticks of a number of cycles}
   *
   * @param cycles number of cycles
   */
  public long ticks(long cycles) {
    return Math.multiplyExact(cycles, periodTicks);
  }

  /**
   * {@return the cycle a tick lies in; -1 before the edge of cycle 0}
   *
   * @param tick the tick
   */
  public long cycleAt(long tick) {
    return Math.floorDiv(tick - phaseTicks, periodTicks);
  }

  /**
   * {@return the cycle of the first edge at or after a tick}
   *
   * @param tick the tick
   */
  public long cycleAtOrAfter(long tick) {
    return -Math.floorDiv(phaseTicks - tick, periodTicks);
  }

  /**
   * {@return the tick of the first edge at or after a tick}
   *
   * @param tick the tick
   */
  public long edgeAtOrAfter(long tick) {
    return tickOf(cycleAtOrAfter(tick));
  }

  /**
   * {@return the tick of the first edge after a tick}
   *
   * @param tick the tick
   */
  public long edgeAfter(long tick) {
    return tickOf(cycleAt(tick) + 1);
  }

  /**
   * {@return whether a tick is an edge}
   *
   * @param tick the tick
   */
  public boolean isEdge(long tick) {
    return Math.floorMod(tick - phaseTicks, periodTicks) == 0;
  }
}
