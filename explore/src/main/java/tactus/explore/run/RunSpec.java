package tactus.explore.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import tactus.concurrent.Background;
import tactus.config.Section;
import tactus.explore.numerics.NumericsSpec;
import tactus.hw.Fidelity;
import tactus.hw.MachineSpec;
import tactus.hw.cost.MachineCost;
import tactus.workload.scalesim.ScaleSimConfig;

/**
 * One machine and one workload.
 *
 * @param file the file it was read from, for messages
 * @param name name in reports
 * @param machineSection where the machine is written, for messages
 * @param machine the machine
 * @param pricing finds what the machine costs
 * @param workload what it computes
 * @param fidelity how it is simulated
 * @param numerics the values it executes, if any; then the machine has arithmetic
 * @param scaleSim the machine as SCALE-Sim describes it, if its own numbers are asked for; then the
 *     workload has a topology
 */
public record RunSpec(
    Path file,
    String name,
    Section machineSection,
    MachineSpec machine,
    Future<MachineCost> pricing,
    Workload workload,
    Fidelity fidelity,
    Optional<NumericsSpec> numerics,
    Optional<ScaleSimConfig> scaleSim) {

  /** Checks that there is a topology for SCALE-Sim, and arithmetic for values. */
  public RunSpec {
    if (numerics.isPresent() && machine.arithmetic().isEmpty()) {
      throw new IllegalArgumentException(name + ": machine must have arithmetic for values");
    }
    if (scaleSim.isPresent() && workload.topology().isEmpty()) {
      throw new IllegalArgumentException(name + ": workload must have a topology for SCALE-Sim");
    }
  }

  /**
   * {@return the same run with another name}
   *
   * @param other the name
   */
  public RunSpec withName(String other) {
    return new RunSpec(
        file, other, machineSection, machine, pricing, workload, fidelity, numerics, scaleSim);
  }

  /**
   * {@return what the machine costs, once that is known}
   *
   * @throws tactus.config.ConfigException if an estimator does not know a part of it
   */
  public MachineCost cost() {
    return Background.result(pricing);
  }
}
