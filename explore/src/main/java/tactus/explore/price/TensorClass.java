package tactus.explore.price;

/** What energy is spent on: a kind of operand, or what no tensor has for itself. */
public enum TensorClass {
  /** Trained parameters as operands, in every memory. */
  WEIGHT("weights", "weights"),
  /** Inputs of the network and what operators made, as others read it. */
  INPUT("inputs", "inputs"),
  /** Results and the partial sums on the way to them. */
  OUTPUT("outputs", "outputs, sums"),
  /** Keys and values of earlier tokens. */
  KV_CACHE("kvCache", "key-value cache"),
  /** What says where stored elements of a sparse matrix belong. */
  METADATA("metadata", "sparsity metadata"),
  /** Scores and whatever else lives only inside the stream fabric. */
  STREAMED("streamed", "in stream fabric"),
  /** Arithmetic, which operands and results share. */
  COMPUTE("compute", "arithmetic"),
  /** Leakage, background and refresh, clocks of what idles, control. */
  OVERHEAD("overhead", "leakage, control");

  private final String key;
  private final String label;

  TensorClass(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** {@return its key in {@code report.json}} */
  public String key() {
    return key;
  }

  /** {@return its name for people} */
  public String label() {
    return label;
  }
}
