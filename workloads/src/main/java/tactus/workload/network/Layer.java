package tactus.workload.network;

import java.util.List;

/**
 * A layer of a network: it makes one tensor.
 *
 * @param name unique name in its network, also that of its result
 * @param kind what it computes, for example {@code conv}
 * @param inputs names of the layers whose results it reads
 * @param shape extents of its result without the batch: channels first, then space, for images;
 *     tokens, then width, for text
 * @param parameters elements of its weights
 */
public record Layer(
    String name, String kind, List<String> inputs, List<Long> shape, long parameters) {

  /** Copies the lists. */
  public Layer {
    inputs = List.copyOf(inputs);
    shape = List.copyOf(shape);
    for (long extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(name + ": extents " + shape + " must be at least 1");
      }
    }
  }

  /** {@return the elements of its result} */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
