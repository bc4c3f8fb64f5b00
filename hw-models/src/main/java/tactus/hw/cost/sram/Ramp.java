package tactus.hw.cost.sram;

/**
 * The delay of a gate whose input rises slowly: M. Horowitz, "Timing Models for MOS Circuits",
 * 1984.
 */
final class Ramp {
  private static final double LOG_HALF = Math.log(0.5);

  private Ramp() {}

  /** {@return the delay to half of the swing after a rising input, in s} */
  static double half(double inputRise, double timeConstant) {
    if (inputRise == 0) {
      return -timeConstant * LOG_HALF;
    }
    double a = inputRise / timeConstant;
    return timeConstant * Math.sqrt(LOG_HALF * LOG_HALF + 0.5 * a);
  }

  /**
   * {@return the delay to a threshold after a rising input that triggers there, in s}
   *
   * @param threshold the threshold, as a share of the swing
   */
  static double rising(double inputRise, double timeConstant, double threshold) {
    double log = Math.log(threshold);
    if (inputRise == 0) {
      return -timeConstant * log;
    }
    double a = inputRise / timeConstant;
    return timeConstant * Math.sqrt(log * log + a * (1 - threshold));
  }

  /** {@return the delay to a threshold after a falling input that triggers there, in s} */
  static double falling(double inputRise, double timeConstant, double threshold) {
    if (inputRise == 0) {
      return -timeConstant * Math.log(threshold);
    }
    double log = Math.log(1 - threshold);
    double a = inputRise / timeConstant;
    return timeConstant * Math.sqrt(log * log + 0.8 * a * threshold);
  }
}
