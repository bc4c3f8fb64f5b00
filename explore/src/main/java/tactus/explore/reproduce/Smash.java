package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Future;
import tactus.concurrent.Background;
import tactus.dataflow.spgemm.RowWindows;
import tactus.explore.spgemm.SmashVersion;
import tactus.hw.spgemm.FastHashBlock;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashRun;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

/**
 * SMASH: products of sparse matrices by rows with hashing in a scratchpad, on a block of PIUMA.
 *
 * <p>The abstract gives the speedup; all other figures of theirs are recalled, not read.
 */
final class Smash implements Paper {

  private static final String RECALLED = "theirs is recalled, not read; ";

  /** The nearest to the paper's matrix: as many rows, about as many nonzeros, skewed. */
  private static final Rmat MATRIX = new Rmat(14, 262_144, 0.5, 0.1, 0.1, 42);

  private static final String STAND_IN =
      "a matrix drawn to be like theirs (R-MAT, 16,384 rows, 247,447 nonzeros); latencies,"
          + " bandwidth and instructions of ours are guesses";

  /** As configs/accelerators/piuma-block.yaml, where each figure has its source. */
  static final HashBlockSpec BLOCK =
      new HashBlockSpec(4, 16, 1_000_000, 4 << 20, 16, 4, 25.6e9, 80_000_000, 64, 3, 2);

  private static final double MILLISECONDS_OF_A_CYCLE = 1e-6;

  @Override
  public String name() {
    return "smash";
  }

  @Override
  public String title() {
    return "SMASH: Sparse Matrix Atomic Scratchpad Hashing (arXiv 2105.14156)";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    SparseMatrix matrix = MATRIX.matrix();
    RowProduct product = RowWindows.product(matrix, matrix);
    List<Future<HashRun>> own = new ArrayList<>();
    List<Future<HashRun>> scattered = new ArrayList<>();
    for (SmashVersion version : SmashVersion.values()) {
      HashScheme scheme = version.scheme();
      own.add(start(product, scheme));
      HashScheme other =
          new HashScheme(scheme.distribution(), SlotHash.MULTIPLICATIVE, scheme.writeBack());
      scattered.add(start(product, other));
    }
    List<HashRun> runs = own.stream().map(Background::result).toList();
    List<ReproductionRow> rows = new ArrayList<>();
    addSpeedups(runs, "", "", rows);
    add("v1", 986.7, milliseconds(runs.get(0)), "ms", rows);
    add("v2", 432.5, milliseconds(runs.get(1)), "ms", rows);
    add("v3", 105.4, milliseconds(runs.get(2)), "ms", rows);
    double results = runs.get(0).results().count();
    add("nonzeros of the result", 5_174_841, results, "", rows);
    double each = runs.get(0).multiplyAdds() / results;
    add("multiply-adds for a nonzero", 1.23, each, "", rows);
    addSpeedups(
        scattered.stream().map(Background::result).toList(),
        ", multiplicative hash",
        "all with the multiplicative hash; ",
        rows);
    return new Reproduction(name(), title(), rows);
  }

  private static Future<HashRun> start(RowProduct product, HashScheme scheme) {
    return Background.start(
        "smash", () -> FastHashBlock.run(BLOCK, RowWindows.pack(product, BLOCK, scheme)));
  }

  private static void addSpeedups(
      List<HashRun> runs, String how, String assumption, List<ReproductionRow> rows) {
    double first = runs.get(0).cycles();
    double second = runs.get(1).cycles();
    double third = runs.get(2).cycles();
    String headline = "theirs, of the abstract, is over competing approaches on the same fabric; ";
    rows.add(row("v3 over v1" + how, 9.4, first / third, "x", headline + assumption));
    rows.add(row("v2 over v1" + how, 2.28, first / second, "x", RECALLED + assumption));
    rows.add(row("v3 over v2" + how, 4.10, second / third, "x", RECALLED + assumption));
  }

  private static double milliseconds(HashRun run) {
    return run.cycles() * MILLISECONDS_OF_A_CYCLE;
  }

  private static void add(
      String what, double theirs, double ours, String unit, List<ReproductionRow> rows) {
    rows.add(row(what, theirs, ours, unit, RECALLED));
  }

  private static ReproductionRow row(
      String what, double theirs, double ours, String unit, String assumption) {
    return new ReproductionRow(what, OptionalDouble.of(theirs), ours, unit, assumption + STAND_IN);
  }
}
