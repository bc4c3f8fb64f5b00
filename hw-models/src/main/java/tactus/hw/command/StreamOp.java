package tactus.hw.command;

/**
 * Attention on the stream fabric: of each of {@code groups} independent groups, {@code rows} rows
 * of queries with {@code keys} rows of keys and values, {@code softmax(Q K') V}. Rows whose keys
 * come in several commands are kept in the fabric between them: {@code accumulate} goes on with
 * what an earlier command left there, {@code drain} divides and writes the results to the
 * scratchpad.
 *
 * @param operator index of the operator it belongs to
 * @param dependences commands to wait for
 * @param groups groups computed side by side, at least 1
 * @param rows rows of queries of a group, at least 1
 * @param keys rows of keys, and of values, of a group, at least 1
 * @param width elements of a row, at least 1
 * @param query queries in the scratchpad
 * @param key keys in the scratchpad
 * @param value values in the scratchpad, with elements as wide as keys
 * @param out results in the scratchpad; its address matters only when {@code drain}
 * @param accumulate whether the rows have had other keys before
 * @param drain whether these keys are the rows' last
 * @param place where the tile of scores lies in the operator's: its first group, row of queries
 *     and, as a column, row of keys; no time depends on it
 */
public record StreamOp(
    int operator,
    Dependences dependences,
    int groups,
    long rows,
    long keys,
    int width,
    Operand query,
    Operand key,
    Operand value,
    Operand out,
    boolean accumulate,
    boolean drain,
    TilePlace place)
    implements Command {
  public StreamOp {
    if (groups < 1 || rows < 1 || keys < 1 || width < 1) {
      throw new IllegalArgumentException(
          "groups, rows, keys, width ("
              + groups
              + ", "
              + rows
              + ", "
              + keys
              + ", "
              + width
              + ") must be at least 1");
    }
  }

  /** {@return the multiply-accumulates of both products} */
  public long macs() {
    return Math.multiplyExact(
        Math.multiplyExact(2L * groups, width), Math.multiplyExact(rows, keys));
  }
}
