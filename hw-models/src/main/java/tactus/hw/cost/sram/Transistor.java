package tactus.hw.cost.sram;

/**
 * A transistor of one flavor, by its width.
 *
 * @param idealGateFarads gate capacitance of a µm, in F/µm
 * @param fringeFarads fringe capacitance of a µm, in F/µm
 * @param junctionFarads capacitance of a µm² of drain, in F/µm²
 * @param sidewallFarads capacitance of a µm of the drain's edge, in F/µm
 * @param onOhms resistance of an n-channel transistor of 1 µm, in Ωµm
 * @param pToN how much wider a p-channel transistor is for the same current
 * @param supplyVolts supply, in V
 * @param thresholdVolts threshold, in V
 * @param offAmperes leakage through the channel of 1 µm that is off, in A/µm
 * @param gateAmperes leakage through the gate of 1 µm that is on, in A/µm
 * @param senseSiemensPerWidth transconductance of a sense amplifier's n-channel transistor, in S a
 *     µm of its width
 * @param senseGain transconductance of both transistors by that of the n-channel one
 */
record Transistor(
    double idealGateFarads,
    double fringeFarads,
    double junctionFarads,
    double sidewallFarads,
    double onOhms,
    double pToN,
    double supplyVolts,
    double thresholdVolts,
    double offAmperes,
    double gateAmperes,
    double senseSiemensPerWidth,
    double senseGain) {

  /** How much less a stack of transistors leaks for each further one that is off. */
  private static final double STACK = 0.43;

  /** Overlap of gate and drain, as a share of the ideal gate's capacitance. */
  private static final double OVERLAP = 0.2;

  double overlapFarads() {
    return OVERLAP * idealGateFarads;
  }

  /** {@return the capacitance of a gate of some width, in F} */
  double gate(double width) {
    return (idealGateFarads + overlapFarads() + 3 * fringeFarads) * width;
  }

  /** {@return the resistance of a stack of n-channel transistors, in Ω} */
  double ohmsN(double width, int stack) {
    return stack * onOhms / width;
  }

  /** {@return the resistance of a p-channel transistor, in Ω} */
  double ohmsP(double width) {
    return pToN * onOhms / width;
  }

  /** {@return the leakage of an inverter, in A: one transistor is off, the other's gate is on} */
  double inverterLeakage(double widthN, double widthP) {
    return (widthN + widthP) * (offAmperes + gateAmperes) / 2;
  }

  /** {@return the leakage of a memory cell without its access transistors, in A} */
  double cellLeakage(double widthN, double widthP) {
    // Two inverters leak through their channels; of their gates, CACTI counts one inverter's.
    return (widthN + widthP) * (offAmperes + gateAmperes / 2);
  }

  /**
   * {@return the leakage through the channel of a transistor that is off half of the time, in A}
   */
  double passLeakage(double width) {
    return width * offAmperes / 2;
  }

  /** {@return the leakage through the gate of a transistor that is on half of the time, in A} */
  double gateLeakage(double width) {
    return width * gateAmperes / 2;
  }

  /** {@return the leakage of a stack of n-channel transistors over all its states, in A} */
  double stackLeakage(double width, int inputs) {
    double sum = 0;
    for (int off = 1; off <= inputs; off++) {
      sum += Math.pow(STACK, off - 1) * waysOff(inputs, off);
    }
    return width * offAmperes * sum / (1 << inputs);
  }

  /** {@return the leakage of a NAND gate over all its states, in A} */
  double nandLeakage(double widthN, double widthP, int inputs) {
    int states = 1 << inputs;
    double channels = inputs * widthP * offAmperes / states + stackLeakage(widthN, inputs);
    // Half of all gates are on; below a transistor that is off, one leaks half as much.
    double onN = inputs + (states / 2.0 * inputs - inputs) / 2;
    return channels + (states / 2.0 * inputs * widthP + onN * widthN) * gateAmperes / states;
  }

  /**
   * Weight of the states with {@code off} of {@code inputs} transistors off. CACTI weighs the one
   * state in which all are off by {@code inputs + 1}; so does this, to be comparable.
   */
  private static double waysOff(int inputs, int off) {
    if (off == inputs) {
      return inputs + 1.0;
    }
    double ways = 1;
    for (int i = 0; i < off; i++) {
      ways = ways * (inputs - i) / (i + 1);
    }
    return ways;
  }

  /** {@return a transistor between two, {@code share} of the first} */
  static Transistor between(double share, Transistor a, Transistor b) {
    return new Transistor(
        mix(share, a.idealGateFarads, b.idealGateFarads),
        mix(share, a.fringeFarads, b.fringeFarads),
        mix(share, a.junctionFarads, b.junctionFarads),
        a.sidewallFarads,
        mix(share, a.onOhms, b.onOhms),
        mix(share, a.pToN, b.pToN),
        mix(share, a.supplyVolts, b.supplyVolts),
        mix(share, a.thresholdVolts, b.thresholdVolts),
        mix(share, a.offAmperes, b.offAmperes),
        mix(share, a.gateAmperes, b.gateAmperes),
        mix(share, a.senseSiemensPerWidth, b.senseSiemensPerWidth),
        mix(share, a.senseGain, b.senseGain));
  }

  static double mix(double share, double a, double b) {
    return share * a + (1 - share) * b;
  }
}
