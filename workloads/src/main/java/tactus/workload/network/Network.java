package tactus.workload.network;

import java.util.List;

/**
 * Layers in the order in which a framework runs them.
 *
 * @param name name in the catalog
 * @param layers the layers; each reads results of earlier ones
 */
public record Network(String name, List<Layer> layers) {

  /** Copies the list. */
  public Network {
    layers = List.copyOf(layers);
  }
}
