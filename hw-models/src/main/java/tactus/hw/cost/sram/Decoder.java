package tactus.hw.cost.sram;

import org.jspecify.annotations.Nullable;

/**
 * The last stage of a decoder: for each of its outputs, a NAND of one line of each predecoder and
 * the driver behind it. With fewer than 16 outputs there is none, and the predecoder drives them.
 */
final class Decoder {
  private final SiliconProcess process;
  private final double load;
  private final double wireOhms;
  private final @Nullable GateChain chain;

  /**
   * Creates a decoder.
   *
   * @param process the process
   * @param outputs outputs, a power of two or a little less
   * @param load what an output drives, in F
   * @param wireOhms resistance of the wire there, in Ω
   * @param height height of a gate, in µm
   */
  Decoder(SiliconProcess process, int outputs, double load, double wireOhms, double height) {
    this.process = process;
    this.load = load;
    this.wireOhms = wireOhms;
    this.chain = bits(outputs) < 4 ? null : new GateChain(process, height, 2, load);
  }

  /** {@return the whole logarithm to base 2} */
  static int bits(int outputs) {
    return 31 - Integer.numberOfLeadingZeros(outputs);
  }

  double load() {
    return load;
  }

  double wireOhms() {
    return wireOhms;
  }

  /** {@return what a line of a predecoder drives in one decoder, in F} */
  double inputFarads() {
    return chain == null ? 0 : chain.inputFarads();
  }

  Signal drive(Signal input) {
    return chain == null ? input : chain.drive(input, wireOhms * load / 2);
  }

  /** {@return the delay to reset an output, in s; of the predecoder where there is no decoder} */
  double resetDelay(Signal predecoded) {
    return chain == null ? predecoded.delay() : chain.lastDelay(wireOhms * load / 2);
  }

  /** {@return the energy of an output that rises and falls, in J} */
  double energy() {
    if (chain == null) {
      return 0;
    }
    double logic = process.peripheral().supplyVolts();
    double line = process.cell().supplyVolts();
    return (chain.switchedFarads() - load) * logic * logic + load * line * line;
  }

  /** {@return the same where the output is no wordline, in J} */
  double logicEnergy() {
    double volts = process.peripheral().supplyVolts();
    return chain == null ? 0 : chain.switchedFarads() * volts * volts;
  }

  /** {@return the leakage of an output's gates, in W} */
  double leakage() {
    return chain == null ? 0 : chain.leakage() * process.peripheral().supplyVolts();
  }

  /** {@return the area of an output's gates, in µm²} */
  double area() {
    return chain == null ? 0 : chain.area();
  }
}
