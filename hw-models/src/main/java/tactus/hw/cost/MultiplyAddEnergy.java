package tactus.hw.cost;

/**
 * The energy of a multiply-accumulate by how much its operands change.
 *
 * @param clockPicojoules what the clock of its registers takes, also when it idles, in pJ
 * @param dataPicojoules what it takes beyond that if all operand bits change, in pJ
 */
public record MultiplyAddEnergy(double clockPicojoules, double dataPicojoules) {

  /**
   * {@return the energy, in pJ}
   *
   * @param activity share of operand bits that change, from 0 to 1
   */
  public double picojoules(double activity) {
    return clockPicojoules + dataPicojoules * activity;
  }
}
