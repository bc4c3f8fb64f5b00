package tactus.hw.spgemm;

import java.util.Arrays;

/** The slots that a product looks at in its tables, without how long that takes. */
public final class ProbeCount {

  private static final int EMPTY = -1;

  private ProbeCount() {}

  /**
   * {@return the slots looked at} Each row has a table of its own, as {@link RowProduct#tableBits}
   * says, and its products come in their order; what is looked for is the column.
   *
   * @param product the product
   * @param hash where a column is looked for first
   */
  public static long of(RowProduct product, SlotHash hash) {
    int columnBits = product.columnBits();
    int[] table = {};
    long probes = 0;
    for (int row = 0; row < product.rows(); row++) {
      int bits = product.tableBits(product.multiplyAdds(row));
      if (bits < 0) {
        continue;
      }
      if (table.length < 1 << bits) {
        table = new int[1 << bits];
      }
      Arrays.fill(table, 0, 1 << bits, EMPTY);
      for (int left = product.leftStarts()[row]; left < product.leftStarts()[row + 1]; left++) {
        int other = product.leftColumns()[left];
        for (int at = product.rightStarts()[other]; at < product.rightStarts()[other + 1]; at++) {
          int column = product.rightColumns()[at];
          int slot = hash.slot(column, bits, columnBits);
          probes++;
          while (table[slot] != EMPTY && table[slot] != column) {
            slot = (slot + 1) & ((1 << bits) - 1);
            probes++;
          }
          table[slot] = column;
        }
      }
    }
    return probes;
  }
}
