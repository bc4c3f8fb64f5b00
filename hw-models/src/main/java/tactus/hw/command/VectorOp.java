package tactus.hw.command;

/**
 * A command of the vector engine over a {@code rows x columns} matrix, row by row.
 *
 * @param operator index of the operator it belongs to
 * @param dependences commands to wait for
 * @param function what is computed
 * @param rows number of rows, at least 1
 * @param columns elements of a row, at least 1
 * @param in first operand in the scratchpad
 * @param in2 second operand in the scratchpad; equal to {@code in} for functions of one operand
 * @param out result in the scratchpad
 */
public record VectorOp(
    int operator,
    Dependences dependences,
    VectorFunction function,
    long rows,
    long columns,
    Operand in,
    Operand in2,
    Operand out)
    implements Command {
  public VectorOp {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows (" + rows + ") and columns (" + columns + ") must be at least 1");
    }
  }

  /** {@return the elements of the result} */
  public long elements() {
    return Math.multiplyExact(rows, columns);
  }
}
