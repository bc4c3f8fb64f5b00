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
    HashRun v1 = Background.result(own.get(0));
    HashRun v2 = Background.result(own.get(1));
    HashRun v3 = Background.result(own.get(2));
    HashRun scatteredV1 = Background.result(scattered.get(0));
    HashRun scatteredV2 = Background.result(scattered.get(1));
    HashRun scatteredV3 = Background.result(scattered.get(2));
    OptionalDouble headline = OptionalDouble.of(9.4);
    String abstracts = "theirs, of the abstract, is over competing approaches on the same fabric; ";
    String scatters = "all with the multiplicative hash; ";
    String versions = RECALLED + STAND_IN;
    return new Reproduction(
        name(),
        title(),
        List.of(
            row("v3 over v1", headline, speedup(v1, v3), "x", abstracts + STAND_IN),
            row("v2 over v1", OptionalDouble.of(2.28), speedup(v1, v2), "x", versions),
            row("v3 over v2", OptionalDouble.of(4.10), speedup(v2, v3), "x", versions),
            row("v1", OptionalDouble.of(986.7), milliseconds(v1), "ms", versions),
            row("v2", OptionalDouble.of(432.5), milliseconds(v2), "ms", versions),
            row("v3", OptionalDouble.of(105.4), milliseconds(v3), "ms", versions),
            row(
                "nonzeros of the result",
                OptionalDouble.of(5_174_841),
                v1.results().count(),
                "",
                versions),
            row(
                "multiply-adds for a nonzero",
                OptionalDouble.of(1.23),
                (double) v1.multiplyAdds() / v1.results().count(),
                "",
                versions),
            row(
                "v3 over v1, multiplicative hash",
                headline,
                speedup(scatteredV1, scatteredV3),
                "x",
                abstracts + scatters + STAND_IN),
            row(
                "v2 over v1, multiplicative hash",
                OptionalDouble.of(2.28),
                speedup(scatteredV1, scatteredV2),
                "x",
                RECALLED + scatters + STAND_IN),
            row(
                "v3 over v2, multiplicative hash",
                OptionalDouble.of(4.10),
                speedup(scatteredV2, scatteredV3),
                "x",
                RECALLED + scatters + STAND_IN)));
  }

  private static Future<HashRun> start(RowProduct product, HashScheme scheme) {
    return Background.start(
        "smash", () -> FastHashBlock.run(BLOCK, RowWindows.pack(product, BLOCK, scheme)));
  }

  private static double speedup(HashRun from, HashRun to) {
    return (double) from.cycles() / to.cycles();
  }

  private static double milliseconds(HashRun run) {
    return run.cycles() * MILLISECONDS_OF_A_CYCLE;
  }

  private static ReproductionRow row(
      String what, OptionalDouble theirs, double ours, String unit, String assumption) {
    return new ReproductionRow(what, theirs, ours, unit, assumption);
  }
}
