package tactus.dataflow.tiling;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.NmSparsity;
import tactus.workload.KeptRows;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.Sparsity;

/**
 * What the mapping of a product {@code batch x [m x k] * [k x n]} depends on, besides the machine.
 *
 * @param batch number of products
 * @param m rows of the left operand
 * @param k reduction extent, with what is skipped of it
 * @param n columns of the right operand
 * @param leftBits bits of an element of the left operand
 * @param rightBits bits of an element of the right operand, with its index if it has one
 * @param outBits bits of an element of the result
 * @param biasBits bits of a bias for each column, loaded behind the right operand; 0 without
 * @param leftInDram whether the left operand is streamed from DRAM
 * @param rightInDram whether the right operand is streamed from DRAM
 * @param outInDram whether the result goes to DRAM
 * @param addends tiles as large as the result's that are loaded for element-wise operators
 * @param sparsity what the right operand holds in the scratchpad, and what is skipped
 * @param stored how the right operand is stored in DRAM, if another way
 * @param stripes what of the right operand is multiplied, if that differs between its columns
 * @param conv the convolution whose im2col the left operand is, or null
 * @param keptRows which rows of the operator's product these are, if not all
 * @param maskedLeft the zeros of the left operand, if they are neither held nor multiplied
 * @param maskedRight the zeros of the right operand, if they are neither held nor multiplied
 */
public record ProductShape(
    long batch,
    long m,
    long k,
    long n,
    int leftBits,
    int rightBits,
    int outBits,
    int biasBits,
    boolean leftInDram,
    boolean rightInDram,
    boolean outInDram,
    int addends,
    NmSparsity sparsity,
    Optional<Sparsity> stored,
    Optional<Stripes> stripes,
    @Nullable ConvShape conv,
    Optional<KeptRows> keptRows,
    Optional<MaskedOperand> maskedLeft,
    Optional<MaskedOperand> maskedRight) {

  /**
   * {@return the bytes loaded for rows {@code from} to {@code to} and {@code kExtent} columns of
   * the left operand, from column {@code k0} on}
   *
   * <p>Of a convolution, only the rows of the image that these windows cover are loaded, once; they
   * are written to the scratchpad as im2col makes them.
   *
   * @param from first row
   * @param to row after the last one
   * @param k0 first column
   * @param kExtent columns
   */
  public long leftLoadBytes(long from, long to, long k0, long kExtent) {
    if (conv == null) {
      return maskedLeft.isPresent()
          ? bytes(maskedLeft.get().bits(from, to - from, k0, kExtent, leftBits))
          : Layouts.packed((to - from) * kExtent, leftBits);
    }
    long width = conv.outputWidth();
    long firstRow = row(from) / width * conv.stride();
    long lastRow =
        Math.min(conv.inputHeight(), row(to - 1) / width * conv.stride() + conv.filterHeight());
    long pixels = (lastRow - firstRow) * conv.inputWidth();
    if (maskedLeft.isPresent()) {
      long bits = maskedLeft.get().pixelBits(firstRow * conv.inputWidth(), pixels, leftBits);
      long windows = maskedLeft.get().bits(from, to - from, k0, kExtent, leftBits);
      return bytes(Math.min(ArrayCycles.ceil(Math.multiplyExact(bits, kExtent), k), windows));
    }
    long elements = ArrayCycles.ceil(pixels * conv.channels() * kExtent, k);
    return Layouts.packed(Math.min(elements, (to - from) * kExtent), leftBits);
  }

  private static long bytes(long bits) {
    return Layouts.packed(bits, 1);
  }

  /**
   * {@return the bytes that the scratchpad has to have for a tile of the left operand, whichever}
   *
   * @param layouts the machine's layouts
   * @param mTile rows of a full tile
   * @param kTile columns of a full tile
   */
  public long leftTileBytes(Layouts layouts, long mTile, long kTile) {
    return maskedLeft.isPresent()
        ? bytes(maskedLeft.get().mostBits(mTile, kTile, leftBits))
        : layouts.left(mTile, kTile, leftBits, sparsity);
  }

  private long row(long index) {
    return keptRows.isPresent() ? keptRows.get().row(index) : index;
  }

  /**
   * {@return the rows of the operator's product that are left out between some that are not}
   *
   * @param from the first of these
   * @param to the one after the last
   */
  public long leftOut(long from, long to) {
    return keptRows.isPresent() ? keptRows.get().leftOut(from, to) : 0;
  }

  /**
   * {@return the bytes loaded for a tile of the right operand}
   *
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the tile
   * @param nExtent columns of the tile
   * @param withBias whether the biases of its columns come with it
   */
  public long rightLoadBytes(long k0, long kExtent, long n0, long nExtent, boolean withBias) {
    long elements =
        stored.isPresent()
            ? stored.get().storedBytes(k0, kExtent, n0, nExtent, elementBits())
            : bytes(
                Math.addExact(
                    Math.multiplyExact(sparsity.stored(kExtent) * nExtent, rightBits),
                    sharedIndexBits(kExtent)));
    return elements + (withBias && biasBits > 0 ? Layouts.packed(nExtent, biasBits) : 0);
  }

  /**
   * {@return the bits of the indices that all columns of a tile of the right operand share}
   *
   * @param kExtent rows of the tile
   */
  public long sharedIndexBits(long kExtent) {
    return sparsity.stored(kExtent) * sparsity.sharedIndexBits();
  }

  /**
   * {@return the bytes loaded for the whole right operand, with its biases}
   *
   * @param nTile columns of a tile, which has the indices that its columns share
   */
  public long rightBytes(long nTile) {
    long tiles = ArrayCycles.ceil(n, nTile);
    return bytes(
        Math.addExact(8 * rightLoadBytes(0, k, 0, n, true), (tiles - 1) * sharedIndexBits(k)));
  }

  /**
   * {@return the bytes that these become in the scratchpad}
   *
   * @param layouts the machine's layouts
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the tile
   * @param nExtent columns of the tile
   * @param withBias whether the biases of its columns come with it
   */
  public long rightWrittenBytes(
      Layouts layouts, long k0, long kExtent, long n0, long nExtent, boolean withBias) {
    if (maskedRight.isPresent()) {
      return rightLoadBytes(k0, kExtent, n0, nExtent, withBias);
    }
    long elements =
        stripes.isPresent()
            ? stripes.get().storedElements(k0, kExtent, n0, nExtent)
            : Math.multiplyExact(sparsity.stored(kExtent), nExtent);
    return bytes(
            Math.addExact(
                Math.multiplyExact(elements, rightBits),
                sharedIndexBits(kExtent) * layouts.sharedIndices(nExtent)))
        + (withBias && biasBits > 0 ? Layouts.packed(nExtent, biasBits) : 0);
  }

  /** The bits of an element of the right operand in DRAM, without what its storage adds. */
  private int elementBits() {
    return stored.isPresent() && stored.get() instanceof Sparsity.UnevenGroups groups
        ? rightBits - groups.indexBits()
        : rightBits;
  }

  /**
   * {@return the bytes that the scratchpad has to have for a tile of the right operand, whichever}
   *
   * @param layouts the machine's layouts
   * @param kTile rows of a full tile
   * @param nTile columns of a full tile
   */
  public long rightTileBytes(Layouts layouts, long kTile, long nTile) {
    if (maskedRight.isPresent()) {
      return bytes(maskedRight.get().mostBits(kTile, nTile, rightBits));
    }
    return stripes.isPresent()
        ? layouts.rightVectors(stripes.get().mostStoredRows(kTile, nTile), rightBits)
        : layouts.right(kTile, nTile, rightBits, sparsity);
  }

  /**
   * {@return the rows of the right operand that the scratchpad holds for a tile}
   *
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the tile
   * @param nExtent columns of the tile
   */
  public long rightRows(long k0, long kExtent, long n0, long nExtent) {
    return stripes.isPresent()
        ? stripes.get().storedRows(k0, kExtent, n0, nExtent)
        : sparsity.stored(kExtent);
  }
}
