package tactus.dataflow.tiling;

import tactus.hw.command.Dataflow;

/**
 * How an attention is cut: blocks of query rows, each with all its scores in the scratchpad. While
 * the softmax of one block runs, the scores of the next one are made.
 *
 * @param shape the attention
 * @param scores what the matrix engines are set to for scores
 * @param context what they are set to for the context
 * @param rowTile query rows of a full block
 * @param keyTile keys of a full tile of keys or values
 * @param keep whether a group's keys and values stay for all its blocks
 * @param scoreSlots blocks of scores the work area holds
 * @param overlapped whether the ring holds the tiles of the next step too
 * @param ringBytes bytes of the ring of streamed tiles it needs
 * @param workBytes bytes of the work area it needs
 * @param computeCycles cycles of the matrix engines without any waiting
 * @param switchingCycles cycles that changes of the dataflow may take beside these, an estimate
 * @param vectorCycles cycles of the vector engine without any waiting
 * @param loadBytes bytes loaded from DRAM
 * @param storeBytes bytes stored to DRAM
 * @param firstBytes bytes loaded before the first product can start
 * @param commands number of commands
 */
public record AttentionMapping(
    AttentionShape shape,
    Dataflow scores,
    Dataflow context,
    long rowTile,
    long keyTile,
    boolean keep,
    int scoreSlots,
    boolean overlapped,
    long ringBytes,
    long workBytes,
    long computeCycles,
    long switchingCycles,
    long vectorCycles,
    long loadBytes,
    long storeBytes,
    long firstBytes,
    long commands)
    implements Mapping {

  /** {@return the number of blocks of query rows of a group} */
  public long rowTiles() {
    return ArrayCycles.ceil(shape.queries(), rowTile);
  }

  /** {@return the number of tiles of keys of a group} */
  public long keyTiles() {
    return ArrayCycles.ceil(shape.keys(), keyTile);
  }

  @Override
  public double estimate(Emphasis emphasis) {
    long units = shape.groups() * rowTiles();
    long matrix = computeCycles + switchingCycles;
    double busy = Math.max(matrix, vectorCycles);
    double both = (double) matrix + vectorCycles;
    double engines = scoreSlots > 1 ? busy + (both - busy) / units : both;
    return emphasis.cycles(engines, loadBytes + storeBytes, firstBytes, commands, overlapped);
  }

  @Override
  public long tiles() {
    return shape.groups() * rowTiles() * keyTiles();
  }

  @Override
  public String tileText() {
    return "rows=" + rowTile + " keys=" + keyTile;
  }

  @Override
  public String orderText() {
    return "groups, rows, keys; scores in the scratchpad; " + shape.placeText(keep);
  }
}
