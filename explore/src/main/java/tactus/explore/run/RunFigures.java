package tactus.explore.run;

import tactus.explore.price.RunPricer;
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
   * @param counts what happened, on a machine that takes the same time
   */
  public static RunFigures of(RunSpec spec, ExecutionCounts counts) {
    long cycles = counts.execution().cycles();
    long macs = counts.execution().program().macs();
    double seconds = (double) cycles * spec.machine().periodTicks() / 1e15;
    double picojoules =
        RunPricer.picojoules(
            spec.machine(), spec.cost(), counts.actions(spec.cost().spec().dram().rowBytes()));
    return new RunFigures(
        cycles,
        seconds,
        macs,
        (double) macs / ((double) cycles * spec.machine().multiplyAdders()),
        counts.execution().totalTraffic(),
        counts.peakScratchpadBytes(),
        picojoules,
        spec.cost().areaSquareMicrometers(),
        picojoules * 1e-12 * seconds);
  }
}
