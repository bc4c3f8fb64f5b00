package tactus.explore.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/**
 * The numbers that SCALE-Sim 3.0.0 reports when the bandwidth to DRAM is not given (CALC), as
 * closed forms of its folds, for dense weights and for both of its kinds of sparse ones. The
 * formulas, what they leave out and where our machines differ are in {@code
 * docs/models/scale-sim.md}.
 */
public final class ScaleSim3 {

  private ScaleSim3() {}

  /**
   * {@return what SCALE-Sim reports for each layer, in their order}
   *
   * @param config SCALE-Sim's machine
   * @param topology the layers, convolutions with windows that hang over the edge
   * @throws ConfigException if the case is not modelled; see {@link #unmodelled}
   */
  public static List<ScaleSim3Layer> layers(ScaleSimConfig config, ScaleSimTopology topology) {
    unmodelled(config, topology)
        .ifPresent(
            reason -> {
              String run = "SCALE-Sim run '" + config.runName() + "'";
              throw new ConfigException(new ConfigProblem(run, 0, 0, "", reason));
            });
    List<ScaleSim3Layer> layers = new ArrayList<>();
    for (ScaleSimLayer layer : topology.layers()) {
      layers.add(report(config, layer));
    }
    return List.copyOf(layers);
  }

  /**
   * {@return why SCALE-Sim's numbers for a run are not known here, in one line, or nothing if they
   * are}
   *
   * @param config SCALE-Sim's machine
   * @param topology the layers
   */
  public static Optional<String> unmodelled(ScaleSimConfig config, ScaleSimTopology topology) {
    if (config.bandwidthMode() != BandwidthMode.CALC) {
      return Optional.of(
          "SCALE-Sim's numbers are modelled for InterfaceBandwidth = CALC only, but was USER");
    }
    if (config.ramulator()) {
      return Optional.of(
          "SCALE-Sim's numbers are modelled for UseRamulatorTrace = False only, but was True");
    }
    if (config.sparsity().mode() == SparsityMode.ROW_WISE && config.dataflow() != Stationary.WS) {
      return Optional.of(
          "SCALE-Sim's numbers with OptimizedMapping = true are modelled for Dataflow = ws only,"
              + " but was "
              + config.dataflow().name().toLowerCase(Locale.ROOT));
    }
    return topology.layers().stream()
        .map(layer -> unmodelled(config, layer).map(why -> "layer '" + layer.name() + "' " + why))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> unmodelled(ScaleSimConfig config, ScaleSimLayer layer) {
    long totalCycles;
    try {
      totalCycles = Folds.of(config, layer).totalCycles();
    } catch (ArithmeticException e) {
      return Optional.of("must take less than 2^63 cycles in SCALE-Sim, but takes more");
    }
    return totalCycles == 0
        ? Optional.of("takes a single cycle, for which SCALE-Sim divides by zero")
        : Optional.empty();
  }

  private static ScaleSim3Layer report(ScaleSimConfig config, ScaleSimLayer layer) {
    Folds folds = Folds.of(config, layer);
    MatMulShape product = layer.asMatMul();
    ScaleSimConfig.Sparsity sparsity = config.sparsity();
    ScaleSim3Layer report = report(layer.name(), folds, product.macs());
    return switch (sparsity.mode()) {
      case DENSE -> report;
      case LAYER_WISE -> {
        long stored = stored(layer) * product.n();
        double reads =
            folds.stationary() == Stationary.WS
                ? report.sramIfmapReads() * layer.groupWeights() / layer.keptWeights()
                : report.sramIfmapReads();
        yield with(
            report,
            reads,
            report.mappingEfficiencyPercent(),
            storage(config, layer, stored, stored, report));
      }
      case ROW_WISE -> {
        long stored = rowWiseStored(sparsity, product);
        double elements = (double) folds.arrayRows() * folds.arrayColumns();
        long folded = folds.rowFolds() * folds.columnFolds();
        long slots = folds.spatialRows() * product.n();
        // Every port reads in every cycle of a stream, and both blocks of a pair.
        double reads =
            (double) folded
                * (folds.time() + folds.arrayRows() - 1)
                * folds.arrayRows()
                * sparsity.blockSize();
        yield with(
            report,
            reads,
            100.0 * stored / (folded * elements),
            storage(config, layer, stored, slots, report));
      }
    };
  }

  private static ScaleSim3Storage storage(
      ScaleSimConfig config, ScaleSimLayer layer, long stored, long slots, ScaleSim3Layer report) {
    return ScaleSim3Storage.of(
        config.sparsity().representation(),
        layer.asMatMul(),
        stored,
        slots,
        layer.groupWeights(),
        report.totalCycles());
  }

  private static ScaleSim3Layer with(
      ScaleSim3Layer report, double ifmapReads, double mapping, ScaleSim3Storage storage) {
    return new ScaleSim3Layer(
        report.name(),
        report.totalCycles(),
        report.stallCycles(),
        report.overallUtilPercent(),
        mapping,
        report.computeUtilPercent(),
        ifmapReads,
        report.sramFilterReads(),
        report.sramOfmapWrites(),
        Optional.of(storage));
  }

  /** Rows of the filters that are there: the first of each group. */
  private static long stored(ScaleSimLayer layer) {
    long k = layer.asMatMul().k();
    int group = layer.groupWeights();
    return k / group * layer.keptWeights() + Math.min(layer.keptWeights(), k % group);
  }

  /** Elements of the filters that are there: of each filter another number of every block. */
  private static long rowWiseStored(ScaleSimConfig.Sparsity sparsity, MatMulShape product) {
    MersenneTwister random = new MersenneTwister(sparsity.seed());
    int block = sparsity.blockSize();
    long stored = 0;
    for (long filter = 0; filter < product.n(); filter++) {
      int kept = random.fromOneTo(Math.max(1, block / 2));
      stored += product.k() / block * kept + Math.min(kept, product.k() % block);
    }
    return stored;
  }

  private static ScaleSim3Layer report(String name, Folds folds, long macs) {
    double elements = (double) folds.arrayRows() * folds.arrayColumns();
    double elementsOfFolds = folds.rowFolds() * (double) folds.columnFolds() * elements;
    double mapping = folds.spatialRows() * (double) folds.spatialColumns() / elementsOfFolds;
    return new ScaleSim3Layer(
        name,
        folds.totalCycles(),
        0,
        100.0 * macs / (folds.totalCycles() * elements),
        100.0 * mapping,
        100.0 * mapping * folds.time() / folds.reportedLength(),
        (double) folds.ifmapReads(),
        folds.filterReads(),
        folds.ofmapWrites(),
        Optional.empty());
  }

  /**
   * A product cut into folds, one strictly after the other.
   *
   * @param arrayRows rows of the array
   * @param arrayColumns columns of the array
   * @param stationary which operand stays
   * @param spatialRows extent along the rows of the array
   * @param spatialColumns extent along the columns of the array
   * @param time extent along time
   */
  private record Folds(
      long arrayRows,
      long arrayColumns,
      Stationary stationary,
      long spatialRows,
      long spatialColumns,
      long time) {

    static Folds of(ScaleSimConfig config, ScaleSimLayer layer) {
      MatMulShape whole = layer.asMatMul();
      long depth =
          switch (config.sparsity().mode()) {
            // Without SparsitySupport SCALE-Sim does not look at the sparsity of a layer.
            case DENSE -> whole.k();
            case LAYER_WISE -> stored(layer);
            // Two blocks share the rows of one, half of them for each.
            case ROW_WISE -> {
              long pair = 2L * config.sparsity().blockSize();
              yield (whole.k() + pair - 1) / pair * pair / 2;
            }
          };
      MatMulShape product = new MatMulShape(1, whole.m(), depth, whole.n());
      long rows = config.arrayHeight();
      long columns = config.arrayWidth();
      Stationary stationary = config.dataflow();
      return switch (stationary) {
        case OS -> new Folds(rows, columns, stationary, product.m(), product.n(), product.k());
        case WS -> new Folds(rows, columns, stationary, product.k(), product.n(), product.m());
        case IS -> new Folds(rows, columns, stationary, product.k(), product.m(), product.n());
      };
    }

    long rowFolds() {
      return (spatialRows - 1) / arrayRows + 1;
    }

    long columnFolds() {
      return (spatialColumns - 1) / arrayColumns + 1;
    }

    /** Cycles of a fold, however little of the array it uses. */
    long length() {
      long skew = time + arrayRows + arrayColumns - 2;
      return stationary == Stationary.OS ? skew : arrayRows + skew;
    }

    /** What "Compute Util %" takes for the cycles of a fold. */
    long reportedLength() {
      return stationary == Stationary.OS ? length() : length() + arrayColumns - 1;
    }

    long totalCycles() {
      return Math.multiplyExact(rowFolds() * columnFolds(), length()) - 1;
    }

    /** Reads of the operand that enters at the left, once for each column fold. */
    private long leftReads() {
      return spatialRows * time * columnFolds();
    }

    long ifmapReads() {
      return switch (stationary) {
        case OS, WS -> leftReads();
        case IS -> spatialRows * spatialColumns;
      };
    }

    long filterReads() {
      return switch (stationary) {
        case OS -> spatialColumns * time * rowFolds();
        case WS -> spatialRows * spatialColumns;
        case IS -> leftReads();
      };
    }

    long ofmapWrites() {
      return switch (stationary) {
        // SCALE-Sim counts an idle row and column of the array with each fold's results.
        case OS ->
            spatialRows * spatialColumns + rowFolds() * columnFolds() * (arrayRows + arrayColumns);
        // Every row fold writes its partial sums.
        case WS, IS -> spatialColumns * time * rowFolds();
      };
    }
  }
}
