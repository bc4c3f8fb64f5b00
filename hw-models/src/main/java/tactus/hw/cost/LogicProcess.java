package tactus.hw.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tactus.hw.cost.sram.Flavor;
import tactus.hw.cost.sram.GateLeakage;

/**
 * Logic of a node at a supply and a temperature: a gate's area, delay and energy scaled from an
 * open 45 nm library, its leakage from the transistors of the ITRS.
 *
 * @param nanometers the node, in nm
 * @param volts the supply, in V
 * @param flavor what its transistors are made for; it decides the leakage only
 * @param kelvin temperature, in K
 * @param scaling how energy changes from node to node
 */
record LogicProcess(
    int nanometers, double volts, Flavor flavor, int kelvin, EnergyScaling scaling) {

  static final int BASE_NODE = 45;
  static final double BASE_VOLTS = 0.9;
  private static final Technology BASE = Technology.NANGATE_45;

  /**
   * Scaling a gate takes longer than all that is priced with it, and few processes are asked for.
   */
  private static final Map<LogicProcess, Gate> GATES = new ConcurrentHashMap<>();

  private record Gate(Technology technology, double milliwatts) {}

  private Gate gate() {
    return GATES.computeIfAbsent(
        this, process -> new Gate(process.scaledGate(), process.scaledGateMilliwatts()));
  }

  /** {@return what a gate costs} */
  Technology technology() {
    return gate().technology();
  }

  /** {@return the leakage of a gate equivalent, in mW} */
  double gateMilliwatts() {
    return gate().milliwatts();
  }

  private Technology scaledGate() {
    return new Technology(
        nanometers + " nm",
        BASE.gateSquareMicrometers() * NodeScaling.area(BASE_NODE, nanometers),
        BASE.depthPicoseconds() * NodeScaling.delay(BASE_NODE, BASE_VOLTS, nanometers, volts),
        BASE.gateFemtojoules() * energyFactor(BASE_NODE, BASE_VOLTS),
        BASE.flipFlopGates(),
        BASE.fastestSizing());
  }

  /**
   * {@return the energy of an operation here against another node's}
   *
   * @param from the other node, in nm
   * @param fromVolts its supply, in V
   */
  double energyFactor(int from, double fromVolts) {
    return scaling.factor(from, fromVolts, nanometers, volts);
  }

  private double scaledGateMilliwatts() {
    int tabled = Math.max(nanometers, GateLeakage.smallestNode());
    double nominal = NodeScaling.nominalVolts(nanometers);
    // Below the tables, leakage is taken to fall as the energy does: a guess.
    double below =
        NodeScaling.energy(tabled, NodeScaling.nominalVolts(tabled), nanometers, nominal);
    return GateLeakage.nandMilliwatts(tabled, flavor, kelvin) * below * volts / nominal;
  }

  List<String> sources() {
    List<String> sources = new ArrayList<>();
    sources.add(
        "gate of Nangate's open 45 nm library; energy of integer adders (M. Horowitz, ISSCC 2014)"
            + " by their gates, 0.49 fJ a gate, times the transitions of multipliers' gates against"
            + " adders' (T. Callaway, E. Swartzlander, ARITH 1997; recalled, and simulated)");
    if (nanometers != BASE_NODE) {
      sources.addAll(NodeScaling.sources());
      if (scaling == EnergyScaling.PUBLISHED_OPERATIONS) {
        sources.add(
            "energy from 45 nm to 7 nm: operations in both M. Horowitz, ISSCC 2014, and N. Jouppi"
                + " et al., ISCA 2021, table 2; between them by the length (a guess)");
      }
    }
    sources.addAll(GateLeakage.sources());
    return sources;
  }
}
