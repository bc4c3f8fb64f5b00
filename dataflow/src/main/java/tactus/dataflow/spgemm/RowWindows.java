package tactus.dataflow.spgemm;

import java.util.Arrays;
import tactus.dataflow.CompileException;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashProgram;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashScheme.WriteBack;
import tactus.hw.spgemm.RowProduct;
import tactus.workload.sparse.SparseMatrix;

/**
 * Packs the rows of a product into windows whose tables fit into the scratchpad together. A row's
 * table has the smallest power of two of slots that is no less than its multiply-adds, which are
 * known before its results are, and no more than there are columns. Rows stay in their order, so
 * that results are written in theirs.
 */
public final class RowWindows {

  private RowWindows() {}

  /**
   * {@return a product as operands of a block}
   *
   * @param left the left matrix
   * @param right the right one
   * @throws IllegalArgumentException if it has not as many rows as the left has columns
   */
  public static RowProduct product(SparseMatrix left, SparseMatrix right) {
    left.checkFits(right);
    return new RowProduct(
        left.rows(),
        right.columns(),
        left.rowStarts(),
        left.columnIndices(),
        left.values(),
        right.rowStarts(),
        right.columnIndices(),
        right.values());
  }

  /**
   * {@return the product in windows}
   *
   * @param product the product
   * @param spec the block
   * @param scheme who does what
   * @throws CompileException if a row's table does not fit
   */
  public static HashProgram pack(RowProduct product, HashBlockSpec spec, HashScheme scheme) {
    boolean byDma = scheme.writeBack() == WriteBack.DMA;
    long words = byDma ? spec.tableWords() / 2 : spec.tableWords();
    byte[] tableBits = new byte[product.rows()];
    int[] tables = new int[product.rows()];
    int[] results = new int[product.rows()];
    int[] starts = new int[16];
    int windows = 1;
    long used = 0;
    long most = 0;
    int fullest = 0;
    long end = 0;
    for (int row = 0; row < product.rows(); row++) {
      long multiplyAdds = product.multiplyAdds(row);
      int bits = product.tableBits(multiplyAdds);
      long slots = bits < 0 ? 0 : 1L << bits;
      long dense = byDma ? Math.min(multiplyAdds, product.columns()) : 0;
      if (slots + dense > most) {
        most = slots + dense;
        fullest = row;
      }
      if (used + slots + dense > words) {
        if (windows == starts.length - 1) {
          starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[windows++] = row;
        used = 0;
      }
      long half = byDma && (windows - 1) % 2 == 1 ? words : 0;
      tableBits[row] = (byte) bits;
      tables[row] = (int) (half + used);
      results[row] = (int) (half + used + slots);
      used += slots + dense;
      end = Math.max(end, half + used);
    }
    if (most > words) {
      throw tooSmall(fullest, product.multiplyAdds(fullest), most, byDma);
    }
    starts[windows] = product.rows();
    return new HashProgram(
        product, scheme, tableBits, tables, results, (int) end, Arrays.copyOf(starts, windows + 1));
  }

  private static CompileException tooSmall(int row, long multiplyAdds, long needed, boolean byDma) {
    long words = (byDma ? 2 * needed : needed) + 1; // One is the rows' counter.
    return new CompileException(
        CompileException.Part.SCRATCHPAD,
        "must be at least "
            + words * HashBlockSpec.WORD_BYTES
            + " bytes, for row "
            + row
            + " of "
            + multiplyAdds
            + " multiply-adds"
            + (byDma ? " in one half of it" : ""));
  }
}
