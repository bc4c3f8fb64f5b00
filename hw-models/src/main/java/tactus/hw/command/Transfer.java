package tactus.hw.command;

/**
 * A DMA command: {@code rows} rows of {@code rowBytes} bytes, {@code strideBytes} apart in DRAM,
 * packed in the scratchpad.
 *
 * @param direction whether the bytes go into or out of the scratchpad
 * @param operator index of the operator it belongs to
 * @param dependences commands to wait for
 * @param trafficClass what the bytes are
 * @param dramAddress first byte in DRAM
 * @param rows number of rows, at least 1
 * @param rowBytes bytes of a row, at least 1
 * @param strideBytes distance of the starts of consecutive rows in DRAM, in bytes
 * @param scratchpadAddress first byte in the scratchpad
 * @param scratchpadBytes bytes that go through the scratchpad's ports: those moved, or what they
 *     become if they are compressed in DRAM and expanded on their way; at least 1
 * @param sharedIndexBits bits of the bytes moved that are indices of sparse weights which columns
 *     share; no time depends on them
 */
public record Transfer(
    Direction direction,
    int operator,
    Dependences dependences,
    TrafficClass trafficClass,
    long dramAddress,
    long rows,
    long rowBytes,
    long strideBytes,
    long scratchpadAddress,
    long scratchpadBytes,
    long sharedIndexBits)
    implements Command {

  /** The way the bytes go. */
  public enum Direction {
    /** From DRAM into the scratchpad. */
    LOAD,
    /** From the scratchpad into DRAM. */
    STORE
  }

  public Transfer {
    if (rows < 1 || rowBytes < 1) {
      throw new IllegalArgumentException(
          "rows (" + rows + ") and rowBytes (" + rowBytes + ") must be at least 1");
    }
    if (rows > 1 && strideBytes < rowBytes) {
      throw new IllegalArgumentException(
          "strideBytes (" + strideBytes + ") must be at least rowBytes (" + rowBytes + ")");
    }
    if (dramAddress < 0 || scratchpadAddress < 0) {
      throw new IllegalArgumentException(
          "addresses (" + dramAddress + ", " + scratchpadAddress + ") must be at least 0");
    }
    if (scratchpadBytes < 1) {
      throw new IllegalArgumentException(
          "scratchpadBytes (" + scratchpadBytes + ") must be at least 1");
    }
    if (direction == Direction.STORE && scratchpadBytes != Math.multiplyExact(rows, rowBytes)) {
      throw new IllegalArgumentException(
          "scratchpadBytes (" + scratchpadBytes + ") must be those moved: stores are as they are");
    }
  }

  /**
   * Creates a command whose bytes are the same on both sides.
   *
   * @param direction whether the bytes go into or out of the scratchpad
   * @param operator index of the operator it belongs to
   * @param dependences commands to wait for
   * @param trafficClass what the bytes are
   * @param dramAddress first byte in DRAM
   * @param rows number of rows, at least 1
   * @param rowBytes bytes of a row, at least 1
   * @param strideBytes distance of the starts of consecutive rows in DRAM, in bytes
   * @param scratchpadAddress first byte in the scratchpad
   */
  public Transfer(
      Direction direction,
      int operator,
      Dependences dependences,
      TrafficClass trafficClass,
      long dramAddress,
      long rows,
      long rowBytes,
      long strideBytes,
      long scratchpadAddress) {
    this(
        direction,
        operator,
        dependences,
        trafficClass,
        dramAddress,
        rows,
        rowBytes,
        strideBytes,
        scratchpadAddress,
        Math.max(1, Math.multiplyExact(rows, rowBytes)),
        0);
  }

  /** {@return the bytes moved} */
  public long bytes() {
    return Math.multiplyExact(rows, rowBytes);
  }
}
