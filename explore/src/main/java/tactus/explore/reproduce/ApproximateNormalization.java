package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import tactus.explore.numerics.AccuracyTable;
import tactus.explore.numerics.LabelledImages;
import tactus.explore.numerics.VisionTransformer;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.FoldArithmetic;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Rounder;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.command.Dataflow;
import tactus.hw.cost.MultiplyAddCost;
import tactus.hw.cost.Technology;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.workload.tensors.Distribution;

/** Approximate normalization in the multiply-adds of a systolic array. */
final class ApproximateNormalization implements Paper {

  private static final int SIGNIFICAND_BITS = 16;
  private static final double PERIOD_PICOSECONDS = 1000;
  private static final double[] CLOCK_TARGETS = {1.05, 1.1, 1.25, 1.5, 2, 3};
  private static final int HISTOGRAM_LENGTH = 256;
  private static final int HISTOGRAM_LANES = 64;
  private static final int HISTOGRAM_VECTORS = 100;
  private static final List<Normalization> RULES =
      List.of(
          Normalization.approximate(1, 1),
          Normalization.approximate(1, 2),
          Normalization.approximate(2, 2));
  private static final Technology TECHNOLOGY = Technology.GENERIC_28;

  private static final String AT_ONE_GIGAHERTZ =
      "28 nm scaled from open 45 nm; two pipeline stages and registers included; W = 16, which the"
          + " paper's abstract does not give";
  private static final String AT_THE_LIMIT =
      "same unit, its clock as a multiple of the exact unit's shortest period: the saving depends on"
          + " how close to its limit the exact unit is clocked";
  private static final String OTHER_MODEL =
      "another model and task than the paper's: a vision transformer of 3 layers on 500 digits";

  @Override
  public String name() {
    return "approximate-normalization";
  }

  @Override
  public String title() {
    return "Alexandridis et al., approximate normalization in the floating-point multiply-adds of"
        + " matrix engines, ICECS 2024, arXiv 2408.11997";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    addCosts(rows);
    addHistogram(rows);
    addAccuracies(rows, traces.resolve("digits-vit"));
    return new Reproduction(name(), title(), rows);
  }

  private static MultiplyAddCost cost(Normalization rule) {
    return MultiplyAddCost.of(
        FloatArithmeticSpec.chained(FloatFormat.BF16, ChainSpec.of(SIGNIFICAND_BITS, rule)));
  }

  private static double saving(Normalization rule, ToDoubleFunction<MultiplyAddCost> price) {
    return 100
        * (1 - price.applyAsDouble(cost(rule)) / price.applyAsDouble(cost(Normalization.EXACT)));
  }

  private static void addCosts(List<ReproductionRow> rows) {
    ToDoubleFunction<MultiplyAddCost> area =
        unit -> unit.squareMicrometers(PERIOD_PICOSECONDS, TECHNOLOGY);
    ToDoubleFunction<MultiplyAddCost> energy =
        unit -> unit.femtojoules(PERIOD_PICOSECONDS, TECHNOLOGY, MultiplyAddCost.TYPICAL_ACTIVITY);
    addSavings(
        rows, "area saved", 16, area, AT_ONE_GIGAHERTZ + "; the paper's range is 14 to 19 %");
    addSavings(
        rows,
        "power saved",
        13,
        energy,
        AT_ONE_GIGAHERTZ + "; half the operands' bits change; the paper's range is 10 to 14 %");
    double exact = area.applyAsDouble(cost(Normalization.EXACT));
    double none = area.applyAsDouble(cost(Normalization.NONE));
    rows.add(
        row(
            "area of left normalization in a PE",
            21,
            100 * (1 - none / exact),
            "%",
            AT_ONE_GIGAHERTZ + "; ours is what leaving it out saves; theirs is cited by others"));
    double shortest = cost(Normalization.EXACT).smallestPeriodPicoseconds(TECHNOLOGY);
    rows.add(
        row(
            "period at which ours saves the paper's 16 % of area, over the shortest",
            slackThatSaves(16, shortest), "x", AT_THE_LIMIT));
    for (double target : CLOCK_TARGETS) {
      for (Normalization rule : RULES) {
        rows.add(
            row(
                String.format(
                    Locale.ROOT,
                    "area saved by %s at %.2f x the shortest period (%.2f GHz)",
                    rule.label(),
                    target,
                    1000 / (target * shortest)),
                saving(rule, unit -> unit.squareMicrometers(target * shortest, TECHNOLOGY)),
                "%",
                AT_THE_LIMIT));
      }
    }
  }

  /** Bisects: the saving falls as the clock is relaxed. */
  private static double slackThatSaves(double percent, double shortest) {
    double near = 1;
    double far = CLOCK_TARGETS[CLOCK_TARGETS.length - 1];
    for (int i = 0; i < 40; i++) {
      double middle = (near + far) / 2;
      double saved =
          saving(RULES.get(1), unit -> unit.squareMicrometers(middle * shortest, TECHNOLOGY));
      if (saved > percent) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return near;
  }

  private static void addSavings(
      List<ReproductionRow> rows,
      String what,
      double theirs,
      ToDoubleFunction<MultiplyAddCost> price,
      String assumption) {
    double sum = 0;
    for (Normalization rule : RULES) {
      double saved = saving(rule, price);
      sum += saved;
      rows.add(row(what + " by " + rule.label() + " at 1 GHz", saved, "%", assumption));
    }
    rows.add(row(what + ", average, at 1 GHz", theirs, sum / RULES.size(), "%", assumption));
  }

  private static void addHistogram(List<ReproductionRow> rows) {
    ChainSpec chain = ChainSpec.of(SIGNIFICAND_BITS, Normalization.EXACT);
    FloatArithmeticSpec spec = FloatArithmeticSpec.chained(FloatFormat.BF16, chain);
    ShiftHistogram histogram = new ShiftHistogram(chain);
    FoldArithmetic fold = FoldArithmetic.of(spec, histogram);
    Distribution normal = new Distribution.Normal(0, 1);
    Rounder rounder = spec.operandRounder();
    double[] sums = new double[HISTOGRAM_LANES];
    for (int vector = 0; vector < HISTOGRAM_VECTORS; vector++) {
      float[] weights = normal.floats("weights", HISTOGRAM_LENGTH * HISTOGRAM_LANES, vector);
      float[] inputs = normal.floats("inputs", HISTOGRAM_LENGTH, vector);
      fold.load(rounded(rounder, weights), HISTOGRAM_LENGTH, HISTOGRAM_LANES);
      fold.stream(rounded(rounder, inputs), 0, HISTOGRAM_LENGTH, 1, 0, sums);
    }
    String assumption =
        "exact bf16 chain of 256 products of standard normal numbers, W = 16; the paper's own"
            + " histogram is not public";
    for (int zeros = -1; zeros <= 5; zeros++) {
      String what =
          zeros < 0 ? "sums with a carry" : "sums with " + zeros + " leading zeros to shift";
      rows.add(
          row(
              what,
              100.0 * histogram.leadingZeros(zeros) / histogram.additions(),
              "%",
              assumption));
    }
  }

  private static float[] rounded(Rounder rounder, float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = rounder.quantize(values[i]);
    }
    return rounded;
  }

  private static void addAccuracies(List<ReproductionRow> rows, Path folder) {
    VisionTransformer model = VisionTransformer.read(folder);
    LabelledImages images =
        LabelledImages.read(folder.resolve("eval.csv"), model.pixels(), model.classes());
    MatrixEngineSpec engine =
        new MatrixEngineSpec(
            128,
            128,
            Dataflow.WEIGHT_STATIONARY,
            2,
            PipelineStyle.CHAINED,
            true,
            PartialFolds.TRIMMED,
            4 << 20,
            32);
    // Cases do not depend on one another; the order of the list is theirs.
    List<AccuracyTable.Row> table =
        AccuracyTable.cases().parallelStream()
            .map(which -> AccuracyTable.row(model, images, engine, which))
            .toList();
    double best = table.get(0).accuracy();
    double largestLoss = 0;
    double loss = 0;
    int approximate = 0;
    for (AccuracyTable.Row row : table) {
      rows.add(row("accuracy, " + row.label(), 100 * row.accuracy(), "%", OTHER_MODEL));
      if (row.label().startsWith("bf16") && row.label().contains("an-")) {
        loss += best - row.accuracy();
        largestLoss = Math.max(largestLoss, best - row.accuracy());
        approximate++;
      }
    }
    rows.add(
        row(
            "accuracy lost by bf16 with approximate normalization, average",
            1,
            100 * loss / approximate,
            "points",
            OTHER_MODEL + "; theirs is their most efficient configuration's average over GLUE"));
    rows.add(
        row(
            "accuracy lost by bf16 with approximate normalization, largest",
            7.2,
            100 * largestLoss,
            "points",
            OTHER_MODEL + "; theirs is cited by others"));
  }

  private static ReproductionRow row(
      String what, double theirs, double ours, String unit, String assumption) {
    return new ReproductionRow(what, OptionalDouble.of(theirs), ours, unit, assumption);
  }

  private static ReproductionRow row(String what, double ours, String unit, String assumption) {
    return new ReproductionRow(what, OptionalDouble.empty(), ours, unit, assumption);
  }
}
