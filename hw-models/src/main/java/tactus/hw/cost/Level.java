package tactus.hw.cost;

/** Where in a machine a component is, for the question where the joules go. */
public enum Level {
  /** Multiply-adders of the matrix engines. */
  PE("pe", "processing elements"),
  /** Registers of the arrays and accumulators. */
  REGISTER("register", "registers and accumulators"),
  /** The vector engine. */
  VECTOR("vector", "vector engine"),
  /** Units, channels and buffers of the stream fabric. */
  STREAM("stream", "stream fabric"),
  /** On-chip memory. */
  SCRATCHPAD("scratchpad", "scratchpad"),
  /** Wires between engines and memories, links between chips. */
  LINK("link", "links"),
  /** Off-chip memory and its interface. */
  DRAM("dram", "DRAM"),
  /** Sequencers and whatever else a chip has. */
  CONTROL("control", "control and other blocks");

  private final String key;
  private final String label;

  Level(String key, String label) {
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
