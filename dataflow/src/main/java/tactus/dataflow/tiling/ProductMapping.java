package tactus.dataflow.tiling;

import tactus.hw.command.Dataflow;

/**
 * How a product is cut into tiles. Each tile of the result is finished before the next one: the
 * reduction is the innermost loop.
 *
 * @param shape the product
 * @param dataflow what the matrix engines are set to for it
 * @param mTile rows of a full tile of the result
 * @param kTile reduction extent of a full tile
 * @param nTile columns of a full tile of the result
 * @param rowsOutside whether the loop over rows is the outer one, and that over columns the inner
 * @param keepLeft whether tiles of the left operand stay for all columns
 * @param keepRight whether tiles of the right operand stay for all rows
 * @param panels how many panels of kept tiles the work area holds; 0 if kept tiles are in the ring
 * @param overlapped whether the ring holds the tiles of the next step too
 * @param ringBytes bytes of the ring of streamed tiles it needs
 * @param workBytes bytes of the work area it needs
 * @param computeCycles cycles of the matrix engines without any waiting
 * @param loadBytes bytes loaded from DRAM
 * @param storeBytes bytes stored to DRAM
 * @param firstBytes bytes loaded before the first tile can start
 * @param commands number of commands
 */
public record ProductMapping(
    ProductShape shape,
    Dataflow dataflow,
    long mTile,
    long kTile,
    long nTile,
    boolean rowsOutside,
    boolean keepLeft,
    boolean keepRight,
    int panels,
    boolean overlapped,
    long ringBytes,
    long workBytes,
    long computeCycles,
    long loadBytes,
    long storeBytes,
    long firstBytes,
    long commands)
    implements Mapping {

  /** {@return the number of tiles along the rows} */
  public long mTiles() {
    return ArrayCycles.ceil(shape.m(), mTile);
  }

  /** {@return the number of tiles along the reduction} */
  public long kTiles() {
    return ArrayCycles.ceil(shape.k(), kTile);
  }

  /** {@return the number of tiles along the columns} */
  public long nTiles() {
    return ArrayCycles.ceil(shape.n(), nTile);
  }

  @Override
  public double estimate(Emphasis emphasis) {
    double cycles =
        emphasis.cycles(
            (double) computeCycles, loadBytes + storeBytes, firstBytes, commands, overlapped);
    // Whoever waits for complete rows waits for the first of them.
    double firstRows = (double) computeCycles / mTiles();
    double share = (double) nTiles();
    return cycles
        + (rowsOutside ? firstRows : firstRows / share + computeCycles * (share - 1) / share);
  }

  @Override
  public long tiles() {
    return shape.batch() * mTiles() * kTiles() * nTiles();
  }

  @Override
  public String tileText() {
    return "m=" + mTile + " k=" + kTile + " n=" + nTile;
  }

  @Override
  public String orderText() {
    StringBuilder text = new StringBuilder(rowsOutside ? "m, n, k" : "n, m, k");
    if (!shape.leftInDram()) {
      text.append("; left resident");
    } else if (keepLeft) {
      text.append("; left kept");
    }
    if (!shape.rightInDram()) {
      text.append("; right resident");
    } else if (keepRight) {
      text.append("; right kept");
    }
    return text.append(shape.outInDram() ? "; result stored" : "; result resident").toString();
  }
}
