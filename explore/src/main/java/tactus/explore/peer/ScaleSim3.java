package tactus.explore.peer;

import java.util.ArrayList;
import java.util.List;
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
 * The numbers that SCALE-Sim 3.0.0 reports for dense layers when the bandwidth to DRAM is not given
 * (CALC), as closed forms of its folds. The formulas, what they leave out and where our machines
 * differ are in {@code docs/models/scale-sim.md}.
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
      layers.add(report(layer.name(), Folds.of(config, layer.asMatMul())));
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
    if (config.sparsity().mode() == SparsityMode.ROW_WISE) {
      return Optional.of(
          "SCALE-Sim's numbers are modelled for dense weights only, but OptimizedMapping was true");
    }
    return topology.layers().stream()
        .map(layer -> unmodelled(config, layer).map(why -> "layer '" + layer.name() + "' " + why))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> unmodelled(ScaleSimConfig config, ScaleSimLayer layer) {
    // Without SparsitySupport SCALE-Sim does not look at the sparsity of a layer.
    if (config.sparsity().mode() != SparsityMode.DENSE
        && layer.keptWeights() < layer.groupWeights()) {
      return Optional.of(
          "must have all its weights, as SCALE-Sim's numbers are modelled for dense weights only,"
              + " but keeps "
              + layer.keptWeights()
              + " of "
              + layer.groupWeights());
    }
    long totalCycles;
    try {
      totalCycles = Folds.of(config, layer.asMatMul()).totalCycles();
    } catch (ArithmeticException e) {
      return Optional.of("must take less than 2^63 cycles in SCALE-Sim, but takes more");
    }
    return totalCycles == 0
        ? Optional.of("takes a single cycle, for which SCALE-Sim divides by zero")
        : Optional.empty();
  }

  private static ScaleSim3Layer report(String name, Folds folds) {
    double elements = (double) folds.arrayRows() * folds.arrayColumns();
    double elementsOfFolds = folds.rowFolds() * (double) folds.columnFolds() * elements;
    double mapping = folds.spatialRows() * (double) folds.spatialColumns() / elementsOfFolds;
    long macs = folds.spatialRows() * folds.spatialColumns() * folds.time();
    return new ScaleSim3Layer(
        name,
        folds.totalCycles(),
        0,
        100.0 * macs / (folds.totalCycles() * elements),
        100.0 * mapping,
        100.0 * mapping * folds.time() / folds.reportedLength(),
        folds.ifmapReads(),
        folds.filterReads(),
        folds.ofmapWrites());
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

    static Folds of(ScaleSimConfig config, MatMulShape product) {
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
