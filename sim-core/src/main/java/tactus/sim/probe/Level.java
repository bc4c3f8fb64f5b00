package tactus.sim.probe;

/**
 * A value that changes at times and holds in between, such as the occupancy of a queue; 0 from tick
 * 0 on until it is first set. Its integral over time is kept exactly, in 128 bits.
 */
public final class Level {

  private static final double TWO_TO_64 = 0x1p64;

  private long value;
  private long peak;
  private long tick;
  private long high;
  private long low;

  Level() {}

  /**
   * Notes that the value changes.
   *
   * @param now when, in ticks, at least the tick of the change before
   * @param newValue what it is from then on, at least 0
   */
  public void set(long now, long newValue) {
    if (newValue < 0) {
      throw new IllegalArgumentException("newValue (" + newValue + ") must be at least 0");
    }
    advance(now);
    value = newValue;
    if (newValue > peak) {
      peak = newValue;
    }
  }

  private void advance(long now) {
    if (now < tick) {
      throw new IllegalArgumentException("tick (" + now + ") must be at least " + tick);
    }
    long duration = now - tick;
    long part = value * duration;
    low += part;
    high += Math.multiplyHigh(value, duration);
    if (Long.compareUnsigned(low, part) < 0) {
      high++;
    }
    tick = now;
  }

  /** {@return the value now} */
  public long value() {
    return value;
  }

  /** {@return the greatest value so far, also one that held for no time} */
  public long peak() {
    return peak;
  }

  /**
   * {@return the average value from tick 0 to a tick, weighted by time; 0 over no time}
   *
   * @param end the tick, at least that of the last change
   */
  public double average(long end) {
    if (end < tick) {
      throw new IllegalArgumentException("end (" + end + ") must be at least " + tick);
    }
    if (end == 0) {
      return 0;
    }
    // Exact up to here; the last stretch and the division are rounded.
    double integral = high * TWO_TO_64 + unsigned(low) + (double) value * (end - tick);
    return integral / end;
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : bits + TWO_TO_64;
  }
}
