package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.List;
import tactus.hw.stream.attention.AttentionCycles;
import tactus.hw.stream.attention.StreamFabricSpec;

/**
 * All mappings of an attention on a stream fabric. Their estimates depend on neither the depths of
 * its channels nor the scratchpad's ports, so that no machine loses a plan when these grow.
 */
public final class StreamSearch {

  private final StreamFabricSpec fabric;
  private final AttentionCycles cycles;
  private final Layouts layouts;

  /**
   * Makes a search.
   *
   * @param fabric the fabric
   * @param layouts layouts of the machine
   */
  public StreamSearch(StreamFabricSpec fabric, Layouts layouts) {
    this.fabric = fabric;
    this.cycles = new AttentionCycles(fabric.unbounded());
    this.layouts = layouts;
  }

  /**
   * {@return the mappings of an attention that are worth anything}
   *
   * @param shape the attention, which fits the fabric
   */
  public Choices<StreamMapping> search(AttentionShape shape) {
    List<StreamMapping> found = new ArrayList<>();
    int rowLanes = fabric.design().rowLanes();
    long mostGroups = Math.min(shape.groups(), fabric.design().headLanes());
    for (long groupTile : ArrayCycles.halves(mostGroups, 1)) {
      for (long rowTile : ArrayCycles.halves(shape.queries(), rowLanes)) {
        for (long keyTile : ArrayCycles.halves(shape.keys(), 1)) {
          if (keyTile < shape.keys() && (fabric.holdsRow() || rowTile > rowLanes)) {
            continue;
          }
          for (int keep = 1; keep >= 0; keep--) {
            for (int overlap = 1; overlap >= 0; overlap--) {
              add(shape, (int) groupTile, rowTile, keyTile, keep == 1, overlap == 1, found);
            }
          }
        }
      }
    }
    return Choices.of(found);
  }

  private void add(
      AttentionShape shape,
      int groupTile,
      long rowTile,
      long keyTile,
      boolean keep,
      boolean overlap,
      List<StreamMapping> found) {
    long rowTiles = ArrayCycles.ceil(shape.queries(), rowTile);
    long keyTiles = ArrayCycles.ceil(shape.keys(), keyTile);
    long groupTiles = ArrayCycles.ceil(shape.groups(), groupTile);
    boolean loads = shape.loadedKeys() > 0 || shape.loadedValues() > 0;
    if (keep && (!loads || rowTiles == 1)) {
      return;
    }
    long tokens = layouts.align(layouts.tokens(keyTile, shape.width(), shape.keyBits()));
    long keyBytes = shape.loadedKeys() > 0 ? groupTile * tokens : 0;
    long valueBytes = shape.loadedValues() > 0 ? groupTile * tokens : 0;
    long queryBytes =
        shape.queriesInDram()
            ? groupTile * layouts.align(layouts.tokens(rowTile, shape.width(), shape.queryBits()))
            : 0;
    long outBytes =
        shape.outInDram()
            ? groupTile * layouts.align(layouts.tokens(rowTile, shape.width(), shape.outBits()))
            : 0;
    long ring = 0;
    if (loads) {
      // The last tile before the ring's end may not fit there.
      ring = (keyBytes + valueBytes) * (keep ? keyTiles : 1) + Math.max(keyBytes, valueBytes);
      ring += overlap ? keyBytes + valueBytes : 0;
    }
    int slots = overlap ? 2 : 1;
    long passes = keep ? 1 : rowTiles;
    long blocks = groupTiles * rowTiles;
    found.add(
        new StreamMapping(
            shape,
            groupTile,
            rowTile,
            keyTile,
            keep,
            overlap,
            ring,
            slots * (queryBytes + outBytes),
            groupTiles * groupCycles(shape, rowTile, keyTile),
            shape.loadBytes(passes),
            shape.storeBytes(),
            queryBytes + keyBytes + valueBytes,
            blocks * (keyTiles + (shape.queriesInDram() ? 1 : 0))
                + (shape.outInDram() ? shape.groups() * rowTiles : 0)
                + (loads ? groupTiles * passes * 2 * keyTiles : 0)));
  }

  /** Cycles of all rows of a group. */
  private long groupCycles(AttentionShape shape, long rowTile, long keyTile) {
    long rest = shape.queries() % rowTile;
    return shape.queries() / rowTile * blockCycles(shape, rowTile, keyTile)
        + (rest > 0 ? blockCycles(shape, rest, keyTile) : 0);
  }

  private long blockCycles(AttentionShape shape, long rows, long keyTile) {
    long rest = shape.keys() % keyTile;
    return shape.keys() / keyTile * cycles.of(rows, keyTile, shape.width())
        + (rest > 0 ? cycles.of(rows, rest, shape.width()) : 0);
  }
}
