package tactus.workload.training;

import java.util.List;

/**
 * The layers of a network with a batch, in the order of the forward pass.
 *
 * @param name name in reports
 * @param batch images or sequences of an iteration
 * @param layers the layers, at least one
 */
public record TrainingNetwork(String name, int batch, List<TrainingLayer> layers) {

  /** Copies the layers. */
  public TrainingNetwork {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || batch < 1) {
      throw new IllegalArgumentException(name + ": batch and layers must be at least 1");
    }
  }

  /** {@return the dense multiply-accumulates of an iteration} */
  public long macs() {
    long sum = 0;
    for (TrainingLayer layer : layers) {
      sum = Math.addExact(sum, layer.macs());
    }
    return sum;
  }

  /** {@return the weights that an iteration updates} */
  public long parameters() {
    long sum = 0;
    for (TrainingLayer layer : layers) {
      sum = Math.addExact(sum, layer.weights());
    }
    return sum;
  }
}
