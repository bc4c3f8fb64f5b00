package tactus.hw.memory;

/** A class of tensors that an allocator of the scratchpad may plan. */
public enum Planned {
  /** What tasks pass on to each other. */
  ACTIVATIONS,
  /** Weights of products that several tasks read, as in the passes of a generation. */
  WEIGHTS,
  /**
   * What the first pass appends to a cache of keys or values, for the passes that read it later.
   */
  KV_CACHES
}
