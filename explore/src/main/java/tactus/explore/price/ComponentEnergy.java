package tactus.explore.price;

import tactus.hw.cost.Level;

/**
 * The energy a component took in a run.
 *
 * @param name its name
 * @param level where it is
 * @param dynamicPicojoules energy of its actions, in pJ
 * @param idlePicojoules energy of clocks while it did nothing, in pJ
 * @param leakagePicojoules leakage, of DRAM background and refresh, over the run, in pJ
 */
public record ComponentEnergy(
    String name,
    Level level,
    double dynamicPicojoules,
    double idlePicojoules,
    double leakagePicojoules) {

  /** Checks that nothing is negative. */
  public ComponentEnergy {
    if (!(dynamicPicojoules >= 0) || !(idlePicojoules >= 0) || !(leakagePicojoules >= 0)) {
      throw new IllegalStateException(
          name
              + ": energies ("
              + dynamicPicojoules
              + ", "
              + idlePicojoules
              + ", "
              + leakagePicojoules
              + " pJ) must not be negative");
    }
  }

  /** {@return all of it, in pJ} */
  public double picojoules() {
    return dynamicPicojoules + idlePicojoules + leakagePicojoules;
  }
}
