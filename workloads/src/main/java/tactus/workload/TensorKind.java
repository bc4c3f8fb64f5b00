package tactus.workload;

/** The part a tensor plays in a graph. */
public enum TensorKind {
  /** Comes from outside: token ids, images. Lies in DRAM before the run. */
  INPUT,
  /** Trained parameters. Lie in DRAM before the run. */
  WEIGHT,
  /** Made by one operator and used by others. */
  ACTIVATION,
  /** Keys or values of all tokens so far. Lies in DRAM and is appended to. */
  KV_CACHE,
  /** Result of the graph. Ends in DRAM. */
  OUTPUT
}
