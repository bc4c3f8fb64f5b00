package tactus.workload;

import java.util.List;
import java.util.Optional;

/**
 * A tensor of a graph.
 *
 * @param name unique name in its graph
 * @param shape extents, outermost first, each at least 1
 * @param type format of the elements
 * @param kind the part it plays
 * @param sparsity how it is stored if not in full; then it is a weight matrix whose last extent is
 *     its columns and whose other extents make its rows, along the reduction
 */
public record Tensor(
    String name, List<Long> shape, DataType type, TensorKind kind, Optional<Sparsity> sparsity) {
  public Tensor {
    shape = List.copyOf(shape);
    for (long extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(name + ": extents " + shape + " must be at least 1");
      }
    }
  }

  /**
   * Creates a dense tensor.
   *
   * @param name unique name in its graph
   * @param shape extents, outermost first, each at least 1
   * @param type format of the elements
   * @param kind the part it plays
   */
  public Tensor(String name, List<Long> shape, DataType type, TensorKind kind) {
    this(name, shape, type, kind, Optional.empty());
  }

  /**
   * {@return the same tensor, stored in another way}
   *
   * @param stored the way
   */
  public Tensor with(Sparsity stored) {
    return new Tensor(name, shape, type, kind, Optional.of(stored));
  }

  /** {@return the number of elements, stored or not} */
  public long elements() {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** {@return the bytes of what is stored without padding, rounded up} */
  public long bytes() {
    if (sparsity.isPresent()) {
      long columns = shape.get(shape.size() - 1);
      return sparsity.get().storedBytes(elements() / columns, columns, type.bits());
    }
    return (Math.multiplyExact(elements(), type.bits()) + 7) / 8;
  }
}
