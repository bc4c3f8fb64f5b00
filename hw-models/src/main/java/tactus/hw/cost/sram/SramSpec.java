package tactus.hw.cost.sram;

/**
 * An SRAM.
 *
 * @param bytes bytes of all banks together, above 0
 * @param wordBits bits of an access, a multiple of 8, at least 8
 * @param banks banks, a power of two; each has ports of its own
 * @param readWritePorts ports that read and write
 * @param readPorts ports that only read
 * @param writePorts ports that only write; at least one port in all reads
 */
public record SramSpec(
    long bytes, int wordBits, int banks, int readWritePorts, int readPorts, int writePorts) {

  /** The largest SRAM the model takes, in bytes. */
  public static final long MOST_BYTES = 1L << 30;

  /** Checks the ranges. */
  public SramSpec {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "bytes (" + bytes + ") must be above 0 and at most " + MOST_BYTES);
    }
    if (wordBits < 8 || wordBits % 8 != 0 || wordBits > 8192) {
      throw new IllegalArgumentException(
          "wordBits (" + wordBits + ") must be a multiple of 8 from 8 to 8192");
    }
    if (banks < 1 || Integer.bitCount(banks) != 1) {
      throw new IllegalArgumentException("banks (" + banks + ") must be a power of two");
    }
    if (readWritePorts < 0 || readPorts < 0 || writePorts < 0 || readWritePorts + readPorts < 1) {
      throw new IllegalArgumentException(
          "ports ("
              + readWritePorts
              + " read and write, "
              + readPorts
              + " read, "
              + writePorts
              + " write) must include one that reads");
    }
  }

  /**
   * {@return an SRAM with one port}
   *
   * @param bytes bytes of all banks together
   * @param wordBits bits of an access
   * @param banks banks
   */
  public static SramSpec singlePorted(long bytes, int wordBits, int banks) {
    return new SramSpec(bytes, wordBits, banks, 1, 0, 0);
  }

  /** {@return all ports} */
  int ports() {
    return readWritePorts + readPorts + writePorts;
  }

  /** {@return the ports that read} */
  int reading() {
    return readWritePorts + readPorts;
  }

  /** {@return the ports that write} */
  int writing() {
    return readWritePorts + writePorts;
  }
}
