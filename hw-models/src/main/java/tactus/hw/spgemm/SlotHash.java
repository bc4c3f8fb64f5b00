package tactus.hw.spgemm;

/** Which slot of a row's table a column is looked for first. */
public enum SlotHash {
  /** The column's highest bits, so that a table is nearly in the order of columns. */
  HIGH_BITS,
  /** The column's lowest bits. */
  LOW_BITS,
  /** The highest bits of the column times 2^32 over the golden ratio (Knuth, volume 3, 6.4). */
  MULTIPLICATIVE;

  private static final long MULTIPLIER = 2654435761L;

  /**
   * {@return the slot}
   *
   * @param column the column
   * @param tableBits the table has {@code 2^tableBits} slots, at most as many as columnBits say
   * @param columnBits bits that hold any column
   */
  int slot(int column, int tableBits, int columnBits) {
    return switch (this) {
      case HIGH_BITS -> column >>> (columnBits - tableBits);
      case LOW_BITS -> column & ((1 << tableBits) - 1);
      case MULTIPLICATIVE -> (int) (((column * MULTIPLIER) & 0xFFFF_FFFFL) >>> (32 - tableBits));
    };
  }
}
