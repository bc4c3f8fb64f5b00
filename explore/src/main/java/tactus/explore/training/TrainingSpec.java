package tactus.explore.training;

import tactus.hw.sparse.SatSpec;
import tactus.workload.training.TrainingNetwork;

/**
 * A training iteration to simulate.
 *
 * @param name name in reports
 * @param accelerator the accelerator
 * @param network the network
 * @param plan how it is trained
 */
public record TrainingSpec(
    String name, SatSpec accelerator, TrainingNetwork network, TrainingPlan plan) {}
