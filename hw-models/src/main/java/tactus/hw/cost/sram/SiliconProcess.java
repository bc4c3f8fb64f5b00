package tactus.hw.cost.sram;

/**
 * A process: its transistors, its wires and the rules of its layout, which scale with the feature.
 *
 * @param feature smallest feature, in µm
 * @param peripheral transistors of decoders, amplifiers and drivers
 * @param cell transistors of the memory cells
 * @param precharge voltage of bitlines before a read, in V
 * @param local wires of the cells
 * @param inside wires within a mat
 * @param outside wires between mats
 */
record SiliconProcess(
    double feature,
    Transistor peripheral,
    Transistor cell,
    double precharge,
    WireLayer local,
    WireLayer inside,
    WireLayer outside) {

  // Widths of a cell's transistors, its area and its shape, in features: ITRS' six-transistor cell.
  private static final double ACCESS = 1.31;
  private static final double PULL_UP = 1.23;
  private static final double PULL_DOWN = 2.08;
  private static final double CELL_AREA = 146;
  private static final double CELL_ASPECT = 1.46;

  double accessWidth() {
    return ACCESS * feature;
  }

  double pullUpWidth() {
    return PULL_UP * feature;
  }

  double pullDownWidth() {
    return PULL_DOWN * feature;
  }

  /** {@return the width of a cell with one port, in µm} */
  double cellWidth() {
    return Math.sqrt(CELL_AREA * feature * feature / CELL_ASPECT);
  }

  /** {@return the height of a cell with one port, in µm} */
  double cellHeight() {
    return CELL_ASPECT * cellWidth();
  }

  // Rules of the layout: multiples of the feature, from CACTI 7.

  double smallestWidth() {
    return 1.5 * feature;
  }

  double largestWidth() {
    return 100 * feature;
  }

  double isolationWidth() {
    return 12.5 * feature;
  }

  double senseWidthN() {
    return 3.75 * feature;
  }

  double senseWidthP() {
    return 7.5 * feature;
  }

  double senseEnableWidth() {
    return 5 * feature;
  }

  double multiplexerWidth() {
    return 6 * smallestWidth();
  }

  double prechargeWidth() {
    return 6 * peripheral.pToN() * smallestWidth();
  }

  double equalizerWidth() {
    return peripheral.pToN() * smallestWidth();
  }

  double gateHeight() {
    return 50 * feature;
  }

  double rail() {
    return 2 * feature;
  }

  double gapPn() {
    return 5 * feature;
  }

  double gapSame() {
    return 1.5 * feature;
  }

  /** Distance of two gates with a contact between them. */
  double contactedPitch() {
    return 3 * feature;
  }

  /** Distance of two gates of a stack. */
  double stackedPitch() {
    return 1.5 * feature;
  }

  /** {@return the capacitance of a drain folded to fit a gate of some height, in F} */
  double drain(boolean pChannel, double width, int stack, double gateHeight) {
    double region = gateHeight - 2 * rail() - gapPn();
    return drainFolded(peripheral, width, stack, region * (pChannel ? 2.0 / 3 : 1.0 / 3));
  }

  /** {@return the capacitance of both drains of an inverter's output, in F} */
  double inverterDrain(double widthN, double widthP, double gateHeight) {
    return drain(true, widthP, 1, gateHeight) + drain(false, widthN, 1, gateHeight);
  }

  /** {@return the capacitance of a drain folded where it is wider than a threshold, in F} */
  double drainFolded(Transistor transistor, double width, int stack, double threshold) {
    int folds = (int) Math.ceil(width / threshold);
    double folded = folds < 2 ? width : threshold;
    double length = contactedPitch() + (stack - 1) * stackedPitch();
    double edge = folded;
    double besideGate = folded + 2 * folded * (stack - 1);
    double metal = 0;
    if (folds > 1) {
      length += (folds - 2) * contactedPitch() + (folds - 1) * (stack - 1) * stackedPitch();
      edge = folds % 2 == 0 ? 0 : edge;
      besideGate *= folds;
      metal = local.farads() * length;
    }
    return transistor.junctionFarads() * length * folded
        + transistor.sidewallFarads() * (edge + 2 * length)
        + 2 * (transistor.fringeFarads() + transistor.overlapFarads()) * besideGate
        + metal;
  }

  /** {@return the area of an inverter, in µm²} */
  double inverterArea(double widthN, double widthP, double height) {
    return gateArea(1, widthN, widthP, height);
  }

  /** {@return the area of a NAND gate, or of an inverter if it has one input, in µm²} */
  double gateArea(int inputs, double widthN, double widthP, double height) {
    if (widthN <= 0 || widthP <= 0) {
      return 0;
    }
    double region = height - 2 * rail() - gapPn();
    double shareP = widthP / (widthP + widthN);
    double foldedP = region * shareP;
    double foldedN = region * (1 - shareP);
    int foldsP = (int) Math.ceil(widthP / foldedP);
    int foldsN = (int) Math.ceil(widthN / foldedN);
    double width = Math.max(diffusion(inputs, foldsN), diffusion(1, inputs * foldsP));
    double used = foldedN > widthN ? widthN + widthP + gapPn() + 2 * rail() : height;
    return width * used;
  }

  private double diffusion(int stacked, int folds) {
    double width = 2 * contactedPitch() + stacked * feature + (stacked - 1) * stackedPitch();
    if (folds > 1) {
      width +=
          (folds - 2) * 2 * contactedPitch()
              + (folds - 1) * stacked * feature
              + (folds - 1) * (stacked - 1) * stackedPitch();
    }
    return width;
  }

  /** {@return the height of a transistor whose width lies along a pitch, folded to fit, in µm} */
  double folded(double width, double pitch) {
    int folds = (int) Math.ceil(width / pitch);
    return folds * feature + (folds + 1) * contactedPitch();
  }

  /** {@return the height of a sense amplifier under a pitch, in µm} */
  double amplifierHeight(double pitch) {
    return folded(senseWidthP(), pitch) * 2
        + folded(isolationWidth(), pitch)
        + folded(senseWidthN(), pitch) * 2
        + folded(senseEnableWidth(), pitch)
        + 4 * gapSame()
        + gapPn();
  }
}
