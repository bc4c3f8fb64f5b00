package tactus.workload;

import java.util.List;

/**
 * A dense tensor of a graph.
 *
 * @param name unique name in its graph
 * @param shape extents, outermost first, each at least 1
 * @param type format of the elements
 * @param kind the part it plays
 */
public record Tensor(String name, List<Long> shape, DataType type, TensorKind kind) {
  public Tensor {
    shape = List.copyOf(shape);
    for (long extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(name + ": extents " + shape + " must be at least 1");
      }
    }
  }

  /** {@return the number of elements} */
  public long elements() {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** {@return the bytes of the elements without padding, rounded up} */
  public long bytes() {
    return (Math.multiplyExact(elements(), type.bits()) + 7) / 8;
  }
}
