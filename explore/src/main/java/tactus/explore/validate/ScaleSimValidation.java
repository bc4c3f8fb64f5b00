package tactus.explore.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tactus.config.ValueType;
import tactus.explore.peer.ScaleSim3;
import tactus.explore.peer.ScaleSim3Layer;
import tactus.explore.peer.ScaleSim3Storage;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.matrix.FastMatrixEngine;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.BufferLayout;
import tactus.workload.scalesim.ScaleSimConfig.Representation;
import tactus.workload.scalesim.ScaleSimConfig.Sparsity;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/** SCALE-Sim's reports, and the cycles of our own array for the same products. */
final class ScaleSimValidation implements Validation {

  private static final List<String> TABLES =
      List.of(
          "gemm_calc.csv",
          "gemm_calc_small_sram.csv",
          "conv_calc.csv",
          "sparse_layerwise.csv",
          "sparse_rowwise.csv");

  private static final List<String> SPARSE_TABLES =
      List.of("sparse_layerwise.csv", "sparse_rowwise.csv");

  /** So many ports that nothing ever waits for one. */
  private static final ScratchpadSpec AMPLE = new ScratchpadSpec(1 << 20, 1024, 4, 2, 2);

  private static final int SUMS = 1 << 20;
  private static final Operand OPERAND = new Operand(0, 32);

  /** A figure of SCALE-Sim's reports and how ours has it. */
  private record Figure(String column, String unit, ToDoubleFunction<ScaleSim3Layer> ours) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("total_cycles", "cycles", ScaleSim3Layer::totalCycles),
          new Figure("overall_util_pct", "%", ScaleSim3Layer::overallUtilPercent),
          new Figure("mapping_efficiency_pct", "%", ScaleSim3Layer::mappingEfficiencyPercent),
          new Figure("compute_util_pct", "%", ScaleSim3Layer::computeUtilPercent),
          new Figure("sram_ifmap_reads", "elements", ScaleSim3Layer::sramIfmapReads),
          new Figure("sram_filter_reads", "elements", ScaleSim3Layer::sramFilterReads),
          new Figure("sram_ofmap_writes", "elements", ScaleSim3Layer::sramOfmapWrites));

  /** A figure of SCALE-Sim's SPARSE_REPORT and how ours has it. */
  private record SparseFigure(String column, ToDoubleFunction<ScaleSim3Storage> ours) {}

  private static final List<SparseFigure> SPARSE_FIGURES =
      List.of(
          new SparseFigure("original_filter_storage", ScaleSim3Storage::originalFilterStorage),
          new SparseFigure("new_storage_filter_plus_metadata", ScaleSim3Storage::newStorage),
          new SparseFigure("filter_metadata_storage", ScaleSim3Storage::filterMetadataStorage));

  @Override
  public String name() {
    return "scale-sim";
  }

  @Override
  public String title() {
    return "SCALE-Sim 3.0.0: systolic arrays";
  }

  @Override
  public String explanation() {
    return "Printed by SCALE-Sim 3.0.0 (commit 1d62b68) in CALC mode for products and convolutions,"
        + " of dense, layer-wise and row-wise sparse weights, on arrays of several shapes in all three dataflows. `peer.scaleSim3` in a run's report"
        + " is meant to be equal (percentages to the twelfth digit: SCALE-Sim sums them up fold by"
        + " fold). Our own array is not: it counts the cycles instead of naming the last one,"
        + " shifts the sums of an output-stationary array out, and can overlap a fold with the"
        + " next one's weights; docs/models/scale-sim.md derives each difference.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Figure figure : FIGURES) {
      Comparison.Builder builder = new Comparison.Builder(figure.column(), figure.unit());
      for (String table : TABLES) {
        for (GoldenRow row : golden.rows("scale-sim/" + table)) {
          double theirs = row.number(figure.column());
          builder.add(where(row), theirs, rounded(figure.ours().applyAsDouble(layer(row)), theirs));
        }
      }
      comparisons.add(builder.build());
    }
    for (SparseFigure figure : SPARSE_FIGURES) {
      Comparison.Builder builder = new Comparison.Builder(figure.column(), "elements");
      for (String table : SPARSE_TABLES) {
        for (GoldenRow row : golden.rows("scale-sim/" + table)) {
          double theirs = row.number(figure.column());
          double ours = figure.ours().applyAsDouble(layer(row).storage().orElseThrow());
          builder.add(where(row), theirs, rounded(ours, theirs));
        }
      }
      comparisons.add(builder.build());
    }
    for (Dataflow dataflow :
        List.of(
            Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY, Dataflow.INPUT_STATIONARY)) {
      comparisons.add(own(golden, dataflow, false));
      comparisons.add(own(golden, dataflow, true));
    }
    return comparisons;
  }

  /** Takes what differs only by SCALE-Sim's rounding as equal. */
  private static double rounded(double ours, double theirs) {
    return Math.abs(ours - theirs) <= 1e-12 * theirs ? theirs : ours;
  }

  private static Comparison own(GoldenFolder golden, Dataflow dataflow, boolean doubleBuffer) {
    Comparison.Builder figure =
        new Comparison.Builder(
            "own array, "
                + ValueType.word(dataflow)
                + (doubleBuffer ? ", folds overlap" : ", folds apart"),
            "cycles");
    for (GoldenRow row : golden.rows("scale-sim/gemm_calc.csv")) {
      if (dataflow(row) == dataflow) {
        figure.add(where(row), row.number("total_cycles"), ownCycles(row, doubleBuffer));
      }
    }
    return figure.build();
  }

  private static double ownCycles(GoldenRow row, boolean doubleBuffer) {
    MatrixEngineSpec spec =
        new MatrixEngineSpec(
            row.integer("R"),
            row.integer("C"),
            dataflow(row),
            1,
            PipelineStyle.CHAINED,
            doubleBuffer,
            PartialFolds.PADDED,
            SUMS,
            32);
    return (double)
        new FastMatrixEngine(spec, AMPLE)
            .execute(
                new MatMul(
                    0,
                    0,
                    Dependences.NONE,
                    row.integer("M"),
                    row.integer("K"),
                    row.integer("N"),
                    OPERAND,
                    OPERAND,
                    OPERAND,
                    false,
                    true),
                0);
  }

  private static Dataflow dataflow(GoldenRow row) {
    return switch (stationary(row)) {
      case OS -> Dataflow.OUTPUT_STATIONARY;
      case WS -> Dataflow.WEIGHT_STATIONARY;
      case IS -> Dataflow.INPUT_STATIONARY;
    };
  }

  private static Stationary stationary(GoldenRow row) {
    return Stationary.valueOf(row.text("dataflow").toUpperCase(Locale.ROOT));
  }

  private static ScaleSim3Layer layer(GoldenRow row) {
    ScaleSimTopology topology =
        new ScaleSimTopology(
            "net",
            List.of(
                new ScaleSimLayer(
                    row.text("layer"), shape(row), weights(row, 0), weights(row, 1))));
    return ScaleSim3.layers(config(row), topology).get(0);
  }

  private static ScaleSimConfig config(GoldenRow row) {
    BufferLayout layout = new BufferLayout(false, row.integer("bw_ifmap"), 1, 2);
    return new ScaleSimConfig(
        row.text("case"),
        BandwidthMode.valueOf(row.text("mode")),
        false,
        row.integer("R"),
        row.integer("C"),
        row.integer("ifmap_kb"),
        row.integer("filter_kb"),
        row.integer("ofmap_kb"),
        0,
        10_000_000,
        20_000_000,
        stationary(row),
        List.of(row.integer("bw_ofmap")),
        32,
        32,
        layout,
        layout,
        sparsity(row));
  }

  private static boolean isSparse(GoldenRow row) {
    return SPARSE_TABLES.stream().anyMatch(table -> row.table().endsWith(table));
  }

  private static Sparsity sparsity(GoldenRow row) {
    if (!isSparse(row)) {
      return new Sparsity(SparsityMode.DENSE, Representation.ELLPACK_BLOCK, 8, 0);
    }
    return new Sparsity(
        row.integer("rowwise") == 1 ? SparsityMode.ROW_WISE : SparsityMode.LAYER_WISE,
        Representation.valueOf(row.text("sparse_rep").toUpperCase(Locale.ROOT)),
        row.integer("block"),
        row.integer("seed"));
  }

  /** The weights kept of a group, or those of a group. */
  private static int weights(GoldenRow row, int place) {
    return isSparse(row) ? Integer.parseInt(row.text("sparsity").split(":", -1)[place]) : 1;
  }

  private static OperatorShape shape(GoldenRow row) {
    if (!row.text("kind").equals("conv")) {
      return new MatMulShape(1, row.integer("M"), row.integer("K"), row.integer("N"));
    }
    return new ConvShape(
        row.integer("ifmap_h"),
        row.integer("ifmap_w"),
        row.integer("filt_h"),
        row.integer("filt_w"),
        row.integer("channels"),
        row.integer("num_filters"),
        row.integer("stride"),
        true);
  }

  private static String where(GoldenRow row) {
    return row.text("layer")
        + " "
        + row.text("dataflow")
        + " "
        + row.text("R")
        + "x"
        + row.text("C");
  }
}
