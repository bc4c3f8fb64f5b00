package tactus.dataflow.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.workload.ElementMask;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.UnevenGroups;

class StripesTest {

  private static MatrixEngineSpec engine(int rows, int columns, Dataflow dataflow) {
    return new MatrixEngineSpec(
        rows, columns, dataflow, 1, PipelineStyle.CHAINED, true, PartialFolds.PADDED, 1 << 20, 32);
  }

  /** Every stored element is multiplied once, in a run that stores as many of its group. */
  @Property(tries = 400)
  void runs_anyMask_multiplyEveryStoredElementOnce(@ForAll long seed) {
    Random random = new Random(seed);
    int k = 1 + random.nextInt(80);
    int n = 1 + random.nextInt(40);
    int group = 2 << random.nextInt(4);
    int columns = 1 + random.nextInt(12);
    double density = random.nextDouble() * random.nextDouble();
    boolean blocks = random.nextBoolean();
    int width = 1 + random.nextInt(6);
    ElementMask mask =
        blocks
            ? ElementMask.random((k + group - 1) / group, (n + width - 1) / width, density, seed)
            : ElementMask.random(k, n, density, seed);
    Sparsity stored = blocks ? new Blocks(group, width, k, n, mask) : new UnevenGroups(group, mask);
    Dataflow dataflow =
        random.nextBoolean() ? Dataflow.WEIGHT_STATIONARY : Dataflow.OUTPUT_STATIONARY;
    Stripes stripes =
        Stripes.of(Optional.of(stored), k, n, engine(32, columns, dataflow)).orElseThrow();
    long kTile = (1 + random.nextInt((k + group - 1) / group)) * (long) group;
    long covered = 0;
    long multiplied = 0;
    for (long k0 = 0; k0 < k; k0 += kTile) {
      long kExtent = Math.min(kTile, k - k0);
      for (long n0 = 0; n0 < n; n0 += columns) {
        TreeSet<Long> rows = new TreeSet<>();
        for (Stripes.Run run : stripes.runs(k0, kExtent, n0)) {
          covered += run.gather().coveredElements();
          multiplied += run.gather().storedElements();
          for (long row = 0; row < run.gather().rows(); row++) {
            assertThat(rows.add(run.gather().row(row))).isTrue();
          }
          checkFits(run, stored, k0, n0, Math.min(columns, n - n0));
        }
        for (long row = k0; row < k0 + kExtent; row++) {
          for (long column = n0; column < Math.min(n, n0 + columns); column++) {
            assertThat(!isStored(stored, row, column) || rows.contains(row - k0)).isTrue();
          }
        }
      }
    }
    assertThat(covered).isEqualTo((long) k * n);
    assertThat(multiplied).isEqualTo(stored.storedElements(k, n));
  }

  private static boolean isStored(Sparsity stored, long row, long column) {
    return stored instanceof Blocks blocks
        ? blocks.stored(row, column)
        : ((UnevenGroups) stored).stored().stored(row, column);
  }

  private static void checkFits(Stripes.Run run, Sparsity stored, long k0, long n0, long columns) {
    NmSparsity sparsity = run.sparsity();
    if (sparsity.isDense()) {
      return;
    }
    for (long column = n0; column < n0 + columns; column++) {
      for (long first = 0; first < run.gather().rows(); first += sparsity.group()) {
        int count = 0;
        for (long row = first; row < first + sparsity.group(); row++) {
          boolean inside = run.gather().isInside(row);
          count += inside && isStored(stored, k0 + run.gather().row(row), column) ? 1 : 0;
        }
        assertThat(count).isLessThanOrEqualTo(sparsity.kept());
      }
    }
  }

  @Test
  void runs_balancedMask_areOneOfNToM() {
    float[] values = new float[64 * 16];
    for (int row = 0; row < 64; row++) {
      for (int column = 0; column < 16; column++) {
        values[row * 16 + column] = row % 32 == (5 * column + row / 32) % 32 ? 1 : 0;
      }
    }
    Sparsity stored = new UnevenGroups(32, ElementMask.ofNonzeros(values, 64, 16));
    Stripes stripes =
        Stripes.of(Optional.of(stored), 64, 16, engine(32, 8, Dataflow.WEIGHT_STATIONARY))
            .orElseThrow();
    for (long n0 : List.of(0L, 8L)) {
      assertThat(stripes.runs(0, 64, n0)).hasSize(1);
      assertThat(stripes.runs(0, 64, n0).get(0).sparsity()).isEqualTo(new NmSparsity(1, 32));
    }
    assertThat(stripes.storedRows(0, 64, 0, 16)).isEqualTo(4);
  }

  @Test
  void runs_nothingStored_multiplyZeros() {
    Sparsity stored = new Blocks(4, 8, 16, 8, ElementMask.random(4, 1, 0, 1));
    Stripes stripes =
        Stripes.of(Optional.of(stored), 16, 8, engine(8, 8, Dataflow.WEIGHT_STATIONARY))
            .orElseThrow();
    assertThat(stripes.runs(0, 16, 0)).hasSize(1);
    assertThat(stripes.storedRows(0, 16, 0, 8)).isEqualTo(4);
    assertThat(stripes.runs(0, 16, 0).get(0).gather().storedElements()).isZero();
  }
}
