package tactus.hw.cost.sram;

/**
 * Turns address bits into one line of many: two blocks, each with drivers for its bits, NANDs of
 * two or three bits and, for more bits, NANDs of those.
 */
final class Predecoder {
  private final PredecoderBlock first;
  private final PredecoderBlock second;

  /**
   * Creates a predecoder.
   *
   * @param process the process
   * @param outputs outputs of the decoder behind it
   * @param decoder the decoder
   * @param wireFarads capacitance of a line to the decoders, in F
   * @param wireOhms its resistance, in Ω
   * @param decoders decoders a line reaches
   */
  Predecoder(
      SiliconProcess process,
      int outputs,
      Decoder decoder,
      double wireFarads,
      double wireOhms,
      int decoders) {
    int bits = Decoder.bits(outputs);
    if (bits < 4) {
      first = new PredecoderBlock(process, bits, decoder.load(), decoder.wireOhms());
      second = new PredecoderBlock(process, 0, 0, 0);
    } else {
      int firstBits = (bits + 1) / 2;
      int secondBits = bits - firstBits;
      double gates = decoders * decoder.inputFarads();
      first =
          new PredecoderBlock(process, firstBits, (1 << secondBits) * gates + wireFarads, wireOhms);
      second =
          new PredecoderBlock(process, secondBits, (1 << firstBits) * gates + wireFarads, wireOhms);
    }
  }

  /** {@return the lines of both blocks} */
  int lines() {
    return first.lines() + second.lines();
  }

  /** {@return the slowest line's signal} */
  Signal output() {
    return first.output().later(second.output());
  }

  /** {@return the energy of a change of address, in J} */
  double energy() {
    return first.energy() + second.energy();
  }

  /** {@return the leakage, in W} */
  double leakage() {
    return first.leakage() + second.leakage();
  }

  /** {@return the area, in µm²} */
  double area() {
    return first.area() + second.area();
  }
}
