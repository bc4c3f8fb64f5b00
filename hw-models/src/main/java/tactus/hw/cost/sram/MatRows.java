package tactus.hw.cost.sram;

/**
 * What a mat's rows need: the same for all organizations whose subarrays have as many rows and
 * columns, however they share amplifiers and drivers.
 */
final class MatRows {
  /** Height of a row decoder's gates in cells. */
  private static final double DECODER_CELLS = 4;

  private final Subarray subarray;
  private final Decoder decoder;
  private final Predecoder predecoder;
  private final GateChain precharger;
  private final double prechargerWireSeconds;
  private final Signal predecoded;
  private final Signal wordline;

  MatRows(SramSpec spec, int rows, int columns, SiliconProcess process) {
    this.subarray = Subarray.of(process, spec, rows, columns);
    double lineUnder = lineUnder();
    this.decoder =
        new Decoder(
            process,
            subarray.rows(),
            subarray.wordlineFarads(),
            lineUnder * process.local().ohms(),
            gateHeight());
    double down = Division.SIDE * subarray.rows() * subarray.cellHeight();
    this.predecoder =
        new Predecoder(
            process,
            subarray.rows(),
            decoder,
            down * process.inside().farads(),
            down * process.inside().ohms(),
            Division.SUBARRAYS);
    double prechargeGates =
        subarray.columns()
            * process.peripheral().gate(2 * process.prechargeWidth() + process.equalizerWidth());
    double prechargeWire = lineUnder * process.outside().farads();
    this.precharger =
        new GateChain(process, process.gateHeight(), 1, prechargeGates + prechargeWire);
    this.prechargerWireSeconds =
        lineUnder * process.outside().ohms() * (prechargeWire / 2 + prechargeGates);
    this.predecoded = predecoder.output();
    this.wordline = decoder.drive(predecoded);
  }

  Subarray subarray() {
    return subarray;
  }

  /** {@return the length of a line under a subarray, in µm} */
  double lineUnder() {
    return subarray.cellWidth() * subarray.columns();
  }

  /** {@return the height of a decoder's gates, in µm} */
  double gateHeight() {
    return DECODER_CELLS * subarray.cellHeight();
  }

  Decoder decoder() {
    return decoder;
  }

  Predecoder predecoder() {
    return predecoder;
  }

  GateChain precharger() {
    return precharger;
  }

  double prechargerWireSeconds() {
    return prechargerWireSeconds;
  }

  Signal predecoded() {
    return predecoded;
  }

  Signal wordline() {
    return wordline;
  }
}
