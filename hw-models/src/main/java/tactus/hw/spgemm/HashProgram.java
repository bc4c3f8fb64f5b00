package tactus.hw.spgemm;

/**
 * A product laid out for a block: its rows in windows that fit into the scratchpad, each with a
 * table of its own there. The arrays are not to be changed.
 *
 * @param product the product
 * @param scheme who does what
 * @param tableBits of each row, its table's slots as a power of two; -1 if it needs none
 * @param tableWords of each row, the address of its table's first slot
 * @param resultWords of each row, the address of its dense results; for {@link
 *     HashScheme.WriteBack#DMA} only
 * @param words words of the scratchpad that tables and results take, all windows' together
 * @param windowStarts of each window, its first row, and then {@code rows}
 */
@SuppressWarnings("ArrayRecordComponent") // Large; nothing compares them.
public record HashProgram(
    RowProduct product,
    HashScheme scheme,
    byte[] tableBits,
    int[] tableWords,
    int[] resultWords,
    int words,
    int[] windowStarts) {

  /** {@return the windows} */
  public int windows() {
    return windowStarts.length - 1;
  }
}
