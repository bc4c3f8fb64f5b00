package tactus.sim.probe;

/** How often something happened, or how much of it there was. */
public final class Counter {

  private long value;

  Counter() {}

  /** Counts one. */
  public void increment() {
    value++;
  }

  /**
   * Counts some.
   *
   * @param amount how many, at least 0
   */
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount (" + amount + ") must be at least 0");
    }
    value = Math.addExact(value, amount);
  }

  /** {@return the sum of what was counted} */
  public long value() {
    return value;
  }
}
