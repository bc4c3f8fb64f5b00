package tactus.workload;

import java.util.Locale;
import java.util.Optional;

/** How a weight matrix is stored that is not stored in full. */
public sealed interface Sparsity {

  /**
   * {@return the bytes that a part of the matrix takes, with what says where its elements belong}
   *
   * @param rows rows of the part, along the reduction, at least 0
   * @param columns columns of the part, at least 0
   * @param elementBits bits of an element
   */
  default long storedBytes(long rows, long columns, int elementBits) {
    return storedBytes(0, rows, 0, columns, elementBits);
  }

  /**
   * {@return the bytes that a part of the matrix takes, with what says where its elements belong}
   *
   * @param row first row of the part, along the reduction; a group or block begins there
   * @param rows rows of the part, at least 0
   * @param column first column of the part
   * @param columns columns of the part, at least 0
   * @param elementBits bits of an element
   */
  long storedBytes(long row, long rows, long column, long columns, int elementBits);

  /**
   * {@return the elements stored of a matrix}
   *
   * @param rows its rows, along the reduction
   * @param columns its columns
   */
  long storedElements(long rows, long columns);

  /** {@return which elements are stored, if that is known without their values} */
  default Optional<ElementMask> mask() {
    return Optional.empty();
  }

  private static int bitsFor(long values) {
    return Long.SIZE - Long.numberOfLeadingZeros(values - 1);
  }

  private static long bytes(long bits) {
    return (bits + 7) / 8;
  }

  /** {@return it in a few characters, as it is spoken of} */
  String text();

  /**
   * At most {@code kept} of every {@code group} consecutive elements along the reduction, each with
   * its index in the group: {@code bits + log2(group)} bits. Of a last group that is not full, as
   * many are stored, or all of it if it has fewer.
   *
   * @param kept elements stored of a group, N, at least 1 and less than the group
   * @param group elements of a group, M, a power of two from 2 to 32
   * @param isShared whether all columns store the same rows of a group, so that each stored row has
   *     one index instead of one in each column
   */
  record NOfM(int kept, int group, boolean isShared) implements Sparsity {

    /** The largest group. */
    public static final int LARGEST_GROUP = 32;

    public NOfM {
      if (group < 2 || group > LARGEST_GROUP || Integer.bitCount(group) != 1) {
        throw new IllegalArgumentException(
            "group (" + group + ") must be a power of two from 2 to " + LARGEST_GROUP);
      }
      if (kept < 1 || kept >= group) {
        throw new IllegalArgumentException(
            "kept (" + kept + ") must be from 1 to " + (group - 1) + ", less than the group");
      }
    }

    /**
     * Creates a pattern that each column has its own of.
     *
     * @param kept elements stored of a group, N, at least 1 and less than the group
     * @param group elements of a group, M, a power of two from 2 to 32
     */
    public NOfM(int kept, int group) {
      this(kept, group, false);
    }

    /** {@return the bits of an index in a group} */
    public int indexBits() {
      return Integer.numberOfTrailingZeros(group);
    }

    /**
     * {@return the bits of the indices of a part of the matrix}
     *
     * @param rows rows of the part, along the reduction
     * @param columns columns of the part
     */
    public long indexBits(long rows, long columns) {
      long indices = isShared ? storedRows(rows) : storedElements(rows, columns);
      return Math.multiplyExact(indices, indexBits());
    }

    /**
     * {@return the elements stored of a column}
     *
     * @param rows rows of the matrix, along the reduction
     */
    public long storedRows(long rows) {
      return rows / group * kept + Math.min(kept, rows % group);
    }

    @Override
    public long storedBytes(long row, long rows, long column, long columns, int elementBits) {
      return bytes(
          Math.addExact(
              Math.multiplyExact(storedElements(rows, columns), elementBits),
              columns == 0 ? 0 : indexBits(rows, columns)));
    }

    @Override
    public long storedElements(long rows, long columns) {
      return Math.multiplyExact(storedRows(rows), columns);
    }

    @Override
    public String text() {
      return kept + ":" + group + (isShared ? " of all columns" : "");
    }
  }

  /**
   * A share of the elements, anywhere. The matrix is stored as its nonzero elements and what says
   * where they are, and expanded on its way into the scratchpad.
   *
   * @param density share of the elements that are stored, above 0 and at most 1
   * @param encoding what says where they are
   * @param mask which ones they are; without it, every part stores that share, rounded up
   */
  record Unstructured(double density, Encoding encoding, Optional<ElementMask> mask)
      implements Sparsity {

    /** What says where stored elements are. */
    public enum Encoding {
      /** A bit for each element of the matrix. */
      BITMAP,
      /** 16 bits beside each stored element, its place in a tile, as Flash-LLM has it. */
      COORDINATE
    }

    /** Bits of a place in a tile. */
    public static final int PLACE_BITS = 16;

    public Unstructured {
      if (!(density > 0 && density <= 1)) {
        throw new IllegalArgumentException("density (" + density + ") must be in (0, 1]");
      }
    }

    /**
     * Creates one whose every part stores the same share.
     *
     * @param density share of the elements that are stored, above 0 and at most 1
     * @param encoding what says where they are
     */
    public Unstructured(double density, Encoding encoding) {
      this(density, encoding, Optional.empty());
    }

    @Override
    public long storedBytes(long row, long rows, long column, long columns, int elementBits) {
      long stored =
          mask.isPresent()
              ? mask.get().count(row, rows, column, columns)
              : storedElements(rows, columns);
      long bits =
          switch (encoding) {
            case BITMAP ->
                Math.addExact(
                    Math.multiplyExact(rows, columns), Math.multiplyExact(stored, elementBits));
            case COORDINATE -> Math.multiplyExact(stored, elementBits + PLACE_BITS);
          };
      return bytes(bits);
    }

    @Override
    public long storedElements(long rows, long columns) {
      return mask.isPresent()
          ? mask.get().count(0, rows, 0, columns)
          : (long) Math.ceil(density * Math.multiplyExact(rows, columns));
    }

    @Override
    public String text() {
      return percent(density)
          + " stored, "
          + (encoding == Encoding.BITMAP ? "bitmap" : "coordinates");
    }
  }

  private static String percent(double share) {
    double percent = share * 100;
    return percent == Math.rint(percent)
        ? (long) percent + "%"
        : String.format(Locale.ROOT, "%.4g%%", percent);
  }

  /**
   * Blocks of a constant size, of which some are stored whole, each with its place among those of
   * its columns. Blocks at the edges may be smaller.
   *
   * @param blockRows rows of a block, along the reduction, at least 1
   * @param blockColumns columns of a block, at least 1
   * @param rows rows of the matrix
   * @param columns columns of the matrix
   * @param blocks which blocks are stored
   */
  record Blocks(int blockRows, int blockColumns, long rows, long columns, ElementMask blocks)
      implements Sparsity {
    public Blocks {
      if (blockRows < 1 || blockColumns < 1) {
        throw new IllegalArgumentException(
            "blockRows ("
                + blockRows
                + ") and blockColumns ("
                + blockColumns
                + ") must be at least 1");
      }
      if (blocks.rows() != (rows + blockRows - 1) / blockRows
          || blocks.columns() != (columns + blockColumns - 1) / blockColumns) {
        throw new IllegalArgumentException(
            "blocks (" + blocks + ") must cover " + rows + " x " + columns + " elements");
      }
    }

    /** {@return the bits that say where a block is} */
    public int indexBits() {
      return bitsFor(blocks.rows());
    }

    /**
     * {@return whether an element is in a block that is stored}
     *
     * @param row its row
     * @param column its column
     */
    public boolean stored(long row, long column) {
      return blocks.stored(row / blockRows, column / blockColumns);
    }

    /**
     * {@return the elements stored of a part}
     *
     * @param row first row of the part
     * @param rowCount rows of the part, at least 0
     * @param column first column of the part
     * @param columnCount columns of the part, at least 0
     */
    public long storedElements(long row, long rowCount, long column, long columnCount) {
      long sum = 0;
      long y = row;
      while (y < row + rowCount) {
        // All whole blocks at once, or the part of one.
        long bottom = segment(y, row + rowCount, blockRows);
        long height = Math.min(bottom - y, blockRows);
        long down = (bottom - y) / height;
        long x = column;
        while (x < column + columnCount) {
          long right = segment(x, column + columnCount, blockColumns);
          long width = Math.min(right - x, blockColumns);
          sum +=
              height
                  * width
                  * blocks.count(y / blockRows, down, x / blockColumns, (right - x) / width);
          x = right;
        }
        y = bottom;
      }
      return sum;
    }

    private static long segment(long from, long to, long block) {
      if (from % block == 0 && to - from >= block) {
        return to / block * block;
      }
      return Math.min(to, from / block * block + block);
    }

    @Override
    public long storedBytes(long row, long rowCount, long column, long columnCount, int bits) {
      if (rowCount == 0 || columnCount == 0) {
        return 0;
      }
      long firstRow = row / blockRows;
      long firstColumn = column / blockColumns;
      long count =
          blocks.count(
              firstRow,
              (row + rowCount - 1) / blockRows + 1 - firstRow,
              firstColumn,
              (column + columnCount - 1) / blockColumns + 1 - firstColumn);
      return bytes(
          Math.addExact(
              Math.multiplyExact(storedElements(row, rowCount, column, columnCount), bits),
              count * indexBits()));
    }

    @Override
    public long storedElements(long rowCount, long columnCount) {
      return storedElements(0, rowCount, 0, columnCount);
    }

    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "%s of blocks of %dx%d stored",
          percent((double) blocks.count() / blocks.rows() / blocks.columns()),
          blockRows,
          blockColumns);
    }
  }

  /**
   * Elements anywhere, in groups along the reduction: each element has its index in its group, and
   * each column of a group says how many it has. Columns side by side take a group together, so
   * that the fullest of them decides.
   *
   * @param group elements of a group, a power of two from 2 to 32
   * @param stored which elements are stored
   */
  record UnevenGroups(int group, ElementMask stored) implements Sparsity {
    public UnevenGroups {
      if (group < 2 || group > NOfM.LARGEST_GROUP || Integer.bitCount(group) != 1) {
        throw new IllegalArgumentException(
            "group (" + group + ") must be a power of two from 2 to " + NOfM.LARGEST_GROUP);
      }
    }

    /** {@return the bits of an index in a group} */
    public int indexBits() {
      return Integer.numberOfTrailingZeros(group);
    }

    /** {@return the bits that say how many elements a column of a group has} */
    public int countBits() {
      return bitsFor(group + 1L);
    }

    @Override
    public Optional<ElementMask> mask() {
      return Optional.of(stored);
    }

    @Override
    public long storedBytes(long row, long rows, long column, long columns, int elementBits) {
      long groups = (rows + group - 1) / group;
      return bytes(
          Math.addExact(
              Math.multiplyExact(
                  stored.count(row, rows, column, columns), elementBits + indexBits()),
              Math.multiplyExact(groups * columns, countBits())));
    }

    @Override
    public long storedElements(long rows, long columns) {
      return stored.count(0, rows, 0, columns);
    }

    @Override
    public String text() {
      return percent((double) stored.count() / stored.rows() / stored.columns())
          + " stored in groups of "
          + group;
    }
  }
}
