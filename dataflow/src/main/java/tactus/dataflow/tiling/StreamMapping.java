package tactus.dataflow.tiling;

/**
 * How an attention is cut for the stream fabric: blocks of query rows of several groups, for each
 * the keys tile by tile.
 *
 * @param shape the attention
 * @param groupTile groups of a full block, each in a head lane
 * @param rowTile query rows of a full block
 * @param keyTile keys of a full tile of keys and values
 * @param keep whether keys and values stay for all blocks of their groups
 * @param overlapped whether the next block is loaded while this one is computed
 * @param ringBytes bytes of the ring of streamed tiles it needs
 * @param workBytes bytes of the work area it needs
 * @param streamCycles cycles of the fabric without any waiting
 * @param loadBytes bytes loaded from DRAM
 * @param storeBytes bytes stored to DRAM
 * @param firstBytes bytes loaded before the fabric can start
 * @param commands number of commands
 */
public record StreamMapping(
    AttentionShape shape,
    int groupTile,
    long rowTile,
    long keyTile,
    boolean keep,
    boolean overlapped,
    long ringBytes,
    long workBytes,
    long streamCycles,
    long loadBytes,
    long storeBytes,
    long firstBytes,
    long commands)
    implements Mapping {

  @Override
  public long computeCycles() {
    return 0;
  }

  @Override
  public double estimate(Emphasis emphasis) {
    return emphasis.cycles(
        (double) streamCycles, loadBytes + storeBytes, firstBytes, commands, overlapped);
  }

  @Override
  public long tiles() {
    return ArrayCycles.ceil(shape.groups(), groupTile)
        * ArrayCycles.ceil(shape.queries(), rowTile)
        * ArrayCycles.ceil(shape.keys(), keyTile);
  }

  @Override
  public String tileText() {
    return "groups=" + groupTile + " rows=" + rowTile + " keys=" + keyTile;
  }

  @Override
  public String orderText() {
    return "groups, rows, keys; on the stream fabric; " + shape.placeText(keep);
  }
}
