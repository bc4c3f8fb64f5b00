package tactus.hw;

/**
 * Why a cycle passed: the parts of a cycle stack, in order of precedence; {@code
 * docs/models/machine-timing.md} section 7 says which cycle belongs to which.
 */
public enum CycleCause {
  /** An operand vector entered the lead matrix engine's array. */
  COMPUTE("compute"),
  /** Nothing streamed and a stationary vector entered. */
  WEIGHT_LOAD("weightLoad"),
  /** Only sums travelled towards the array's edge. */
  FILL_DRAIN("fillDrain"),
  /** The lead matrix engine waited for words of the scratchpad. */
  BANK_CONFLICT("bankConflict"),
  /** The lead matrix engine was idle while the vector engine worked. */
  VECTOR("vector"),
  /** The lead matrix engine was idle while the stream fabric worked. */
  STREAM("stream"),
  /** The lead matrix engine was idle while another one worked. */
  OTHER_ENGINE("otherEngine"),
  /** Everything waited for a load whose bursts were in service. */
  DRAM_BANDWIDTH("dramBandwidth"),
  /** Everything waited for a store. */
  STORE_DRAIN("storeDrain"),
  /** Everything waited for a load of which no burst was in service. */
  DRAM_LATENCY("dramLatency"),
  /** Nothing moved. */
  DEPENDENCE("dependence");

  private final String key;

  CycleCause(String key) {
    this.key = key;
  }

  /** {@return the key in reports} */
  public String key() {
    return key;
  }
}
