package tactus.hw.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tactus.hw.cost.sram.Flavor;

/**
 * How a machine is priced: its process, the estimators, and what else is on the die.
 *
 * @param nanometers the node, in nm, one of {@link NodeScaling#nodes}
 * @param designPeriodPicoseconds period of the clock that gates are sized for, if it is not the
 *     machine's, in ps
 * @param volts the supply of logic and memories, in V
 * @param flavor what the transistors are made for
 * @param kelvin temperature, in K, from 300 to 400
 * @param scaling how the energy of logic changes from node to node
 * @param arithmetic how multiply-adds are priced
 * @param memory how the scratchpad is priced
 * @param extrapolates whether tables are used beyond their range
 * @param dram standard of the DRAM
 * @param dramInterfaces interfaces on the die, if not those its bandwidth takes
 * @param linkMillimeters length of the wires between engines and scratchpad, if it is given, in mm
 * @param controlShare area and energy of control by those of what it controls
 * @param activity share of operand bits that change, if it is given
 * @param clockGating whether idle parts are not clocked
 * @param zeroGating whether multiply-adders rest for operands of zero
 * @param table costs that the user gives
 * @param blocks parts of the chip that are not simulated
 * @param groups group of components on the die, by the components' names
 * @param dieSquareMicrometers area of the die, if it is given, in µm²
 * @param wafer what a wafer costs, if it is given
 */
public record CostSpec(
    int nanometers,
    OptionalDouble designPeriodPicoseconds,
    double volts,
    Flavor flavor,
    int kelvin,
    EnergyScaling scaling,
    ArithmeticEstimator arithmetic,
    MemoryEstimator memory,
    boolean extrapolates,
    DramStandard dram,
    OptionalInt dramInterfaces,
    OptionalDouble linkMillimeters,
    double controlShare,
    OptionalDouble activity,
    boolean clockGating,
    boolean zeroGating,
    EstimateTable table,
    List<BlockSpec> blocks,
    Map<String, String> groups,
    OptionalDouble dieSquareMicrometers,
    Optional<WaferSpec> wafer) {

  public CostSpec {
    blocks = List.copyOf(blocks);
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }

  /** {@return the activity of operands where it is neither given nor counted} */
  public double activityOr(OptionalDouble counted) {
    return activity.orElse(counted.orElse(MultiplyAddCost.TYPICAL_ACTIVITY));
  }

  LogicProcess logic() {
    return new LogicProcess(nanometers, volts, flavor, kelvin, scaling);
  }

  /**
   * {@return the same with other transistors}
   *
   * @param other what they are made for
   */
  public CostSpec withFlavor(Flavor other) {
    return new CostSpec(
        nanometers,
        designPeriodPicoseconds,
        volts,
        other,
        kelvin,
        scaling,
        arithmetic,
        memory,
        extrapolates,
        dram,
        dramInterfaces,
        linkMillimeters,
        controlShare,
        activity,
        clockGating,
        zeroGating,
        table,
        blocks,
        groups,
        dieSquareMicrometers,
        wafer);
  }
}
