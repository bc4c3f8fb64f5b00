package tactus.workload.training;

import tactus.workload.OperatorShape.MatMulShape;

/**
 * A layer of a network with a batch: what it multiplies, and how often the vector unit goes over
 * its result.
 *
 * @param name unique name in its network
 * @param product the forward product, {@code batch x [m x k] * [k x n]}, convolutions by im2col
 * @param inputElements elements of the input of all products, without the repetitions of im2col
 * @param kind what it is to training
 * @param hasInputGradient whether the gradient of its input is needed; not that of the first layer
 * @param forwardPasses how often the vector unit goes over the result forwards
 * @param backwardPasses how often it goes over the result's gradient backwards
 */
public record TrainingLayer(
    String name,
    MatMulShape product,
    long inputElements,
    Kind kind,
    boolean hasInputGradient,
    int forwardPasses,
    int backwardPasses) {

  /** What a layer is to training. */
  public enum Kind {
    /** Multiplies by weights that may be sparse. */
    SPARSE_WEIGHTS,
    /** Multiplies by weights that stay dense. */
    DENSE_WEIGHTS,
    /** Multiplies two activations: both get gradients, nothing is updated. */
    ACTIVATIONS
  }

  public TrainingLayer {
    if (inputElements < 1 || forwardPasses < 0 || backwardPasses < 0) {
      throw new IllegalArgumentException(
          name + ": inputElements must be at least 1, passes at least 0");
    }
    if (product.batch() > 1 && kind != Kind.ACTIVATIONS) {
      throw new IllegalArgumentException(name + ": weights are shared, so batch must be 1");
    }
  }

  /** {@return elements of the result of all products} */
  public long outputElements() {
    return Math.multiplyExact(product.batch(), Math.multiplyExact(product.m(), product.n()));
  }

  /** {@return elements of the right operand of all products} */
  public long rightElements() {
    return Math.multiplyExact(product.batch(), Math.multiplyExact(product.k(), product.n()));
  }

  /** {@return the weights that are updated} */
  public long weights() {
    return kind == Kind.ACTIVATIONS ? 0 : rightElements();
  }

  /** {@return the dense multiply-accumulates of an iteration} */
  public long macs() {
    return Math.multiplyExact(product.macs(), hasInputGradient ? 3L : 2L);
  }
}
