package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.List;
import tactus.hw.MachineSpec;
import tactus.hw.command.VectorFunction;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.vector.VectorEngineSpec;

/** All mappings of an attention. */
public final class AttentionSearch {

  private final List<ArrayCycles> settings;

  /** Any of them, for what does not depend on the dataflow. */
  private final ArrayCycles array;

  private final int switchCycles;
  private final Layouts layouts;
  private final VectorEngineSpec vector;

  /**
   * Makes a search for a machine.
   *
   * @param machine the machine
   * @param layouts its layouts
   */
  public AttentionSearch(MachineSpec machine, Layouts layouts) {
    this.settings =
        machine.dataflowChoices().stream()
            .map(dataflow -> new ArrayCycles(machine, dataflow))
            .toList();
    this.array = settings.get(0);
    this.switchCycles = machine.matrixEngines().get(0).interconnect().switchCycles();
    this.layouts = layouts;
    this.vector = machine.vectorEngine();
  }

  /**
   * {@return the mappings of an attention that are worth anything}
   *
   * @param shape the attention
   */
  public Choices<AttentionMapping> search(AttentionShape shape) {
    List<AttentionMapping> found = new ArrayList<>();
    for (ArrayCycles scores : settings) {
      for (ArrayCycles context : settings) {
        search(shape, scores, context, found);
      }
    }
    return Choices.of(found);
  }

  private void search(
      AttentionShape shape, ArrayCycles scores, ArrayCycles context, List<AttentionMapping> found) {
    for (long rowTile : ArrayCycles.halves(shape.queries(), 1)) {
      for (long keyTile : ArrayCycles.halves(shape.keys(), array.engine().columns())) {
        for (int keep = 1; keep >= 0; keep--) {
          for (int slots = array.engines() + 1; slots >= 1; slots -= array.engines()) {
            for (int overlap = 1; overlap >= 0; overlap--) {
              add(shape, scores, context, rowTile, keyTile, keep == 1, slots, overlap == 1, found);
            }
          }
        }
      }
    }
  }

  private void add(
      AttentionShape shape,
      ArrayCycles scoreArray,
      ArrayCycles contextArray,
      long rowTile,
      long keyTile,
      boolean keep,
      int slots,
      boolean overlap,
      List<AttentionMapping> found) {
    long rowTiles = ArrayCycles.ceil(shape.queries(), rowTile);
    long keyTiles = ArrayCycles.ceil(shape.keys(), keyTile);
    boolean loads = shape.loadedKeys() > 0 || shape.loadedValues() > 0;
    if (keep && (!loads || rowTiles == 1)) {
      return;
    }
    long perEngine = array.accumulatorSums() / array.engines();
    if ((keyTiles > 1 ? rowTile * shape.width() : 0) > perEngine
        || rowTile * Math.min(shape.width(), array.engine().columns()) > perEngine) {
      return;
    }
    // Each unit has one engine to itself, so units and not tiles are spread over the engines.
    long units = shape.groups() * rowTiles;
    long compute =
        shape.groups()
            * (shape.queries()
                    / rowTile
                    * unitCycles(shape, scoreArray, contextArray, rowTile, keyTile)
                + unitCycles(shape, scoreArray, contextArray, shape.queries() % rowTile, keyTile))
            / array.engines();
    VectorEngineSpec.FunctionSpec softmax = vector.function(VectorFunction.SOFTMAX);
    long vectorCycles =
        units
            * softmax.passes()
            * (rowTile * ArrayCycles.ceil(shape.keys(), vector.lanes()) + softmax.latencyCycles());

    Layouts ofScores = layouts.of(scoreArray.engine().dataflow());
    Layouts ofContext = layouts.of(contextArray.engine().dataflow());
    long keyBytes =
        shape.loadedKeys() > 0
            ? layouts.align(ofScores.right(shape.width(), keyTile, shape.keyBits()))
            : 0;
    long valueBytes =
        shape.loadedValues() > 0
            ? layouts.align(ofContext.right(keyTile, shape.width(), shape.keyBits()))
            : 0;
    long queryBytes =
        shape.queriesInDram()
            ? layouts.align(ofScores.left(rowTile, shape.width(), shape.queryBits()))
            : 0;
    long kept = keep ? (keyBytes + valueBytes) * keyTiles : 0;
    // Several units are under way at the same time: their keys and values with them.
    long alive = Math.min(shape.groups(), Math.min(units, slots));
    long largest = Math.max(keyBytes, valueBytes);
    long ring = keep ? kept * alive + largest : keyBytes + valueBytes + largest;
    if (largest == 0) {
      ring = 0;
    } else if (overlap) {
      ring += keyBytes + valueBytes;
    }
    long scores =
        layouts.align(
            Math.max(
                ofScores.result(rowTile, shape.keys(), shape.scoreBits()),
                ofContext.left(rowTile, shape.keys(), shape.scoreBits())));
    long out = layouts.align(ofContext.result(rowTile, shape.width(), shape.outBits()));
    long work =
        scores * slots
            + queryBytes * (overlap ? 2 : 1)
            + (shape.outInDram() ? out * (overlap ? 2 : 1) : 0);
    long passes = keep ? 1 : rowTiles;
    long commands =
        units * (2 * keyTiles + 1 + (shape.queriesInDram() ? 1 : 0) + (shape.outInDram() ? 1 : 0))
            + (loads ? shape.groups() * passes * 2 * keyTiles : 0);
    found.add(
        new AttentionMapping(
            shape,
            scoreArray.engine().dataflow(),
            contextArray.engine().dataflow(),
            rowTile,
            keyTile,
            keep,
            slots,
            overlap,
            ring,
            work,
            compute,
            switchingCycles(units, scoreArray, contextArray),
            vectorCycles,
            shape.loadBytes(passes),
            shape.storeBytes(),
            queryBytes + keyBytes,
            commands));
  }

  /** Cycles of the scores and the context of some query rows on one engine. */
  private static long unitCycles(
      AttentionShape shape, ArrayCycles scores, ArrayCycles context, long rows, long keyTile) {
    if (rows == 0) {
      return 0;
    }
    long rest = shape.keys() % keyTile;
    long full =
        scores.tile(rows, shape.width(), keyTile) + context.tile(rows, keyTile, shape.width());
    return shape.keys() / keyTile * full
        + (rest > 0
            ? scores.tile(rows, shape.width(), rest) + context.tile(rows, rest, shape.width())
            : 0);
  }

  /**
   * About what it takes that an array drains, is switched and fills again, for each change between
   * scores and context. It is no part of what the array takes at least.
   */
  private long switchingCycles(long units, ArrayCycles scores, ArrayCycles context) {
    if (scores == context) {
      return 0;
    }
    MatrixEngineSpec engine = array.engine();
    long once = 2L * engine.rows() + engine.columns() + switchCycles;
    return 2 * units * once / array.engines();
  }
}
