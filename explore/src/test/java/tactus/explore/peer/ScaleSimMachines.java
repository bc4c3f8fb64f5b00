package tactus.explore.peer;

import java.util.List;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.BufferLayout;
import tactus.workload.scalesim.ScaleSimConfig.Representation;
import tactus.workload.scalesim.ScaleSimConfig.Sparsity;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;

/** SCALE-Sim's machines for tests. */
final class ScaleSimMachines {

  private ScaleSimMachines() {}

  /** A dense machine in CALC mode. */
  static ScaleSimConfig calc(int rows, int columns, Stationary stationary) {
    return machine(rows, columns, stationary, BandwidthMode.CALC, false, SparsityMode.DENSE);
  }

  static ScaleSimConfig machine(
      int rows,
      int columns,
      Stationary stationary,
      BandwidthMode bandwidthMode,
      boolean ramulator,
      SparsityMode sparsityMode) {
    return machine(
        rows,
        columns,
        stationary,
        bandwidthMode,
        ramulator,
        new Sparsity(sparsityMode, Representation.ELLPACK_BLOCK, 8, 40));
  }

  /** A machine in CALC mode. */
  static ScaleSimConfig sparse(int rows, int columns, Stationary stationary, Sparsity sparsity) {
    return machine(rows, columns, stationary, BandwidthMode.CALC, false, sparsity);
  }

  private static ScaleSimConfig machine(
      int rows,
      int columns,
      Stationary stationary,
      BandwidthMode bandwidthMode,
      boolean ramulator,
      Sparsity sparsity) {
    return new ScaleSimConfig(
        "run",
        bandwidthMode,
        ramulator,
        rows,
        columns,
        64,
        64,
        64,
        0,
        10_000_000,
        20_000_000,
        stationary,
        List.of(10),
        32,
        32,
        new BufferLayout(false, 10, 1, 2),
        new BufferLayout(false, 10, 1, 2),
        sparsity);
  }
}
