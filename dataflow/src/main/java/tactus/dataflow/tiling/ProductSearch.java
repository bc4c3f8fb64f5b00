package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.Slices;

/** All mappings of a product with one dataflow: tile sizes, loop orders and what is kept. */
public final class ProductSearch {

  private static final long LEAST_ROWS = 16;

  private final Dataflow dataflow;
  private final ArrayCycles array;
  private final Layouts layouts;

  /** Bytes of the left operand by the rows of a tile, of the product that is searched. */
  private final Map<Long, Long> leftBytes = new LinkedHashMap<>();

  /**
   * Makes a search for a machine.
   *
   * @param machine the machine
   * @param layouts its layouts
   * @param dataflow what its matrix engines are set to
   */
  public ProductSearch(MachineSpec machine, Layouts layouts, Dataflow dataflow) {
    this.dataflow = dataflow;
    this.array = new ArrayCycles(machine, dataflow);
    this.layouts = layouts.of(dataflow);
  }

  /** {@return what the matrix engines are set to} */
  public Dataflow dataflow() {
    return dataflow;
  }

  /**
   * {@return the mappings of a product}
   *
   * @param shape the product
   */
  public List<ProductMapping> search(ProductShape shape) {
    List<ProductMapping> found = new ArrayList<>();
    leftBytes.clear();
    long rows = array.engine().rows();
    long columns = array.engine().columns();
    long mGrain =
        switch (dataflow) {
          case WEIGHT_STATIONARY, FLEXIBLE -> 1;
          case INPUT_STATIONARY -> columns;
          case OUTPUT_STATIONARY -> rows;
        };
    Slices slices = array.engine().slices(shape.sparsity());
    long kGrain =
        dataflow == Dataflow.OUTPUT_STATIONARY
            ? slices.covered()
            : slices.vectors(slices.wholeRows(array.engine().rows())) * slices.covered();
    if (shape.stripes().isPresent()) {
      int group = shape.stripes().get().groupRows();
      kGrain =
          dataflow == Dataflow.OUTPUT_STATIONARY ? group : ArrayCycles.ceil(rows, group) * group;
    }
    long nGrain = dataflow == Dataflow.INPUT_STATIONARY ? 1 : columns;
    for (long kTile : extents(shape.k(), kGrain, false)) {
      for (long mTile : extents(shape.m(), mGrain, true)) {
        for (long nTile : extents(shape.n(), nGrain, true)) {
          addOrders(shape, mTile, kTile, nTile, found);
        }
      }
    }
    return found;
  }

  /** Tile extents that are multiples of a grain and cut the extent into about equal parts. */
  private static List<Long> extents(long extent, long grain, boolean thirds) {
    TreeSet<Long> all = new TreeSet<>();
    for (long parts = 1; ; parts *= 2) {
      addExtent(extent, parts, grain, all);
      if (thirds && parts >= 2) {
        addExtent(extent, parts / 2 * 3, grain, all);
      }
      if (extent / parts <= Math.max(grain, LEAST_ROWS)) {
        break;
      }
    }
    if (grain == 1) {
      all.add(1L);
    }
    return new ArrayList<>(all.descendingSet());
  }

  private static void addExtent(long extent, long parts, long grain, Set<Long> all) {
    long part = ArrayCycles.ceil(extent, parts);
    all.add(Math.min(extent, ArrayCycles.ceil(part, grain) * grain));
  }

  private void addOrders(
      ProductShape shape, long mTile, long kTile, long nTile, List<ProductMapping> found) {
    long mTiles = ArrayCycles.ceil(shape.m(), mTile);
    long nTiles = ArrayCycles.ceil(shape.n(), nTile);
    boolean reduces = kTile < shape.k();
    // Between row folds of a command, the sums of one column fold wait; between commands, all do.
    long sums = reduces ? mTile * nTile : 0;
    if (sums > array.accumulatorSums()
        || columnSums(shape, mTile, kTile, nTile) > perEngineSums()) {
      return;
    }
    if (shape.stripes().isPresent() && reduces && nTile > shape.stripes().get().columns()) {
      // The accumulators hold the sums of one stripe.
      return;
    }
    long compute =
        shape.batch()
            * (dataflow == Dataflow.FLEXIBLE
                ? array.flexible(shape, mTile, kTile, nTile)
                : shape.stripes().isPresent()
                    ? array.stripes(shape, shape.stripes().get(), mTile, kTile, nTile)
                    : array.product(
                        shape.m(),
                        array.slices(shape.k(), shape.sparsity()),
                        shape.n(),
                        mTile,
                        array.slices(kTile, shape.sparsity()),
                        nTile,
                        shape.sparsity()));
    for (int order = 0; order < 2; order++) {
      boolean rowsOutside = order == 0;
      long outer = rowsOutside ? mTiles : nTiles;
      long inner = rowsOutside ? nTiles : mTiles;
      if (order == 1 && (outer == 1 || inner == 1)) {
        // One loop does not turn: the other order is the same.
        continue;
      }
      for (int keep = 0; keep < 4; keep++) {
        boolean keepLeft = (keep & 1) != 0;
        boolean keepRight = (keep & 2) != 0;
        if ((keepLeft && (!shape.leftInDram() || nTiles == 1))
            || (keepRight && (!shape.rightInDram() || mTiles == 1))) {
          continue;
        }
        add(shape, mTile, kTile, nTile, rowsOutside, keepLeft, keepRight, compute, found);
      }
    }
  }

  /** Bytes of the whole left operand, loaded in tiles of so many rows. */
  private static long leftBytes(ProductShape shape, long mTile) {
    if (shape.conv() == null) {
      return shape.leftLoadBytes(0, shape.m(), 0, shape.k());
    }
    long sum = 0;
    for (long from = 0; from < shape.m(); from += mTile) {
      sum += shape.leftLoadBytes(from, Math.min(shape.m(), from + mTile), 0, shape.k());
    }
    return sum;
  }

  private long columnSums(ProductShape shape, long mTile, long kTile, long nTile) {
    long columns = array.engine().columns();
    if (shape.stripes().isPresent()) {
      return mTile * Math.min(nTile, shape.stripes().get().columns());
    }
    NmSparsity sparsity = shape.sparsity();
    boolean manyFolds = array.slices(kTile, sparsity) > array.foldRows(sparsity);
    return switch (dataflow) {
      case WEIGHT_STATIONARY -> manyFolds ? mTile * Math.min(nTile, columns) : 0;
      case INPUT_STATIONARY -> manyFolds ? nTile * Math.min(mTile, columns) : 0;
      case OUTPUT_STATIONARY -> 0;
      // A column that is cut is finished before the next one.
      case FLEXIBLE -> kTile > array.engine().processingElements() ? mTile : 0;
    };
  }

  private long perEngineSums() {
    return array.accumulatorSums() / array.engines();
  }

  private void add(
      ProductShape shape,
      long mTile,
      long kTile,
      long nTile,
      boolean rowsOutside,
      boolean keepLeft,
      boolean keepRight,
      long compute,
      List<ProductMapping> found) {
    long mTiles = ArrayCycles.ceil(shape.m(), mTile);
    long kTiles = ArrayCycles.ceil(shape.k(), kTile);
    long nTiles = ArrayCycles.ceil(shape.n(), nTile);
    long leftTile =
        shape.leftInDram() ? layouts.align(shape.leftTileBytes(layouts, mTile, kTile)) : 0;
    long rightTile =
        shape.rightInDram()
            ? layouts.align(shape.rightTileBytes(layouts, kTile, nTile))
                + (shape.biasBits() > 0
                    ? layouts.align(Layouts.packed(nTile, shape.biasBits()))
                    : 0)
            : 0;
    long outTile = layouts.align(layouts.result(mTile, nTile, shape.outBits()));
    long addends = shape.addends() * outTile;

    // Kept for the inner loop: one panel; kept over the outer loop too: all panels.
    long leftKept = keepLeft ? leftTile * kTiles * (rowsOutside ? 1 : mTiles) : 0;
    long rightKept = keepRight ? rightTile * kTiles * (rowsOutside ? nTiles : 1) : 0;
    long leftPasses = keepLeft ? 1 : nTiles;
    long rightPasses = keepRight ? 1 : mTiles;
    boolean bothStream = shape.leftInDram() && shape.rightInDram();
    // What is kept would be in the way of a ring through which other tiles pass.
    boolean keptInWork = leftKept + rightKept > 0 && (bothStream || shape.addends() > 0);
    if (bothStream && keepLeft && keepRight) {
      // One of them whole is enough to read both once, with the other in panels or streamed.
      if (shape.batch() > 1 || !(rowsOutside ? mTiles > 1 : nTiles > 1)) {
        return;
      }
    }

    long leftStreamed = keepLeft ? 0 : leftTile;
    long rightStreamed = keepRight ? 0 : rightTile;
    long streamed = leftStreamed + rightStreamed + addends;
    long leftInRing = keepLeft && keptInWork ? 0 : leftTile;
    long rightInRing = keepRight && keptInWork ? 0 : rightTile;
    long addendInRing = shape.addends() > 0 ? outTile : 0;
    long largest = Math.max(Math.max(leftInRing, rightInRing), addendInRing);
    long next = streamed + (streamed > addends ? 0 : Math.max(leftInRing, rightInRing));
    long kept = leftKept + rightKept;
    long leftOnce =
        shape.leftInDram() ? leftBytes.computeIfAbsent(mTile, rows -> leftBytes(shape, rows)) : 0;
    long rightOnce = shape.rightInDram() ? shape.rightBytes(nTile) : 0;
    long outBytes = Layouts.packed(shape.m() * shape.n(), shape.outBits());
    long loads =
        shape.batch()
            * (leftOnce * leftPasses + rightOnce * rightPasses + shape.addends() * outBytes);
    long stores = shape.outInDram() ? shape.batch() * outBytes : 0;
    long steps = shape.batch() * mTiles * kTiles * nTiles;
    long products =
        shape.stripes().isPresent()
            ? shape.batch()
                * mTiles
                * shape.stripes().get().runs(kTile).values().stream()
                    .mapToLong(Long::longValue)
                    .sum()
            : steps;
    long leftLoads = shape.leftInDram() ? mTiles * kTiles * leftPasses : 0;
    long rightLoads = shape.rightInDram() ? nTiles * kTiles * rightPasses : 0;
    long commands =
        products * array.engines()
            + shape.batch()
                * (leftLoads
                    + rightLoads
                    + mTiles * nTiles * (shape.addends() + (shape.outInDram() ? 1 : 0)));
    for (int panels = keptInWork ? 2 : 0; panels >= 0; panels--) {
      if (keptInWork && panels == 0) {
        break;
      }
      // The whole of an operand needs no second panel, unless there is a batch.
      boolean whole = rowsOutside ? keepRight : keepLeft;
      if (panels == 2 && whole && shape.batch() == 1) {
        continue;
      }
      for (int overlap = 1; overlap >= 0; overlap--) {
        long ring = (keptInWork ? 0 : kept) + streamed;
        ring += overlap == 1 ? next + largest : (ring > largest ? largest : 0);
        long work =
            (keptInWork ? kept * panels : 0) + (shape.outInDram() ? outTile * (1 + overlap) : 0);
        found.add(
            new ProductMapping(
                shape,
                dataflow,
                mTile,
                kTile,
                nTile,
                rowsOutside,
                keepLeft,
                keepRight,
                panels,
                overlap == 1,
                ring,
                work,
                compute,
                loads,
                stores,
                leftTile + rightTile,
                commands));
      }
    }
  }
}
