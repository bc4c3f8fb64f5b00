package tactus.hw.command;

/** What a vector engine computes. */
public enum VectorFunction {
  /** Exponentials of a row divided by their sum. */
  SOFTMAX,
  /** Row minus mean, over standard deviation, times gain plus bias. */
  LAYER_NORM,
  /** Row over its root mean square, times gain. */
  RMS_NORM,
  /** Gaussian error linear unit. */
  GELU,
  /** Sigmoid linear unit. */
  SILU,
  /** Rectified linear unit. */
  RELU,
  /** Hyperbolic tangent. */
  TANH,
  /** Sum of two tensors (residual connections, biases, position embeddings). */
  ADD,
  /** Product of two tensors, element by element. */
  MULTIPLY,
  /** Rotary position embedding. */
  ROTARY,
  /** From a wide format to a narrow one. */
  QUANTIZE,
  /** From a narrow format to a wide one. */
  DEQUANTIZE,
  /** The k largest entries of a row (expert routing). */
  TOP_K,
  /** Copy with a new layout. */
  COPY;

  /** {@return whether it reads both operands, not only the first} */
  public boolean readsTwoOperands() {
    return this == ADD || this == MULTIPLY;
  }
}
