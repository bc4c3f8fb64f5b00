package tactus.dataflow.tiling;

import java.util.Map;
import java.util.TreeSet;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;

/**
 * Cycles of tile products where nothing but the array itself takes time: no bank conflicts, no
 * waiting. They rank mappings; only the simulation says how long a program takes. They do not
 * depend on any bandwidth, so that neither does the family of plans.
 */
final class ArrayCycles {

  private final MatrixEngineSpec engine;
  private final int engines;
  private final EngineSplit split;

  /** Makes the estimate for products of a dataflow; the first engine stands for all. */
  ArrayCycles(MachineSpec machine, Dataflow dataflow) {
    engine = machine.matrixEngines().get(0).setTo(dataflow);
    engines = machine.matrixEngines().size();
    split = new EngineSplit(machine);
  }

  /**
   * {@return an extent's halves, quarters and so on, rounded up to a grain; the largest first}
   *
   * @param extent at least 1
   * @param grain at least 1
   */
  static Iterable<Long> halves(long extent, long grain) {
    TreeSet<Long> all = new TreeSet<>();
    for (long parts = 1; parts < 2 * extent; parts *= 2) {
      long part = ArrayCycles.ceil(extent, parts);
      all.add(Math.min(extent, ArrayCycles.ceil(part, grain) * grain));
    }
    return all.descendingSet();
  }

  /** {@return the engines that share a tile} */
  int engines() {
    return engines;
  }

  MatrixEngineSpec engine() {
    return engine;
  }

  /** {@return the sums that all accumulators hold} */
  long accumulatorSums() {
    return engine.accumulatorBytes() * 8 / engine.accumulatorBits() * engines;
  }

  /**
   * {@return the cycles of tiles of {@code m x k x n} one after the other that make a whole
   * product, each shared by all engines; extents of the reduction are in slices of what is stored}
   */
  long product(long m, long k, long n, long mTile, long kTile, long nTile, NmSparsity sparsity) {
    boolean columns = split.byColumns(mTile, nTile);
    long sum = 0;
    for (int mLast = 0; mLast < 2; mLast++) {
      long mCount = mLast == 0 ? m / mTile : (m % mTile == 0 ? 0 : 1);
      long mExtent = mLast == 0 ? mTile : m % mTile;
      long mShare = columns ? mExtent : split.share(mExtent, false);
      for (int kLast = 0; kLast < 2; kLast++) {
        long kCount = kLast == 0 ? k / kTile : (k % kTile == 0 ? 0 : 1);
        long kExtent = kLast == 0 ? kTile : k % kTile;
        long tiles = mCount * kCount;
        if (tiles > 0) {
          sum += tiles * (n / nTile) * tile(mShare, kExtent, nShare(nTile, columns), sparsity);
          if (n % nTile > 0) {
            sum += tiles * tile(mShare, kExtent, nShare(n % nTile, columns), sparsity);
          }
        }
      }
    }
    return sum;
  }

  /**
   * {@return the same of a right operand that is multiplied in stripes, at the least if engines
   * share its columns}
   */
  long stripes(ProductShape shape, Stripes stripes, long mTile, long kTile, long nTile) {
    boolean columns = split.byColumns(mTile, nTile);
    long sum = 0;
    for (int mLast = 0; mLast < 2; mLast++) {
      long mCount = mLast == 0 ? shape.m() / mTile : (shape.m() % mTile == 0 ? 0 : 1);
      long mExtent = mLast == 0 ? mTile : shape.m() % mTile;
      if (mCount == 0) {
        continue;
      }
      long mShare = columns ? mExtent : split.share(mExtent, false);
      long tiles = 0;
      for (Map.Entry<Stripes.Like, Long> runs : stripes.runs(kTile).entrySet()) {
        Stripes.Like run = runs.getKey();
        tiles += runs.getValue() * tile(mShare, run.storedRows(), run.columns(), run.sparsity());
      }
      sum += mCount * (columns ? tiles / engines : tiles);
    }
    return sum;
  }

  /**
   * {@return about the same of operands with zeros on flexible engines, from the shares of their
   * elements that are not zero}
   */
  long flexible(ProductShape shape, long mTile, long kTile, long nTile) {
    double left = shape.maskedLeft().map(MaskedOperand::density).orElse(1.0);
    double right = shape.maskedRight().map(MaskedOperand::density).orElse(1.0);
    boolean columns = split.byColumns(mTile, nTile);
    long mShare = columns ? mTile : split.share(mTile, false);
    // Tiles at the edges are counted as the shares of full ones that they are.
    double tiles = (double) shape.m() / mTile * shape.k() / kTile * shape.n() / nTile;
    return (long) (tiles * flexible(mShare, kTile, nShare(nTile, columns), left, right));
  }

  private double flexible(long m, long k, long n, double leftDensity, double rightDensity) {
    FlexibleNetworksSpec networks = engine.networks().orElseThrow();
    long multipliers = engine.processingElements();
    double ofColumn = Math.max(1, k * rightDensity);
    double columnsAtOnce = Math.min((double) n, Math.max(1, Math.floor(multipliers / ofColumn)));
    double rounds = Math.ceil(n / columnsAtOnce) * Math.ceil(ofColumn / multipliers);
    double group = (double) multipliers / networks.distributionBandwidth();
    double values = Math.ceil(Math.min(group, ofColumn * columnsAtOnce) * leftDensity);
    double sums = Math.ceil(columnsAtOnce / networks.reductionBandwidth());
    return rounds * (1 + group + m * Math.max(values, sums) + engine.latencyCycles());
  }

  private long nShare(long extent, boolean columns) {
    return columns ? Math.min(extent, split.share(extent, true)) : extent;
  }

  /** {@return the cycles of one tile of dense operands on one engine} */
  long tile(long m, long k, long n) {
    return tile(m, slices(k, NmSparsity.DENSE), n, NmSparsity.DENSE);
  }

  /** {@return the rows of a fold: no group of the right operand lies in two} */
  long foldRows(NmSparsity sparsity) {
    return engine.dataflow() == Dataflow.OUTPUT_STATIONARY
        ? engine.rows()
        : engine.slices(sparsity).wholeRows(engine.rows());
  }

  /** {@return the rows of the array or the steps that a reduction takes} */
  long slices(long k, NmSparsity sparsity) {
    return engine.slices(sparsity).count(k);
  }

  private long tile(long m, long k, long n, NmSparsity sparsity) {
    if (engine.dataflow() == Dataflow.FLEXIBLE) {
      return (long) flexible(m, k, n, 1, 1);
    }
    long down = engine.dataflow() == Dataflow.OUTPUT_STATIONARY ? m : k;
    long across = engine.dataflow() == Dataflow.INPUT_STATIONARY ? m : n;
    long time =
        switch (engine.dataflow()) {
          case WEIGHT_STATIONARY, FLEXIBLE -> m;
          case INPUT_STATIONARY -> n;
          case OUTPUT_STATIONARY -> k;
        };
    long folds = ceil(across, engine.columns());
    if (engine.dataflow() == Dataflow.OUTPUT_STATIONARY) {
      // Folds along the columns that take turns are one, of as many steps and sums of a column.
      long most = engine.accumulation().interleavedSums();
      long turns = folds % most;
      return folds / most * rowFolds(down, time, most, sparsity)
          + (turns > 0 ? rowFolds(down, time, turns, sparsity) : 0);
    }
    return folds * rowFolds(down, time, 1, sparsity);
  }

  private long rowFolds(long down, long time, long turns, NmSparsity sparsity) {
    long foldRows = foldRows(sparsity);
    long full = down / foldRows;
    long rest = down % foldRows;
    boolean trimmed = engine.partialFolds() == PartialFolds.TRIMMED;
    long sum = full * fold(trimmed ? foldRows : engine.rows(), time, turns);
    if (rest > 0) {
      sum += fold(trimmed ? rest : engine.rows(), time, turns);
    }
    return sum;
  }

  private long fold(long rows, long time, long turns) {
    // Behind the last step nothing waits for its additions but the next turn.
    long steps = (time - 1) * engine.accumulation().stepCycles(turns) + turns;
    if (engine.doubleBuffer()) {
      return Math.max(steps, turns * rows);
    }
    int depth = engine.pipelineDepth();
    if (engine.dataflow() == Dataflow.OUTPUT_STATIONARY) {
      return rows + turns * rows + engine.columns() + steps - 2 + depth - 1;
    }
    boolean chained = engine.pipelineStyle() == PipelineStyle.CHAINED;
    long travel = chained ? rows * depth : rows + depth - 1;
    return rows + travel + engine.columns() + time - 2;
  }

  static long ceil(long extent, long part) {
    return (extent + part - 1) / part;
  }
}
