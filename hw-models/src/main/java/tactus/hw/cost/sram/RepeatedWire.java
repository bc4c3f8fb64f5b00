package tactus.hw.cost.sram;

/**
 * A wire with repeaters. The fastest spacing and size are known in closed form; a wire may be a
 * given share slower, with the repeaters that then cost the least energy and leakage.
 *
 * @param secondsPerMicrometer delay of a µm, in s
 * @param joulesPerMicrometer energy of a change on a µm, in J
 * @param wattsPerMicrometer leakage of a µm, in W
 * @param spacing distance of repeaters, in µm
 * @param size width of a repeater by the smallest one's
 * @param faradsPerMicrometer capacitance of a µm, in F
 */
record RepeatedWire(
    double secondsPerMicrometer,
    double joulesPerMicrometer,
    double wattsPerMicrometer,
    double spacing,
    double size,
    double faradsPerMicrometer) {

  // Resistivity of copper (Ωµm), its increase by scattering, and the short-circuit current of a
  // repeater (A/µm, Banerjee and Mehrotra, IEEE TED 2002), as in CACTI 7.
  private static final double RESISTIVITY = 0.022;
  private static final double SCATTERING = 1.05;
  private static final double SHORT_CIRCUIT = 65e-6;
  private static final double LOG_3 = 1.0986;
  private static final double LOG_2 = 0.693;

  /** Steps of the search for repeaters that save energy: µm of spacing. */
  private static final double SPACING_STEP = 100;

  /**
   * {@return the wire between mats}
   *
   * @param process the process
   * @param slower how much slower than the fastest it may be, such as 0.3
   */
  static RepeatedWire between(SiliconProcess process, double slower) {
    WireLayer layer = process.outside();
    double width = layer.pitch() / 4;
    double ohms = SCATTERING * RESISTIVITY / (layer.aspectRatio() * width * width);
    double farads =
        layer.miller()
                * WireLayer.PERMITTIVITY
                * (layer.horizontalDielectric() * layer.aspectRatio()
                    + layer.verticalDielectric() * width / layer.dielectricHeight())
            + layer.fringeFarads();
    Transistor t = process.peripheral();
    double smallestN = process.smallestWidth();
    double smallestP = t.pToN() * smallestN;
    double inputFarads = t.gate(smallestN + smallestP);
    double outputFarads = process.inverterDrain(smallestN, smallestP, process.gateHeight());
    double driveOhms = (t.ohmsN(smallestN, 1) + t.ohmsP(smallestP)) / 2;
    double bestSize = Math.sqrt(driveOhms * farads / (ohms * inputFarads));
    double bestSpacing = Math.sqrt(2 * driveOhms * (outputFarads + inputFarads) / (ohms * farads));
    RepeatedWire fastest =
        with(process, bestSpacing, bestSize, ohms, farads, driveOhms, inputFarads, outputFarads);
    RepeatedWire best = fastest;
    double bestCost = Double.POSITIVE_INFINITY;
    for (double spacing = bestSpacing; spacing < 4 * bestSpacing; spacing += SPACING_STEP) {
      for (double size = bestSize; size > 1; size--) {
        RepeatedWire wire =
            with(process, spacing, size, ohms, farads, driveOhms, inputFarads, outputFarads);
        double cost =
            wire.joulesPerMicrometer / fastest.joulesPerMicrometer
                + wire.wattsPerMicrometer / fastest.wattsPerMicrometer;
        if (wire.secondsPerMicrometer <= fastest.secondsPerMicrometer * (1 + slower)
            && cost < bestCost) {
          best = wire;
          bestCost = cost;
        }
      }
    }
    return best;
  }

  private static RepeatedWire with(
      SiliconProcess process,
      double spacing,
      double size,
      double ohms,
      double farads,
      double driveOhms,
      double inputFarads,
      double outputFarads) {
    Transistor t = process.peripheral();
    double volts = t.supplyVolts();
    double timeConstant =
        driveOhms * (inputFarads + outputFarads)
            + driveOhms * farads * spacing / size
            + ohms * spacing * outputFarads * size
            + 0.5 * ohms * farads * spacing * spacing;
    double switching = (size * (inputFarads + outputFarads) + spacing * farads) * volts * volts;
    double width = process.smallestWidth() * size;
    double shortCircuit = volts * width * SHORT_CIRCUIT * LOG_3 * timeConstant;
    double leakage = volts * t.inverterLeakage(width, t.pToN() * width);
    return new RepeatedWire(
        LOG_2 * timeConstant / spacing,
        (switching + shortCircuit) / spacing,
        leakage / spacing,
        spacing,
        size,
        farads);
  }

  /** {@return the rise time at the end of a wire, in s, as CACTI 7 estimates it} */
  double rise(double length, Transistor transistor) {
    return secondsPerMicrometer * length * spacing * 1e-6 / transistor.thresholdVolts();
  }

  /** {@return the area of a wire's repeaters, in µm²} */
  double area(double length, SiliconProcess process) {
    double width = process.smallestWidth() * size;
    return length
        / spacing
        * process.inverterArea(width, process.peripheral().pToN() * width, process.gateHeight());
  }
}
