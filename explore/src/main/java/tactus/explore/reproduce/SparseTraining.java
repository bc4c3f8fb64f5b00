package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tactus.explore.training.TrainingIteration;
import tactus.explore.training.TrainingPlan;
import tactus.explore.training.TrainingPlan.Method;
import tactus.explore.training.TrainingPlan.Schedule;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatSpec;
import tactus.workload.training.KnownNetwork;
import tactus.workload.training.TrainingNetwork;

/** SAT and BDWP: training with N:M sparse weights forwards and backwards. */
final class SparseTraining implements Paper {

  private static final List<NmSparsity> PATTERNS =
      List.of(new NmSparsity(2, 4), new NmSparsity(2, 8), new NmSparsity(2, 16));
  private static final NmSparsity HEADLINE = PATTERNS.get(1);

  /** Of the abstract, at 2:8. */
  private static final double THEIR_SPEEDUP = 1.75;

  /** 32 x 32 and 200 MHz are recalled; the latency, the lanes and the bandwidth are guesses. */
  private static final SatSpec SAT =
      new SatSpec(32, 32, 5_000_000, 8, 8, 32, 32, 32, 32L << 20, 76.8e9);

  /** The paper's five. */
  private static final List<KnownNetwork> NETWORKS =
      List.of(
          KnownNetwork.RESNET9,
          KnownNetwork.VIT,
          KnownNetwork.VGG19,
          KnownNetwork.RESNET18,
          KnownNetwork.RESNET50);

  private static final String SHAPES =
      "usual shapes of the network at its dataset's image size; first and last layer dense";

  @Override
  public String name() {
    return "sat";
  }

  @Override
  public String title() {
    return "Efficient N:M Sparse DNN Training Using Algorithm, Architecture, and Dataflow Co-Design"
        + " (arXiv 2309.13015)";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<TrainingNetwork> networks = new ArrayList<>();
    for (KnownNetwork known : NETWORKS) {
      networks.add(known.network(known.name().toLowerCase(Locale.ROOT), known.usualBatch()));
    }
    List<ReproductionRow> rows = new ArrayList<>();
    for (NmSparsity pattern : PATTERNS) {
      TrainingPlan plan = TrainingPlan.best(Method.BDWP, pattern);
      double sum = 0;
      for (TrainingNetwork network : networks) {
        double speedup = speedup(SAT, network, plan);
        sum += speedup;
        rows.add(
            row(
                "BDWP " + pattern + " over dense, " + network.name() + ", batch " + network.batch(),
                OptionalDouble.empty(),
                speedup,
                "x",
                SHAPES));
      }
      rows.add(
          row(
              "BDWP " + pattern + " over dense, average",
              pattern.equals(HEADLINE) ? OptionalDouble.of(THEIR_SPEEDUP) : OptionalDouble.empty(),
              sum / networks.size(),
              "x",
              "one vector lane a column, adders of 8 cycles, 76.8 GB/s: guesses"));
    }
    addShares(networks, rows);
    addAblation(networks, rows);
    return new Reproduction(name(), title(), rows);
  }

  /** What does not become shorter with the weights, and what the multiply-accumulates promise. */
  private static void addShares(List<TrainingNetwork> networks, List<ReproductionRow> rows) {
    TrainingPlan plan = TrainingPlan.best(Method.BDWP, HEADLINE);
    double shares = 0;
    for (TrainingNetwork network : networks) {
      TrainingIteration dense = TrainingIteration.of(SAT, network, plan.dense());
      TrainingIteration sparse = TrainingIteration.of(SAT, network, plan);
      double share = 1 - (double) dense.stack().array() / dense.cycles();
      shares += share;
      rows.add(
          row(
              "dense cycles outside the array, " + network.name(),
              OptionalDouble.empty(),
              100 * share,
              "%",
              "vector unit, update, memory, selection: nothing of it is skipped"));
      rows.add(
          row(
              "of the multiply-accumulates alone, " + HEADLINE + ", " + network.name(),
              OptionalDouble.empty(),
              (double) network.macs() / sparse.executedMacs(),
              "x",
              "at most 3 / (2 N / M + 1), which dense layers lower"));
    }
    rows.add(
        row(
            "dense cycles outside the array, average",
            OptionalDouble.empty(),
            100 * shares / networks.size(),
            "%",
            "1.75x would be about 11 % on this array"));
  }

  private static void addAblation(List<TrainingNetwork> networks, List<ReproductionRow> rows) {
    TrainingPlan best = TrainingPlan.best(Method.BDWP, HEADLINE);
    TrainingPlan dense = best.dense();
    rows.add(ablation("all optimizations", networks, SAT, best, dense));
    rows.add(ablation("no interleave mapping", networks, SAT.withInterleave(1), best, dense));
    rows.add(ablation("no pre-generation", networks, SAT, best.withoutPregeneration(), dense));
    rows.add(ablation("fixed schedule", networks, SAT, best.with(Schedule.FIXED), dense));
    rows.add(
        ablation(
            "weight stationary only", networks, SAT, best.with(Schedule.WEIGHT_STATIONARY), dense));
    rows.add(
        ablation(
            "output stationary only", networks, SAT, best.with(Schedule.OUTPUT_STATIONARY), dense));
    rows.add(
        ablation(
            "output stationary only, no interleave mapping",
            networks,
            SAT.withInterleave(1),
            best.with(Schedule.OUTPUT_STATIONARY),
            dense));
    rows.add(
        ablation(
            "forward only (SR-STE)",
            networks,
            SAT,
            TrainingPlan.best(Method.SR_STE, HEADLINE),
            dense));
    rows.add(
        ablation(
            "one transposable mask, 2:4",
            networks,
            SAT,
            TrainingPlan.best(Method.TRANSPOSABLE, PATTERNS.get(0)),
            dense));
  }

  private static ReproductionRow ablation(
      String what,
      List<TrainingNetwork> networks,
      SatSpec spec,
      TrainingPlan plan,
      TrainingPlan dense) {
    double sum = 0;
    for (TrainingNetwork network : networks) {
      sum +=
          (double) TrainingIteration.of(SAT, network, dense).cycles()
              / TrainingIteration.of(spec, network, plan).cycles();
    }
    return row(
        "ablation at " + plan.pattern() + ", average: " + what,
        OptionalDouble.empty(),
        sum / networks.size(),
        "x",
        "over dense training with all optimizations");
  }

  private static double speedup(SatSpec spec, TrainingNetwork network, TrainingPlan plan) {
    return (double) TrainingIteration.of(spec, network, plan.dense()).cycles()
        / TrainingIteration.of(spec, network, plan).cycles();
  }

  private static ReproductionRow row(
      String what, OptionalDouble theirs, double ours, String unit, String assumption) {
    return new ReproductionRow(what, theirs, ours, unit, assumption);
  }
}
