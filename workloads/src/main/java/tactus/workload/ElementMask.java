package tactus.workload;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** Which elements of a matrix are stored. Immutable, equal by value. */
public final class ElementMask {

  private static final int WORD = Long.SIZE;

  /** Rows of a cell, as many columns of which as a word has bits are counted. */
  private static final int CELL_ROWS = 8;

  /** Of a mask of at most so many elements, everything is counted. */
  private static final long FEW_ELEMENTS = 1 << 16;

  /** A part of at most so many words is counted word by word. */
  private static final long FEW_WORDS = 256;

  private final int rows;
  private final int columns;

  /** Words of a row. */
  private final int pitch;

  private final long[] words;

  /** Stored elements above and left of each corner of cells. */
  private final long[] corners;

  /** Stored elements above and left of each element of a small mask; empty for a large one. */
  private final int[] before;

  private final int hash;

  private ElementMask(int rows, int columns, long[] words) {
    this.rows = rows;
    this.columns = columns;
    this.pitch = pitch(columns);
    this.words = words;
    int cellRows = (rows + CELL_ROWS - 1) / CELL_ROWS;
    corners = new long[(cellRows + 1) * (pitch + 1)];
    long[] inCell = new long[pitch];
    for (int row = 0; row < rows; row++) {
      for (int word = 0; word < pitch; word++) {
        inCell[word] += Long.bitCount(words[row * pitch + word]);
      }
      if (row % CELL_ROWS == CELL_ROWS - 1 || row == rows - 1) {
        int above = row / CELL_ROWS * (pitch + 1);
        long across = 0;
        for (int word = 0; word < pitch; word++) {
          across += inCell[word];
          corners[above + pitch + 1 + word + 1] = corners[above + word + 1] + across;
        }
        Arrays.fill(inCell, 0);
      }
    }
    before = (long) rows * columns <= FEW_ELEMENTS ? counted() : new int[0];
    hash = 31 * (31 * Arrays.hashCode(words) + rows) + columns;
  }

  private int[] counted() {
    int[] counts = new int[(rows + 1) * (columns + 1)];
    for (int row = 0; row < rows; row++) {
      int across = 0;
      for (int column = 0; column < columns; column++) {
        across += stored(row, column) ? 1 : 0;
        int corner = (row + 1) * (columns + 1) + column + 1;
        counts[corner] = counts[corner - columns - 1] + across;
      }
    }
    return counts;
  }

  private static int pitch(int columns) {
    return (columns + WORD - 1) / WORD;
  }

  private static long[] empty(long rows, long columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows (" + rows + ") and columns (" + columns + ") must be at least 1");
    }
    return new long[Math.toIntExact(Math.multiplyExact(rows, (columns + WORD - 1) / WORD))];
  }

  /**
   * {@return a mask of so many elements, each choice of them as likely as any other}
   *
   * @param rows rows of the matrix, at least 1
   * @param columns columns of the matrix, at least 1
   * @param density share of the elements that are stored, from 0 to 1, rounded up to whole ones
   * @param seed any number; the same one gives the same mask
   */
  public static ElementMask random(long rows, long columns, double density, long seed) {
    if (!(density >= 0 && density <= 1)) {
      throw new IllegalArgumentException("density (" + density + ") must be from 0 to 1");
    }
    long[] words = empty(rows, columns);
    long left = Math.multiplyExact(rows, columns);
    long missing = (long) Math.ceil(density * left);
    SplittableRandom random = new SplittableRandom(seed);
    int pitch = pitch((int) columns);
    // Selection sampling (Knuth, The Art of Computer Programming, 3.4.2, algorithm S).
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (random.nextDouble() * left < missing) {
          words[row * pitch + column / WORD] |= 1L << column % WORD;
          missing--;
        }
        left--;
      }
    }
    return new ElementMask((int) rows, (int) columns, words);
  }

  /**
   * {@return the mask of the elements that are not zero}
   *
   * @param values the matrix, row by row
   * @param rows its rows, at least 1
   * @param columns its columns, at least 1
   */
  public static ElementMask ofNonzeros(float[] values, int rows, int columns) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "values (" + values.length + ") must be " + rows + " x " + columns);
    }
    long[] words = empty(rows, columns);
    int pitch = pitch(columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (values[row * columns + column] != 0) {
          words[row * pitch + column / WORD] |= 1L << column % WORD;
        }
      }
    }
    return new ElementMask(rows, columns, words);
  }

  /**
   * {@return the mask of the blocks in which an element is stored}
   *
   * @param blockRows rows of a block, at least 1
   * @param blockColumns columns of a block, at least 1
   */
  public ElementMask blocks(int blockRows, int blockColumns) {
    int down = (rows + blockRows - 1) / blockRows;
    int across = (columns + blockColumns - 1) / blockColumns;
    long[] blocks = empty(down, across);
    int blockPitch = pitch(across);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (stored(row, column)) {
          int block = column / blockColumns;
          blocks[row / blockRows * blockPitch + block / WORD] |= 1L << block % WORD;
        }
      }
    }
    return new ElementMask(down, across, blocks);
  }

  /** {@return the rows of the matrix} */
  public int rows() {
    return rows;
  }

  /** {@return the columns of the matrix} */
  public int columns() {
    return columns;
  }

  /**
   * {@return whether an element is stored}
   *
   * @param row its row
   * @param column its column
   */
  public boolean stored(long row, long column) {
    return (words[(int) (row * pitch + column / WORD)] >>> column % WORD & 1) != 0;
  }

  /** {@return the elements that are stored} */
  public long count() {
    return corners[corners.length - 1];
  }

  /**
   * {@return the elements that are stored of a part}
   *
   * @param row first row
   * @param rowCount rows of the part
   * @param column first column
   * @param columnCount columns of the part
   */
  public long count(long row, long rowCount, long column, long columnCount) {
    if (before.length == 0 && rowCount * (columnCount / WORD + 1) <= FEW_WORDS) {
      long sum = 0;
      for (long y = row; y < row + rowCount; y++) {
        for (long x = column; x < column + columnCount; x += WORD) {
          sum += Long.bitCount(bits(y, x, (int) Math.min(WORD, column + columnCount - x)));
        }
      }
      return sum;
    }
    int bottom = Math.toIntExact(row + rowCount);
    int right = Math.toIntExact(column + columnCount);
    return before(bottom, right)
        - before((int) row, right)
        - before(bottom, (int) column)
        + before((int) row, (int) column);
  }

  /**
   * {@return which elements of a row are stored, the lowest bit for the first}
   *
   * @param row the row
   * @param column the first element's column
   * @param count elements, from 1 to 64
   */
  public long bits(long row, long column, int count) {
    int shift = (int) (column % WORD);
    int index = (int) (row * pitch + column / WORD);
    long bits = words[index] >>> shift;
    if (shift + count > WORD) {
      bits |= words[index + 1] << (WORD - shift);
    }
    return bits & -1L >>> (WORD - count);
  }

  /**
   * {@return the most elements that a tile stores, if the matrix is cut into tiles}
   *
   * @param rowTile rows of a full tile, at least 1
   * @param columnTile columns of a full tile, at least 1
   */
  public long mostOfTiles(long rowTile, long columnTile) {
    long[] counts = new long[Math.toIntExact((columns + columnTile - 1) / columnTile)];
    long most = 0;
    for (int row = 0; row < rows; row++) {
      for (int tile = 0; tile < counts.length; tile++) {
        long end = Math.min(columns, (tile + 1) * columnTile);
        for (long column = tile * columnTile; column < end; column += WORD) {
          counts[tile] += Long.bitCount(bits(row, column, (int) Math.min(WORD, end - column)));
        }
      }
      if (row % rowTile == rowTile - 1 || row == rows - 1) {
        for (int tile = 0; tile < counts.length; tile++) {
          most = Math.max(most, counts[tile]);
          counts[tile] = 0;
        }
      }
    }
    return most;
  }

  /** {@return the mask of the transposed matrix} */
  public ElementMask transposed() {
    long[] turned = empty(columns, rows);
    int turnedPitch = pitch(rows);
    for (int row = 0; row < rows; row++) {
      for (int word = 0; word < pitch; word++) {
        for (long left = words[row * pitch + word]; left != 0; left &= left - 1) {
          int column = word * WORD + Long.numberOfTrailingZeros(left);
          turned[column * turnedPitch + row / WORD] |= 1L << row % WORD;
        }
      }
    }
    return new ElementMask(columns, rows, turned);
  }

  /**
   * {@return the mask of an image's windows, a row for each, as im2col makes them: filter row,
   * filter column, channel; what hangs over the image's edge is not stored} This is the mask of the
   * image, a row for each pixel and a column for each channel.
   *
   * @param conv the convolution
   * @param kept the windows that there are, if not all
   */
  public ElementMask windows(OperatorShape.ConvShape conv, Optional<KeptRows> kept) {
    if (rows != conv.inputHeight() * conv.inputWidth() || columns != conv.channels()) {
      throw new IllegalArgumentException("mask (" + this + ") must be that of the image");
    }
    OperatorShape.MatMulShape product = conv.asMatMul();
    long windows = kept.map(KeptRows::count).orElse(product.m());
    int filterColumns = Math.toIntExact(product.k());
    long[] all = empty(windows, filterColumns);
    int windowPitch = pitch(filterColumns);
    for (int window = 0; window < windows; window++) {
      long pixel = kept.isPresent() ? kept.get().row(window) : window;
      long top = pixel / conv.outputWidth() * conv.stride();
      long side = pixel % conv.outputWidth() * conv.stride();
      for (int place = 0; place < filterColumns; place++) {
        long y = top + place / columns / conv.filterWidth();
        long x = side + place / columns % conv.filterWidth();
        if (y < conv.inputHeight()
            && x < conv.inputWidth()
            && stored(y * conv.inputWidth() + x, place % columns)) {
          all[window * windowPitch + place / WORD] |= 1L << place % WORD;
        }
      }
    }
    return new ElementMask((int) windows, filterColumns, all);
  }

  /** The elements stored above a row and left of a column. */
  private long before(int row, int column) {
    if (before.length > 0) {
      return before[row * (columns + 1) + column];
    }
    int word = column / WORD;
    long sum = corners[row / CELL_ROWS * (pitch + 1) + word];
    for (int above = row / CELL_ROWS * CELL_ROWS; above < row; above++) {
      for (int i = 0; i < word; i++) {
        sum += Long.bitCount(words[above * pitch + i]);
      }
    }
    if (column % WORD != 0) {
      long part = (1L << column % WORD) - 1;
      for (int above = 0; above < row; above++) {
        sum += Long.bitCount(words[above * pitch + word] & part);
      }
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElementMask mask
        && (mask == this
            || (hash == mask.hash
                && rows == mask.rows
                && columns == mask.columns
                && Arrays.equals(words, mask.words)));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return count() + " of " + rows + " x " + columns;
  }
}
