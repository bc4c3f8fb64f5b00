package tactus.dataflow.tiling;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tactus.hw.command.Nonzeros;
import tactus.workload.ElementMask;
import tactus.workload.KeptRows;
import tactus.workload.OperatorShape.ConvShape;

/**
 * An operand whose zeros a flexible engine leaves out: it holds the nonzeros of each tile and a bit
 * for every element, in DRAM and in the scratchpad.
 */
public final class MaskedOperand {

  /** Bits of the bitmaps that are kept for whoever lowers an equal product. */
  private static final long KEPT_BITS = 1L << 29;

  private record Tile(long row, long rows, long column, long columns) {}

  private final ElementMask mask;
  private final boolean isRight;

  /** A row for each vector: of a right operand, a column of it. */
  private final ElementMask vectors;

  /** The image of a convolution, a row for each pixel; the operand's own mask if there is none. */
  private final ElementMask loaded;

  private final Map<Tile, Long> most = new LinkedHashMap<>();
  private final Map<Tile, Nonzeros> known = new LinkedHashMap<>(16, 0.75f, true);
  private long knownBits;

  private MaskedOperand(ElementMask mask, ElementMask loaded, boolean isRight) {
    this.mask = mask;
    this.loaded = loaded;
    this.isRight = isRight;
    this.vectors = isRight ? mask.transposed() : mask;
  }

  /** {@return a right operand} */
  static MaskedOperand right(ElementMask mask) {
    return new MaskedOperand(mask, mask, true);
  }

  /** {@return a left operand} */
  static MaskedOperand left(ElementMask mask) {
    return new MaskedOperand(mask, mask, false);
  }

  /**
   * {@return the windows of an image as im2col makes them, those that are kept; what hangs over its
   * edge is zero}
   */
  static MaskedOperand left(ElementMask image, ConvShape conv, Optional<KeptRows> kept) {
    return new MaskedOperand(image.windows(conv, kept), image, false);
  }

  /** {@return the share of its elements that are not zero} */
  double density() {
    return (double) mask.count() / mask.rows() / mask.columns();
  }

  /**
   * {@return the bits of a part: nonzeros and bitmap}
   *
   * @param row first row
   * @param rows rows of the part
   * @param column first column
   * @param columns columns of the part
   * @param elementBits bits of an element
   */
  long bits(long row, long rows, long column, long columns, int elementBits) {
    return Math.addExact(
        Math.multiplyExact(mask.count(row, rows, column, columns), elementBits),
        Math.multiplyExact(rows, columns));
  }

  /** {@return the bits of so many pixels of the image, with all their channels} */
  long pixelBits(long firstPixel, long pixels, int elementBits) {
    return Math.addExact(
        Math.multiplyExact(loaded.count(firstPixel, pixels, 0, loaded.columns()), elementBits),
        Math.multiplyExact(pixels, loaded.columns()));
  }

  /** {@return the most bits that a tile has} */
  synchronized long mostBits(long rowTile, long columnTile, int elementBits) {
    long count =
        most.computeIfAbsent(
            new Tile(0, rowTile, 0, columnTile), tile -> mask.mostOfTiles(rowTile, columnTile));
    return Math.addExact(
        Math.multiplyExact(count, elementBits), Math.multiplyExact(rowTile, columnTile));
  }

  /**
   * {@return the bitmap of a tile}
   *
   * @param row first row
   * @param rows rows of the tile
   * @param column first column
   * @param columns columns of the tile
   */
  public synchronized Nonzeros nonzeros(long row, long rows, long column, long columns) {
    Tile tile = new Tile(row, rows, column, columns);
    Nonzeros found = known.get(tile);
    if (found == null) {
      found = vectors(tile);
      known.put(tile, found);
      knownBits += rows * columns;
      Iterator<Map.Entry<Tile, Nonzeros>> oldest = known.entrySet().iterator();
      while (knownBits > KEPT_BITS && known.size() > 1) {
        Tile old = oldest.next().getKey();
        knownBits -= old.rows * old.columns;
        oldest.remove();
      }
    }
    return found;
  }

  private Nonzeros vectors(Tile tile) {
    long extent = isRight ? tile.rows : tile.columns;
    long firstVector = isRight ? tile.column : tile.row;
    long firstPlace = isRight ? tile.row : tile.column;
    long pitch = ArrayCycles.ceil(extent, Long.SIZE);
    return Nonzeros.of(
        isRight ? tile.columns : tile.rows,
        extent,
        index -> {
          long from = index % pitch * Long.SIZE;
          return vectors.bits(
              firstVector + index / pitch,
              firstPlace + from,
              (int) Math.min(Long.SIZE, extent - from));
        });
  }
}
