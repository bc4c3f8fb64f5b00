package tactus.hw.cost.sram;

/**
 * A gate and the inverters behind it, each larger than the one before by the same factor near 4, so
 * that a load is driven in the least time (method of logical effort).
 */
final class GateChain {
  private static final double BEST_FANOUT = 4;

  private final SiliconProcess process;
  private final double height;
  private final int inputs;
  private final double load;
  private final int gates;
  private final double[] n;
  private final double ratio;

  /**
   * Sizes a chain.
   *
   * @param process the process
   * @param height height of the gates, in µm
   * @param inputs inputs of the first gate: 1 for an inverter, 2 or 3 for a NAND
   * @param load what is driven, in F
   */
  GateChain(SiliconProcess process, double height, int inputs, double load) {
    this.process = process;
    this.height = height;
    this.inputs = inputs;
    this.load = load;
    Transistor t = process.peripheral();
    this.ratio = t.pToN();
    double effort = inputs == 1 ? 1 : (inputs + ratio) / (1 + ratio);
    double firstN = inputs * process.smallestWidth();
    double firstGate = t.gate(firstN) + t.gate(ratio * process.smallestWidth());
    double path = effort * load / firstGate;
    int count = stages((int) (Math.log(path) / Math.log(BEST_FANOUT)));
    double step = Math.pow(path, 1.0 / count);
    double last = Math.max(load / step / (1 + ratio) / t.gate(1), process.smallestWidth());
    if (last > process.largestWidth()) {
      path = effort * t.gate((1 + ratio) * process.largestWidth()) / firstGate;
      count = stages((int) (Math.log(path) / Math.log(BEST_FANOUT)) + 1);
      step = Math.pow(path, 1.0 / (count - 1));
      last = process.largestWidth();
    }
    this.gates = count;
    this.n = new double[count];
    n[count - 1] = last;
    for (int i = count - 2; i >= 1; i--) {
      n[i] = Math.max(n[i + 1] / step, process.smallestWidth());
    }
    n[0] = firstN;
  }

  private static int stages(int wanted) {
    return Math.max(wanted % 2 != 0 ? wanted + 1 : wanted, 2);
  }

  private double p(int i) {
    return i == 0 ? ratio * process.smallestWidth() : ratio * n[i];
  }

  /** {@return the capacitance of one input, in F} */
  double inputFarads() {
    return process.peripheral().gate(n[0] + p(0));
  }

  /** {@return the area, in µm²} */
  double area() {
    double area = process.gateArea(inputs, n[0], p(0), height);
    for (int i = 1; i < gates; i++) {
      area += process.inverterArea(n[i], p(i), height);
    }
    return area;
  }

  /** {@return the leakage of all gates, in A} */
  double leakage() {
    Transistor t = process.peripheral();
    double sum = inputs == 1 ? t.inverterLeakage(n[0], p(0)) : t.nandLeakage(n[0], p(0), inputs);
    for (int i = 1; i < gates; i++) {
      sum += t.inverterLeakage(n[i], p(i));
    }
    return sum;
  }

  private double intrinsic(int i) {
    return i == 0
        ? inputs * process.drain(true, p(0), 1, height) + process.drain(false, n[0], inputs, height)
        : process.inverterDrain(n[i], p(i), height);
  }

  private double driven(int i) {
    return i == gates - 1 ? load : process.peripheral().gate(n[i + 1] + p(i + 1));
  }

  /** {@return the charge that moves when the output rises and falls once, in F} */
  double switchedFarads() {
    double sum = 0;
    for (int i = 0; i < gates; i++) {
      sum += intrinsic(i) + driven(i);
    }
    return sum;
  }

  /** {@return the delay of the last gate alone, from a sharp input, in s} */
  double lastDelay(double wireSeconds) {
    int i = gates - 1;
    double tf = process.peripheral().ohmsN(n[i], 1) * (intrinsic(i) + load) + wireSeconds;
    return Ramp.half(0, tf);
  }

  /**
   * Adds the chain's delay to a signal.
   *
   * @param signal the input
   * @param wireSeconds time constant of the wire behind the last gate, in s
   * @return the output
   */
  Signal drive(Signal signal, double wireSeconds) {
    double delay = signal.delay();
    double rise = signal.rise();
    for (int i = 0; i < gates; i++) {
      double tf =
          process.peripheral().ohmsN(n[i], i == 0 ? inputs : 1) * (intrinsic(i) + driven(i));
      if (i == gates - 1) {
        tf += wireSeconds;
      }
      double one = Ramp.half(rise, tf);
      delay += one;
      rise = one / 0.5;
    }
    return new Signal(delay, rise);
  }
}
