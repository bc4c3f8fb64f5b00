package tactus.dataflow.lowering;

/** Rows and columns of a matrix, the ends exclusive. */
record Rectangle(long firstRow, long endRow, long firstColumn, long endColumn) {

  static final Rectangle ALL = new Rectangle(0, Long.MAX_VALUE, 0, Long.MAX_VALUE);

  static Rectangle rows(long first, long end) {
    return new Rectangle(first, end, 0, Long.MAX_VALUE);
  }
}
