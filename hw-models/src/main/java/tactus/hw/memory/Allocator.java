package tactus.hw.memory;

/** Who decides which tensors are in the scratchpad, where, and which are spilled. */
public enum Allocator {
  /** Order, addresses and spills together, to proven optimality where the search comes that far. */
  COSMA,
  /** Addresses and spills together, in a fixed order. */
  COSMA_FIXED,
  /** Online best fit in a fixed order; the neighbours with the fewest bytes leave. */
  GREEDY,
  /** Online best fit in a fixed order; the tensor with the furthest next use leaves (Belady). */
  BELADY,
  /**
   * Offline: the largest tensor first, each at the lowest address that is free during its whole
   * life, as in TensorFlow Lite's arena; one that finds none is spilled after each use.
   */
  FIRST_FIT
}
