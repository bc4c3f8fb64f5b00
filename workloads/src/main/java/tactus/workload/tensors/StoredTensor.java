package tactus.workload.tensors;

import java.util.List;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param name its name
 * @param type element type, as the file writes it, such as {@code BF16}
 * @param shape extents, outermost first; empty for a scalar
 * @param offset first byte, from the start of the file
 * @param bytes its size in bytes
 */
public record StoredTensor(String name, String type, List<Long> shape, long offset, long bytes) {
  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** {@return the number of elements} */
  public long elements() {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }
}
