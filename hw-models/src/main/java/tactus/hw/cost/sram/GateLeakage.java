package tactus.hw.cost.sram;

import java.util.List;

/** The leakage of logic gates of the ITRS' transistors. */
public final class GateLeakage {
  private GateLeakage() {}

  /** {@return the smallest node, in nm} */
  public static int smallestNode() {
    return SramModel.smallestNode();
  }

  /** {@return where the transistors come from} */
  public static List<String> sources() {
    return List.of(ProcessTable.sources().get(0));
  }

  /**
   * {@return the leakage of a two-input NAND of smallest widths over all its states, in mW}
   *
   * @param nanometers the node, in nm, from 22 to 90
   * @param flavor what its transistors are made for
   * @param kelvin temperature, in K, from 300 to 400
   */
  public static double nandMilliwatts(int nanometers, Flavor flavor, int kelvin) {
    SiliconProcess process = ProcessTable.process(nanometers, flavor, kelvin);
    Transistor transistor = process.peripheral();
    double width = process.smallestWidth();
    return transistor.nandLeakage(2 * width, transistor.pToN() * width, 2)
        * transistor.supplyVolts()
        * 1e3;
  }
}
