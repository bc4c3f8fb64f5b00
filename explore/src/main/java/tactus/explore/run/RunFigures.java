package tactus.explore.run;

import java.util.Optional;
import tactus.explore.price.RunEnergy;
import tactus.hw.Execution;
import tactus.hw.Traffic;

/**
 * The figures of a run that a sweep keeps, as they stand in its report.
 *
 * @param cycles cycles
 * @param seconds the same as a time, in seconds
 * @param macs multiply-accumulates
 * @param utilization share of the matrix engines' multiply-accumulates that were used
 * @param traffic bytes moved
 * @param peakScratchpadBytes the most bytes of the scratchpad in use at once
 * @param picojoules energy, in pJ
 * @param squareMicrometers area of the machine, in um2
 * @param energyDelay energy times time, in J s
 */
public record RunFigures(
    long cycles,
    double seconds,
    long macs,
    double utilization,
    Traffic traffic,
    long peakScratchpadBytes,
    double picojoules,
    double squareMicrometers,
    double energyDelay) {

  /**
   * {@return the figures of an execution}
   *
   * @param spec what was run
   * @param execution what happened
   */
  public static RunFigures of(RunSpec spec, Execution execution) {
    long cycles = execution.cycles();
    long macs = execution.program().macs();
    RunEnergy energy = RunStages.price(spec, execution, Optional.empty());
    return new RunFigures(
        cycles,
        (double) cycles * spec.machine().periodTicks() / 1e15,
        macs,
        (double) macs / ((double) cycles * spec.machine().processingElements()),
        execution.totalTraffic(),
        ScratchpadPeak.bytes(execution),
        energy.picojoules(),
        energy.cost().areaSquareMicrometers(),
        energy.energyDelay());
  }
}
