package tactus.hw.cost.sram;

/**
 * A signal on its way.
 *
 * @param delay since its source changed, in s
 * @param rise time it takes to rise, in s
 */
record Signal(double delay, double rise) {
  static final Signal START = new Signal(0, 0);

  Signal later(Signal other) {
    return other.delay > delay ? other : this;
  }
}
