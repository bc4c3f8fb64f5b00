package tactus.hw.cost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tactus.hw.cost.sram.Flavor;

/**
 * What a machine costs, component by component.
 *
 * @param parts what was priced
 * @param spec how it was priced
 * @param components the components, each with another name
 * @param multiplyAdd energy of a multiply-accumulate by the activity of its operands
 * @param operandWrite energy of writing an operand to a register of an array, likewise
 */
public record MachineCost(
    MachineParts parts,
    CostSpec spec,
    List<ComponentCost> components,
    MultiplyAddEnergy multiplyAdd,
    MultiplyAddEnergy operandWrite) {

  // Names of the components, which are keys in report.json.
  public static final String MULTIPLY_ADDERS = "multiplyAdders";
  public static final String ARRAY_REGISTERS = "arrayRegisters";
  public static final String ACCUMULATORS = "accumulators";
  public static final String DISTRIBUTION_NETWORK = "distributionNetwork";
  public static final String REDUCTION_NETWORK = "reductionNetwork";
  public static final String VECTOR_ENGINE = "vectorEngine";
  public static final String STREAM_MULTIPLY_ADDERS = "streamMultiplyAdders";
  public static final String STREAM_RESCALERS = "streamRescalers";
  public static final String STREAM_EXPONENTIALS = "streamExponentials";
  public static final String STREAM_DIVIDERS = "streamDividers";
  public static final String STREAM_ADDERS = "streamAdders";
  public static final String STREAM_COMPARATORS = "streamComparators";
  public static final String STREAM_MEMORIES = "streamMemories";
  public static final String SCRATCHPAD = "scratchpad";
  public static final String LINKS = "links";
  public static final String DRAM = "dram";
  public static final String DRAM_INTERFACE = "dramInterface";
  public static final String CONTROL = "control";

  /** Names of a flexible engine's networks. */
  public static final List<String> OF_FLEXIBLE_ENGINES =
      List.of(DISTRIBUTION_NETWORK, REDUCTION_NETWORK);

  /** Names of the stream fabric's components. */
  public static final List<String> OF_STREAM_FABRIC =
      List.of(
          STREAM_MULTIPLY_ADDERS,
          STREAM_RESCALERS,
          STREAM_EXPONENTIALS,
          STREAM_DIVIDERS,
          STREAM_ADDERS,
          STREAM_COMPARATORS,
          STREAM_MEMORIES);

  /** Checks that names differ and that the die holds what is on it. */
  public MachineCost {
    components = List.copyOf(components);
    long names = components.stream().map(ComponentCost::name).distinct().count();
    if (names != components.size()) {
      throw new IllegalArgumentException("components must have different names");
    }
  }

  /**
   * {@return a component}
   *
   * @param name its name
   */
  public ComponentCost component(String name) {
    return components.stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no component " + name));
  }

  /** {@return what the machine would cost with transistors that leak least} */
  public MachineCost ofLeastLeakage() {
    return spec.flavor() == Flavor.LOW_STANDBY_POWER
        ? this
        : MachinePricer.priceWith(parts, spec, Flavor.LOW_STANDBY_POWER);
  }

  /** {@return the area of all components, in µm²} */
  public double areaSquareMicrometers() {
    double sum = 0;
    for (ComponentCost component : components) {
      sum += component.areaSquareMicrometers();
    }
    return sum;
  }

  /** {@return what all components take while they do nothing, in mW} */
  public double leakageMilliwatts() {
    double sum = 0;
    for (ComponentCost component : components) {
      sum += component.leakageMilliwatts();
    }
    return sum;
  }

  /** {@return the areas by the groups of the spec, in µm²; a component without one is its own} */
  public Map<String, Double> groupedAreas() {
    Map<String, Double> areas = new LinkedHashMap<>();
    for (ComponentCost component : components) {
      String group = spec.groups().getOrDefault(component.name(), component.name());
      areas.merge(group, component.areaSquareMicrometers(), Double::sum);
    }
    return areas;
  }

  /** {@return the share of the die that its components cover, if the die's area is given} */
  public OptionalDouble dieUtilization() {
    return spec.dieSquareMicrometers().isPresent()
        ? OptionalDouble.of(areaSquareMicrometers() / spec.dieSquareMicrometers().getAsDouble())
        : OptionalDouble.empty();
  }

  /** {@return the area of the die: as given, or that of its components, in mm²} */
  public double dieSquareMillimeters() {
    return spec.dieSquareMicrometers().orElse(areaSquareMicrometers()) / 1e6;
  }

  /** {@return the price of a die, if a wafer's is given} */
  public Optional<Double> pricePerDie() {
    return spec.wafer().map(wafer -> wafer.pricePerDie(dieSquareMillimeters()));
  }
}
