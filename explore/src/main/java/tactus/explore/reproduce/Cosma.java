package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tactus.dataflow.scratchpad.ResidencyPlanner;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencyProblems;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.scratchpad.SearchEffort;
import tactus.hw.memory.Allocator;
import tactus.workload.network.Networks;

/** Bytes that residency planned to optimality saves against greedy allocators. */
final class Cosma implements Paper {

  static final List<String> HUMAN_DESIGNED =
      List.of(
          "resnet-50",
          "resnext-50",
          "densenet-121",
          "r2plus1d-18",
          "s3d",
          "fcn",
          "l-raspp",
          "deeplabv3",
          "vit-b-16",
          "transformer");

  static final List<String> SEARCHED = List.of("darts", "amoebanet-d", "nasnet-a", "pnasnet-5");

  private static final List<Allocator> BASELINES =
      List.of(Allocator.BELADY, Allocator.GREEDY, Allocator.FIRST_FIT);

  private static final String ASSUMPTION =
      "activations of 1 byte, batch 1, input tracked, convolution, normalization and activation"
          + " apart; baselines: online best fit in the default order, and an offline arena";
  private static final String PROOF =
      "1: no order, addresses and spills move fewer bytes; else the share of the bytes above the"
          + " proven lower bound is the gap";
  private static final String TIME =
      "measured on the machine that runs this, so it differs between runs; theirs: Gurobi on an"
          + " Apple M1 Pro";

  private final List<String> human;
  private final List<String> searched;

  Cosma() {
    this(HUMAN_DESIGNED, SEARCHED);
  }

  Cosma(List<String> human, List<String> searched) {
    this.human = human;
    this.searched = searched;
  }

  @Override
  public String name() {
    return "cosma";
  }

  @Override
  public String title() {
    return "COSMA: scratchpad scheduling, allocation and replacement (arXiv 2311.18246)";
  }

  /** What is summed over networks. */
  private static final class Sums {
    double reduction;
    int counted;
    double seconds;
    double longest;
    int solved;
    int within;
    int proven;
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    Sums ofHuman = new Sums();
    human.forEach(network -> add(network, ofHuman, rows));
    Sums ofSearched = new Sums();
    searched.forEach(network -> add(network, ofSearched, rows));
    summarize("human-designed networks", ofHuman, 84, 0.296, rows);
    summarize("searched networks", ofSearched, 85, 120, rows);
    return new Reproduction(name(), title(), rows);
  }

  private static void summarize(
      String what, Sums sums, double reduction, double seconds, List<ReproductionRow> rows) {
    if (sums.counted > 0) {
      rows.add(
          new ReproductionRow(
              what + ": mean reduction at M_R against furthest use",
              OptionalDouble.of(reduction),
              100 * sums.reduction / sums.counted,
              "%",
              "of the networks on which the baseline moves bytes at all; " + ASSUMPTION));
    }
    if (sums.solved > 0) {
      rows.add(ours(what + ": proven optimal, of " + sums.solved, sums.proven, "", PROOF));
      rows.add(ours(what + ": proven within 2 s, of " + sums.solved, sums.within, "", TIME));
      rows.add(
          new ReproductionRow(
              what + ": mean time to solve",
              OptionalDouble.of(seconds),
              sums.seconds / sums.solved,
              "s",
              TIME));
      rows.add(ours(what + ": longest time to solve", sums.longest, "s", TIME));
    }
  }

  private static ReproductionRow ours(String what, double value, String unit, String assumption) {
    return new ReproductionRow(what, OptionalDouble.empty(), value, unit, assumption);
  }

  private static void add(String network, Sums sums, List<ReproductionRow> rows) {
    ResidencyProblem problem = ResidencyProblems.of(Networks.find(network).orElseThrow(), false, 1);
    long least = problem.leastBytes();
    long peak = ResidencyPlanner.leastPeak(problem, SearchEffort.STANDARD).bytes();
    add(network + ", M_R", problem, least, true, sums, rows);
    if (peak > least) {
      add(network + ", M_H", problem, (least + peak) / 2, false, sums, rows);
      add(network + ", M_P", problem, peak, false, sums, rows);
    }
  }

  private static void add(
      String where,
      ResidencyProblem problem,
      long budget,
      boolean isLeast,
      Sums sums,
      List<ReproductionRow> rows) {
    long start = System.nanoTime();
    ResidencySolution best =
        ResidencyPlanner.plan(problem, budget, Allocator.COSMA, SearchEffort.STANDARD);
    double seconds = (System.nanoTime() - start) * 1e-9;
    sums.solved++;
    sums.seconds += seconds;
    sums.longest = Math.max(sums.longest, seconds);
    sums.proven += best.isProven() ? 1 : 0;
    sums.within += best.isProven() && seconds <= 2 ? 1 : 0;
    rows.add(
        ours(
            where + " (" + budget + " B): moved",
            (double) best.plan().bytes(),
            "B",
            best.isProven()
                ? "proven optimal"
                : "gap "
                    + Math.round(1000 * best.gap()) / 10.0
                    + " %, proven at least "
                    + best.lowerBound()
                    + " B"));
    for (Allocator baseline : BASELINES) {
      long bytes =
          ResidencyPlanner.plan(problem, budget, baseline, SearchEffort.STANDARD).plan().bytes();
      double reduction = bytes == 0 ? 0 : 1 - (double) best.plan().bytes() / bytes;
      if (isLeast && baseline == Allocator.BELADY && bytes > 0) {
        sums.reduction += reduction;
        sums.counted++;
      }
      rows.add(
          ours(where + ": reduction against " + word(baseline), 100 * reduction, "%", ASSUMPTION));
    }
  }

  private static String word(Allocator baseline) {
    return switch (baseline) {
      case BELADY -> "furthest use";
      case GREEDY -> "fewest bytes";
      default -> "first fit";
    };
  }
}
