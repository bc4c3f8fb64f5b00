package tactus.hw.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.MatrixEngineSpec;

/**
 * Prices the networks of flexible engines by their structure, which is a guess at SIGMA's (Qin et
 * al., HPCA 2020): a Benes network from the scratchpad to the groups of multipliers and a tree in
 * each group; a tree of adders that forward to one another, whose adders are those of the
 * multiply-adders.
 */
final class FlexibleNetworkPricer {

  /** Gates of a multiplexer for each bit of all inputs but one, as in the arrays' registers. */
  private static final double MULTIPLEXER_GATES = 1.75;

  /** Gates of a fork of a tree for each bit: a guess, one to let it through. */
  private static final double FORK_GATES = 1;

  private final MachineParts parts;
  private final LogicProcess logic;
  private final Technology gate;
  private final MemoryCosts memories;
  private final double arrayMillimeters;

  /**
   * Makes a pricer.
   *
   * @param arraySquareMicrometers area of the multipliers and their registers
   */
  FlexibleNetworkPricer(
      MachineParts parts, LogicProcess logic, MemoryCosts memories, double arraySquareMicrometers) {
    this.parts = parts;
    this.logic = logic;
    this.gate = logic.technology();
    this.memories = memories;
    this.arrayMillimeters = Math.sqrt(arraySquareMicrometers / 1e6);
  }

  /** {@return the networks, if an engine has some} */
  List<ComponentCost> components() {
    List<MatrixEngineSpec> engines =
        parts.matrixEngines().stream().filter(engine -> engine.networks().isPresent()).toList();
    return engines.isEmpty() ? List.of() : List.of(distribution(engines), reduction(engines));
  }

  private static double levels(long leaves) {
    return leaves <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
  }

  private ComponentCost distribution(List<MatrixEngineSpec> engines) {
    double gates = 0;
    double path = 0;
    long ports = 0;
    for (MatrixEngineSpec engine : engines) {
      FlexibleNetworksSpec networks = engine.networks().orElseThrow();
      int of = networks.distributionBandwidth();
      double group = (double) engine.processingElements() / of;
      // Rows of switches of two inputs and two outputs, each two multiplexers.
      double rows = Math.max(0, 2 * levels(of) - 1);
      double switches = rows * of / 2;
      double forks = of * (group - 1);
      gates += parts.operandBits() * (switches * 2 * MULTIPLEXER_GATES + forks * FORK_GATES);
      path += rows * MULTIPLEXER_GATES + levels((long) group) * FORK_GATES;
      ports += of;
    }
    path /= engines.size();
    // Half of the bits change; from the edge to the middle of the array on the average.
    double wire = memories.wirePicojoulesPerMillimeter() * arrayMillimeters / 2;
    double bit = (path * gate.gateFemtojoules() / 1e3 + wire) / 2;
    List<String> sources = new ArrayList<>(logic.sources());
    sources.add(
        "a Benes network of two-by-two switches to the groups of multipliers, and a tree in each"
            + " (a guess at SIGMA's); a value that goes to several pays one way");
    return component(
        MachineCost.DISTRIBUTION_NETWORK, ports, gates, Map.of(Action.BIT, bit), sources);
  }

  private ComponentCost reduction(List<MatrixEngineSpec> engines) {
    double gates = 0;
    double sum = 0;
    long ports = 0;
    double flop = gate.flipFlopGates();
    for (MatrixEngineSpec engine : engines) {
      FlexibleNetworksSpec networks = engine.networks().orElseThrow();
      long multipliers = engine.processingElements();
      double forwarding = MULTIPLEXER_GATES * Math.max(0, levels(multipliers) - 1);
      double leaving = MULTIPLEXER_GATES * Math.max(0, multipliers - networks.reductionBandwidth());
      double register = engine.pipelineDepth() * flop;
      gates += engine.accumulatorBits() * (multipliers * (register + forwarding) + leaving);
      // Half of the bits change; the clock takes half of a flip-flop's energy.
      sum +=
          engine.accumulatorBits()
              * (0.75 * register + 0.5 * forwarding)
              * gate.gateFemtojoules()
              / 1e3;
      ports += networks.reductionBandwidth();
    }
    List<String> sources = new ArrayList<>(logic.sources());
    sources.add(
        "registers between the levels of adders, and multiplexers by which adders forward to one"
            + " another and sums leave (a guess at SIGMA's); the adders are multiply-adders'");
    return component(
        MachineCost.REDUCTION_NETWORK,
        ports,
        gates,
        Map.of(Action.WRITE, sum / engines.size()),
        sources);
  }

  private ComponentCost component(
      String name, long units, double gates, Map<Action, Double> picojoules, List<String> sources) {
    return new ComponentCost(
        name,
        Level.REGISTER,
        units,
        gates * gate.gateSquareMicrometers(),
        gates * logic.gateMilliwatts(),
        picojoules,
        "structural",
        sources);
  }
}
