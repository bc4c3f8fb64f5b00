package tactus.workload;

/** What an operator computes. */
public enum OperatorKind {
  /** Activations times weights: {@code inputs = (A [m x k], W [k x n])}. */
  LINEAR,
  /** Product of two activations or of an activation and a cache, batched. */
  MATMUL,
  /** Convolution, computed as a product by im2col: {@code inputs = (image, filters)}. */
  CONV,
  /** Softmax of each row. */
  SOFTMAX,
  /** Layer normalization of each row; {@code inputs = (x, parameters)}. */
  LAYER_NORM,
  /** Root-mean-square normalization of each row; {@code inputs = (x, parameters)}. */
  RMS_NORM,
  /** Gaussian error linear unit. */
  GELU,
  /** Sigmoid linear unit. */
  SILU,
  /** Rectified linear unit. */
  RELU,
  /** Hyperbolic tangent. */
  TANH,
  /** Sum of two tensors; a smaller second one is repeated. */
  ADD,
  /** Product of two tensors, element by element; a smaller second one is repeated. */
  MULTIPLY,
  /** Rotary position embedding. */
  ROTARY,
  /** Rows of a table picked by index: {@code inputs = (indices, table)}; only picked rows move. */
  EMBEDDING,
  /** To a narrower format. */
  QUANTIZE,
  /** To a wider format. */
  DEQUANTIZE,
  /** The k largest entries of each row. */
  TOP_K,
  /**
   * Appends new rows to a cache in DRAM: {@code inputs = (rows)}, or {@code (rows, cache before)}
   * if an earlier operator appended to it; output the whole cache.
   */
  KV_APPEND
}
