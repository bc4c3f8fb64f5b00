package tactus.explore.training;

import java.util.List;
import tactus.workload.training.TrainingLayer;

/**
 * What an iteration did for a layer.
 *
 * @param layer the layer
 * @param stages its products: forward, backward if its input has a gradient, weight gradient
 * @param others cycles of the vector unit and of the update
 * @param otherBytes bytes moved for these
 */
public record LayerIteration(
    TrainingLayer layer, List<TrainingStage> stages, TrainingStack others, long otherBytes) {

  /** Copies the stages. */
  public LayerIteration {
    stages = List.copyOf(stages);
  }

  /** {@return where its cycles went} */
  public TrainingStack stack() {
    TrainingStack sum = others;
    for (TrainingStage stage : stages) {
      sum = sum.plus(stage.stack());
    }
    return sum;
  }
}
