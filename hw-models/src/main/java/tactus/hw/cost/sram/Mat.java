package tactus.hw.cost.sram;

/**
 * Two by two subarrays with their decoders, sense amplifiers and output drivers: the smallest part
 * that reads and writes on its own. Equations of CACTI 7 (S. Thoziyoor et al., HPL-2008-20).
 */
final class Mat {
  private final SramSpec spec;
  private final Division division;
  private final SiliconProcess process;
  private final MatRows rows;
  private final Subarray subarray;
  private final Decoder rowDecoder;
  private final Decoder bitlineMux;
  private final Decoder firstMux;
  private final Decoder secondMux;
  private final Predecoder rowPredecoder;
  private final Predecoder bitlinePredecoder;
  private final Predecoder firstPredecoder;
  private final Predecoder secondPredecoder;
  private final GateChain precharger;
  private final double prechargerWireSeconds;
  private final RepeatedWire outputWire;
  private final double outputLength;
  private final Signal predecoded;
  private final double arrayDelay;

  Mat(SramSpec spec, Division division, MatRows rows, SiliconProcess process, RepeatedWire wire) {
    this.spec = spec;
    this.division = division;
    this.process = process;
    this.rows = rows;
    this.subarray = rows.subarray();
    this.outputWire = wire;
    this.outputLength = subarray.width();
    SramOrganization org = division.organization();
    double across = Division.SIDE * rows.lineUnder();
    double muxFarads = across * process.inside().farads();
    // Lines start in the middle of the mat, so half of the width resists.
    double muxOhms = across * process.inside().ohms() / 2;
    double height = rows.gateHeight();
    double gate = process.peripheral().gate(process.multiplexerWidth());
    this.rowDecoder = rows.decoder();
    int pairs = 2 * Division.SUBARRAYS * subarray.columns() / org.bitlinesPerAmplifier();
    this.bitlineMux = mux(org.bitlinesPerAmplifier(), pairs * gate + muxFarads, muxOhms, height);
    double amplifiers = (double) Division.SUBARRAYS * division.amplifiers();
    this.firstMux =
        mux(
            org.firstMultiplexer(),
            amplifiers / org.firstMultiplexer() * gate + muxFarads,
            muxOhms,
            height);
    this.secondMux =
        mux(
            org.secondMultiplexer(),
            amplifiers / (org.firstMultiplexer() * org.secondMultiplexer()) * gate + muxFarads,
            muxOhms,
            height);
    this.rowPredecoder = rows.predecoder();
    this.bitlinePredecoder =
        new Predecoder(process, org.bitlinesPerAmplifier(), bitlineMux, 0, 0, 1);
    this.firstPredecoder = new Predecoder(process, org.firstMultiplexer(), firstMux, 0, 0, 1);
    this.secondPredecoder = new Predecoder(process, org.secondMultiplexer(), secondMux, 0, 0, 1);
    this.precharger = rows.precharger();
    this.prechargerWireSeconds = rows.prechargerWireSeconds();
    this.predecoded = rows.predecoded();
    Signal wordline = rows.wordline();
    this.arrayDelay = wordline.delay() - predecoded.delay() + bitlineDelay() + amplifierDelay();
  }

  private Decoder mux(int inputs, double farads, double ohms, double height) {
    return new Decoder(process, inputs, inputs > 1 ? farads : 0, ohms, height);
  }

  Subarray subarray() {
    return subarray;
  }

  /** {@return output drivers of a subarray} */
  private int drivers() {
    SramOrganization org = division.organization();
    return division.amplifiers() / (org.firstMultiplexer() * org.secondMultiplexer());
  }

  // Geometry.

  private double pitch(double cells) {
    return subarray.cellWidth() * cells / spec.reading();
  }

  /** {@return the height of precharger, multiplexers and amplifiers below a subarray, in µm} */
  private double columnHeight() {
    SramOrganization org = division.organization();
    double height =
        process.folded(process.prechargeWidth(), pitch(0.5))
            + process.folded(process.equalizerWidth(), pitch(1));
    if (org.bitlinesPerAmplifier() > 1) {
      height += process.folded(process.multiplexerWidth(), pitch(0.5));
    }
    height += process.amplifierHeight(pitch(org.bitlinesPerAmplifier()));
    if (org.firstMultiplexer() > 1) {
      height += process.folded(process.multiplexerWidth(), pitch(org.firstMultiplexer()));
    }
    if (org.secondMultiplexer() > 1) {
      double smallest = process.smallestWidth();
      double under = pitch(org.secondMultiplexer());
      height +=
          process.folded(
                  process.multiplexerWidth(),
                  pitch((double) org.bitlinesPerAmplifier() * org.firstMultiplexer()))
              + 2 * process.folded(process.peripheral().pToN() * smallest, under)
              + 2 * process.folded(smallest, under);
    }
    return height;
  }

  /** {@return the height with everything between the subarrays, in µm} */
  double height() {
    SramOrganization org = division.organization();
    double drivers =
        outputWire.area(outputLength, process) * drivers() / subarray.width() * spec.reading();
    int selectLines = 0;
    for (int inputs :
        new int[] {org.bitlinesPerAmplifier(), org.firstMultiplexer(), org.secondMultiplexer()}) {
      selectLines += inputs > 1 ? inputs : 0;
    }
    int signals = division.matAddressBits() + (2 * division.matOutputs()) / Division.SIDE;
    return Division.SIDE * (subarray.height() + columnHeight() + drivers)
        + process.inside().pitch() * (signals * spec.ports() + selectLines * spec.reading());
  }

  /** {@return the width with row decoders and predecoders, in µm} */
  double width() {
    double decoders = rowDecoder.area() * subarray.rows() * spec.ports() / subarray.height();
    double lines = rowPredecoder.lines() * process.inside().pitch() * spec.ports();
    double centre =
        (rowPredecoder.area()
                + bitlinePredecoder.area()
                + firstPredecoder.area()
                + secondPredecoder.area()
                + bitlineMux.area()
                + firstMux.area()
                + secondMux.area())
            * spec.ports();
    return Division.SIDE * subarray.width()
        + Math.max(lines, Division.SIDE * decoders)
        + centre / height();
  }

  // Time.

  private double amplifierDrain(double width, double cells) {
    return process.drainFolded(process.peripheral(), width, 1, pitch(cells));
  }

  private double amplifierCells() {
    return division.organization().bitlinesPerAmplifier();
  }

  private double isolationDrain() {
    return amplifierDrain(process.isolationWidth(), amplifierCells());
  }

  private double latchFarads() {
    return process.peripheral().gate(process.senseWidthN() + process.senseWidthP())
        + amplifierDrain(process.senseWidthN(), amplifierCells())
        + amplifierDrain(process.senseWidthP(), amplifierCells());
  }

  private double muxDrain(double cells) {
    return process.drainFolded(process.peripheral(), process.multiplexerWidth(), 1, pitch(cells));
  }

  /** {@return from the address to the wordline and to the sense amplifiers' outputs, in s} */
  double rowDelay() {
    return predecoded.delay() + arrayDelay;
  }

  private double bitlineDelay() {
    Transistor logic = process.peripheral();
    double cellOhms = rows.cellOhms();
    double lineOhms = rows.lineOhms();
    double line = subarray.bitlineFarads();
    double isolationOhms = logic.ohmsP(process.isolationWidth());
    double behind = isolationDrain() + latchFarads() + muxDrain(amplifierCells());
    double timeConstant;
    if (amplifierCells() > 1) {
      double mux = muxDrain(0.5);
      double amplifier = behind + isolationDrain();
      timeConstant =
          cellOhms * (line + 2 * mux + amplifier)
              + lineOhms * (line / 2 + 2 * mux + amplifier)
              + logic.ohmsN(process.multiplexerWidth(), 1) * (mux + amplifier)
              + isolationOhms * behind;
    } else {
      timeConstant = cellOhms * (line + behind) + lineOhms * line / 2 + isolationOhms * behind;
    }
    return rows.bitlineDelay(timeConstant);
  }

  private double amplifierLoad() {
    return latchFarads() + isolationDrain() + muxDrain(amplifierCells());
  }

  private double amplifierDelay() {
    Transistor logic = process.peripheral();
    double n = logic.senseSiemensPerWidth() * process.senseWidthN();
    return amplifierLoad() / (n * logic.senseGain()) * Math.log(logic.supplyVolts() / rows.swing());
  }

  /** {@return from the bitlines' multiplexer to the sense amplifiers' outputs, in s} */
  double columnDelay() {
    return bitlineMux.drive(bitlinePredecoder.output()).delay() + amplifierDelay();
  }

  /** {@return until the sense amplifiers' multiplexers are set, in s} */
  double multiplexerDelay() {
    return Math.max(
        firstMux.drive(firstPredecoder.output()).delay(),
        secondMux.drive(secondPredecoder.output()).delay());
  }

  /** The load of each stage from a sense amplifier to the edge of the mat, and what drives it. */
  private double[][] outputStages() {
    SramOrganization org = division.organization();
    Transistor logic = process.peripheral();
    double smallest = process.smallestWidth();
    double inverter = logic.gate(smallest * (1 + logic.pToN()));
    double drains = process.inverterDrain(smallest, logic.pToN() * smallest, process.gateHeight());
    double pass = logic.ohmsN(process.multiplexerWidth(), 1);
    double driver = logic.ohmsN(smallest, 1);
    double firstCells = amplifierCells();
    double secondCells = amplifierCells() * org.firstMultiplexer();
    double wireGate =
        logic.gate(
            outputWire.size()
                * (outputLength / outputWire.spacing())
                * smallest
                * (1 + logic.pToN()));
    return new double[][] {
      {pass, org.firstMultiplexer() * muxDrain(firstCells) + inverter},
      {driver, drains + inverter},
      {driver, drains + muxDrain(secondCells)},
      {pass, org.secondMultiplexer() * muxDrain(secondCells) + wireGate}
    };
  }

  /** {@return from the sense amplifiers to the edge of the mat, in s} */
  double outputDelay() {
    double delay = 0;
    double rise = 0;
    for (double[] stage : outputStages()) {
      double one = Ramp.half(rise, stage[0] * stage[1]);
      delay += one;
      rise = one / 0.5;
    }
    return delay + outputLength * outputWire.secondsPerMicrometer();
  }

  /** {@return between two accesses, in s} */
  double cycle() {
    double lineOhms = rows.lineOhms();
    double line = subarray.bitlineFarads();
    double volts = process.precharge();
    double restore =
        precharger.drive(Signal.START, prechargerWireSeconds).delay()
            + Math.log((volts - 0.1 * rows.swing()) / (volts - rows.swing()))
                * (process.peripheral().ohmsP(process.prechargeWidth()) * line
                    + lineOhms * line / 2);
    double cycle = arrayDelay + rowDecoder.resetDelay(predecoded) + restore;
    for (Predecoder predecoder :
        new Predecoder[] {rowPredecoder, bitlinePredecoder, firstPredecoder, secondPredecoder}) {
      cycle = Math.max(cycle, predecoder.output().delay());
    }
    return cycle;
  }

  // Energy.

  private double bitlineReadEnergy() {
    double amplifier = 2 * isolationDrain() + latchFarads() + muxDrain(amplifierCells());
    double farads =
        amplifierCells() > 1
            ? subarray.bitlineFarads() + 2 * muxDrain(0.5) + amplifier / amplifierCells()
            : subarray.bitlineFarads() + amplifier;
    return rows.bitlineReadEnergy(farads);
  }

  private double bitlineWriteEnergy() {
    SramOrganization org = division.organization();
    double volts = process.cell().supplyVolts();
    double farads = subarray.bitlineFarads();
    if (org.bitlinesPerAmplifier() > 1) {
      farads += 2 * muxDrain(0.5);
    }
    // Differential: both bitlines swing fully.
    return 2
        * farads
        * volts
        * volts
        * division.activeMats()
        * Division.SUBARRAYS
        * subarray.columns()
        / ((double) org.bitlinesPerAmplifier() * org.firstMultiplexer() * org.secondMultiplexer());
  }

  private double amplifierEnergy() {
    double volts = process.peripheral().supplyVolts();
    return amplifierLoad() * volts * volts * division.amplifiers() * Division.SUBARRAYS;
  }

  /** {@return the energy of a read in an active mat, in J} */
  double readEnergy() {
    double volts = process.peripheral().supplyVolts();
    double output = 0;
    for (double[] stage : outputStages()) {
      output += 0.5 * stage[1] * volts * volts;
    }
    output += outputLength * outputWire.joulesPerMicrometer();
    return rowPredecoder.energy()
        + bitlinePredecoder.energy()
        + firstPredecoder.energy()
        + secondPredecoder.energy()
        + Division.SUBARRAYS * (rowDecoder.energy() + precharger.switchedFarads() * volts * volts)
        + bitlineMux.logicEnergy()
        + firstMux.logicEnergy()
        + secondMux.logicEnergy()
        + amplifierEnergy()
        + bitlineReadEnergy()
        + output * division.matOutputs();
  }

  /** {@return how much more a write takes in an active mat than a read, in J; may be negative} */
  double writeExtraEnergy() {
    return bitlineWriteEnergy() - bitlineReadEnergy() - amplifierEnergy();
  }

  /** {@return the leakage, in W} */
  double leakage() {
    SramOrganization org = division.organization();
    Transistor cell = process.cell();
    Transistor logic = process.peripheral();
    double volts = logic.supplyVolts();
    double cellAmperes =
        cell.cellLeakage(process.pullDownWidth(), process.pullUpWidth())
            + cell.passLeakage(process.accessWidth()) * spec.writing()
            + (cell.stackLeakage(process.accessWidth(), 2)
                    + cell.gateLeakage(process.accessWidth()))
                * spec.readPorts();
    double cells =
        cellAmperes
            * cell.supplyVolts()
            * subarray.rows()
            * subarray.columns()
            * Division.SUBARRAYS;
    double amplifiers =
        logic.offAmperes()
            * process.senseEnableWidth()
            * volts
            * division.amplifiers()
            * Division.SUBARRAYS
            * spec.reading();
    double smallest = process.smallestWidth();
    double drivers =
        ((2 * logic.inverterLeakage(smallest, logic.pToN() * smallest)
                        + 2 * logic.gateLeakage(process.multiplexerWidth()))
                    * volts
                + outputLength * outputWire.wattsPerMicrometer())
            * drivers()
            * Division.SUBARRAYS
            * spec.reading();
    return cells
        + precharger.leakage() * volts * Division.SUBARRAYS
        + amplifiers
        + drivers
        + rowPredecoder.leakage()
        + bitlinePredecoder.leakage()
        + firstPredecoder.leakage()
        + secondPredecoder.leakage()
        + rowDecoder.leakage() * subarray.rows() * Division.SUBARRAYS
        + bitlineMux.leakage() * org.bitlinesPerAmplifier()
        + firstMux.leakage() * org.firstMultiplexer()
        + secondMux.leakage() * org.secondMultiplexer();
  }
}
