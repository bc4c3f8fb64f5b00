package tactus.dataflow.tiling;

/**
 * How a chain of operators over the same rows is cut: blocks of rows, each taken through the whole
 * chain.
 *
 * @param shape the chain
 * @param rowTile rows of a full block
 * @param ringBytes bytes of the ring of streamed tiles it needs
 * @param workBytes bytes of the work area it needs
 * @param overlapped whether the next block is loaded while this one is used
 */
public record VectorMapping(
    VectorShape shape, long rowTile, long ringBytes, long workBytes, boolean overlapped)
    implements Mapping {

  /** Cycles of latency that a pass is taken to have. */
  private static final long PASS_CYCLES = 16;

  /** {@return the number of blocks} */
  public long rowTiles() {
    return ArrayCycles.ceil(shape.rows(), rowTile);
  }

  @Override
  public long commands() {
    return rowTiles() * (1 + shape.loadedRowBytes().size() + shape.stagedRowSpace().size());
  }

  @Override
  public long computeCycles() {
    return 0;
  }

  @Override
  public long loadBytes() {
    long sum = 0;
    for (long bytes : shape.loadedRowBytes()) {
      sum += bytes;
    }
    return sum * shape.rows() + shape.onceBytes();
  }

  @Override
  public long storeBytes() {
    return shape.storedRowBytes() * shape.rows();
  }

  @Override
  public double estimate(Emphasis emphasis) {
    double cycles = (double) shape.rows() * shape.rowCycles();
    // The first block waits for its producers and the consumers wait for it.
    double first = (double) rowTile * shape.rowCycles();
    long loaded = (loadBytes() - shape.onceBytes()) / shape.rows() * rowTile;
    return first
        + emphasis.cycles(
            cycles + (double) rowTiles() * shape.passes() * PASS_CYCLES,
            loadBytes() + storeBytes(),
            loaded + shape.storedRowBytes() * rowTile,
            commands(),
            overlapped);
  }

  @Override
  public long tiles() {
    return rowTiles();
  }

  @Override
  public String tileText() {
    return "rows=" + rowTile;
  }

  @Override
  public String orderText() {
    String from = shape.loadedRowBytes().isEmpty() ? "operands resident" : "operands loaded";
    return from + (shape.storedRowBytes() == 0 ? "; result resident" : "; result stored");
  }
}
