package tactus.hw.command;

/**
 * A matrix in the scratchpad, as an engine sees it.
 *
 * @param address first byte in the scratchpad
 * @param elementBits width of an element, in bits, at least 1
 */
public record Operand(long address, int elementBits) {
  public Operand {
    if (address < 0) {
      throw new IllegalArgumentException("address (" + address + ") must be at least 0");
    }
    if (elementBits < 1) {
      throw new IllegalArgumentException("elementBits (" + elementBits + ") must be at least 1");
    }
  }
}
