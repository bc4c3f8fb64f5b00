package tactus.hw.cost.sram;

/**
 * What a mat's rows need: the same for all organizations whose subarrays have as many rows and
 * columns, however they share amplifiers and drivers.
 */
final class MatRows {
  /** Smallest swing a sense amplifier needs, in V, and the swing as a share of the supply. */
  private static final double SMALLEST_SWING = 0.08;

  private static final double SWING_SHARE = 0.05;

  /** Height of a row decoder's gates in cells. */
  private static final double DECODER_CELLS = 4;

  private final Subarray subarray;
  private final Decoder decoder;
  private final Predecoder predecoder;
  private final GateChain precharger;
  private final double prechargerWireSeconds;
  private final Signal predecoded;
  private final Signal wordline;
  private final SiliconProcess process;
  private final double swing;
  private final double leastDelay;
  private final double leastReadEnergy;

  MatRows(SramSpec spec, int rows, int columns, SiliconProcess process) {
    this.process = process;
    this.swing = Math.max(SWING_SHARE * process.cell().supplyVolts(), SMALLEST_SWING);
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
    double line = subarray.bitlineFarads();
    this.leastDelay = wordline.delay() + bitlineDelay(cellOhms() * line + lineOhms() * line / 2);
    double volts = process.peripheral().supplyVolts();
    this.leastReadEnergy =
        predecoder.energy()
            + Division.SUBARRAYS * (decoder.energy() + precharger.switchedFarads() * volts * volts)
            + bitlineReadEnergy(line);
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

  /** {@return how far a bitline falls on a read, in V} */
  double swing() {
    return swing;
  }

  /** {@return the resistance of a cell that pulls a bitline down, in Ω} */
  double cellOhms() {
    Transistor cell = process.cell();
    return cell.ohmsN(process.pullDownWidth(), 1) + cell.ohmsN(process.accessWidth(), 1);
  }

  /** {@return the resistance of a bitline, in Ω} */
  double lineOhms() {
    return subarray.rows() * subarray.cellHeight() * process.local().ohms();
  }

  /**
   * {@return from a wordline's rise until the bitline has swung, in s}
   *
   * @param timeConstant of the cell, the bitline and what hangs on it, in s
   */
  double bitlineDelay(double timeConstant) {
    Transistor cell = process.cell();
    double step = timeConstant * Math.log(process.precharge() / (process.precharge() - swing));
    double drive = cell.supplyVolts() - cell.thresholdVolts();
    double slope = cell.supplyVolts() / wordline.rise();
    return step <= 0.5 * drive / slope
        ? Math.sqrt(2 * step * drive / slope)
        : step + drive / (2 * slope);
  }

  /**
   * {@return the energy of all bitlines of a mat that swing, in J}
   *
   * @param farads capacitance of a bitline and what hangs on it, in F
   */
  double bitlineReadEnergy(double farads) {
    return farads
        * 2
        * swing
        * process.cell().supplyVolts()
        * Division.SUBARRAYS
        * subarray.columns();
  }

  /**
   * {@return from the address to the bitlines' swing, in s, at least: however amplifiers and
   * drivers are shared}
   */
  double leastDelay() {
    return leastDelay;
  }

  /** {@return the energy of a read in an active mat, in J, at least} */
  double leastReadEnergy() {
    return leastReadEnergy;
  }
}
