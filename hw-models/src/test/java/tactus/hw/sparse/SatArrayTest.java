package tactus.hw.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatArray.Mode;

class SatArrayTest {

  private static final NmSparsity DENSE = NmSparsity.DENSE;

  private static SatArray array(int rows, int columns, int latency, int interleave) {
    return new SatArray(
        new SatSpec(rows, columns, 5_000_000, latency, interleave, 32, 32, 32, 32L << 20, 76.8e9));
  }

  /**
   * An array cycle by cycle: every element adds its next product, sum by sum in turn, if that sum's
   * last addition is complete; operands move right and down one element a cycle, so the elements
   * start one after the other, and the edges wait for the first.
   */
  private static long lastAddition(int rows, int columns, int k, int latency, int interleave) {
    long[][] ready = new long[rows * columns][interleave];
    for (long[] sums : ready) {
      Arrays.fill(sums, Long.MIN_VALUE);
    }
    // The operands at each element: the step that enters it in this cycle, or none.
    int[][] at = new int[rows][columns];
    int[][] next = new int[rows][columns];
    for (int[] row : at) {
      Arrays.fill(row, -1);
    }
    int step = 0;
    int steps = k * interleave;
    int left = steps * rows * columns;
    long last = -1;
    for (long cycle = 0; left > 0; cycle++) {
      for (int[] row : next) {
        Arrays.fill(row, -1);
      }
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          if (row + 1 < rows) {
            next[row + 1][column] = at[row][column];
          }
          if (column + 1 < columns) {
            next[row][column + 1] = at[row][column];
          }
        }
      }
      boolean enters = step < steps && ready[0][step % interleave] <= cycle;
      next[0][0] = enters ? step : -1;
      step += enters ? 1 : 0;
      for (int row = 0; row < rows; row++) {
        at[row] = next[row].clone();
        for (int column = 0; column < columns; column++) {
          int now = at[row][column];
          if (now >= 0) {
            long[] sums = ready[row * columns + column];
            assertThat(sums[now % interleave]).isLessThanOrEqualTo(cycle);
            sums[now % interleave] = cycle + latency;
            last = cycle + latency;
            left--;
          }
        }
      }
    }
    return last;
  }

  @Test
  void lastAccumulateCycle_allLatenciesAndInterleavings_isThatOfTheArray() {
    for (int latency = 1; latency <= 12; latency++) {
      for (int interleave = 1; interleave <= 16; interleave++) {
        for (int size = 1; size <= 8; size++) {
          int k = 1 + (latency * 7 + interleave * 3 + size) % 9;
          int columns = 9 - size;
          assertThat(SatArray.lastAccumulateCycle(size, columns, k, latency, interleave))
              .as("D %d, I %d, %d x %d, K %d", latency, interleave, size, columns, k)
              .isEqualTo(lastAddition(size, columns, k, latency, interleave));
        }
      }
    }
  }

  @Property(tries = 300)
  void lastAccumulateCycle_any_isThatOfTheArray(
      @ForAll @IntRange(min = 1, max = 8) int rows,
      @ForAll @IntRange(min = 1, max = 8) int columns,
      @ForAll @IntRange(min = 1, max = 24) int k,
      @ForAll @IntRange(min = 1, max = 12) int latency,
      @ForAll @IntRange(min = 1, max = 16) int interleave) {
    assertThat(SatArray.lastAccumulateCycle(rows, columns, k, latency, interleave))
        .isEqualTo(lastAddition(rows, columns, k, latency, interleave));
  }

  @Test
  void lastAccumulateCycle_known_isKnown() {
    assertThat(SatArray.lastAccumulateCycle(4, 4, 16, 8, 1)).isEqualTo(134);
    assertThat(SatArray.lastAccumulateCycle(4, 4, 16, 8, 8)).isEqualTo(141);
  }

  @Test
  void cycles_plainArray_areTilesTimesTheirCycles() {
    SatArray array = array(32, 32, 1, 1);
    NmSparsity sparse = new NmSparsity(2, 8);
    // ceil(576 / 4 / 32) * ceil(100 / 32) tiles of 32 + 1000 + 64.
    assertThat(array.cycles(Mode.WEIGHT_STATIONARY, 1000, 576, 100, sparse))
        .isEqualTo(5L * 4 * (32 + 1000 + 64));
    assertThat(array.cycles(Mode.OUTPUT_STATIONARY, 1000, 576, 100, sparse))
        .isEqualTo(32L * 4 * (144 + 64));
    assertThat(array.cycles(Mode.OUTPUT_STATIONARY, 1000, 576, 100, DENSE))
        .isEqualTo(32L * 4 * (576 + 64));
    assertThat(array.better(1000, 576, 100, sparse)).isEqualTo(Mode.WEIGHT_STATIONARY);
  }

  @Test
  void cycles_interleaved_formSeveralTilesAtOnce() {
    // 10 tiles of a sum of 16: two times 4 and once 2, each 15 * 8 + (I - 1) + 8 and the edges.
    SatArray array = array(4, 4, 8, 4);
    assertThat(array.cycles(Mode.OUTPUT_STATIONARY, 20, 16, 8, DENSE))
        .isEqualTo(2 * (120 + 3 + 8 + 8) + (120 + 1 + 8 + 8));
  }

  @Property(tries = 500)
  void cycles_moreInterleaving_isNeverSlower(
      @ForAll @IntRange(min = 1, max = 300) int m,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 12) int latency) {
    long plain = array(8, 8, latency, 1).cycles(Mode.OUTPUT_STATIONARY, m, k, n, DENSE);
    long before = plain;
    for (int interleave = 1; interleave <= latency; interleave *= 2) {
      long cycles = array(8, 8, latency, interleave).cycles(Mode.OUTPUT_STATIONARY, m, k, n, DENSE);
      assertThat(cycles).isLessThanOrEqualTo(before);
      before = cycles;
    }
  }

  @Test
  void selectCycles_areAValueACycleInEachLane() {
    assertThat(array(32, 32, 1, 1).selectCycles(100, new NmSparsity(2, 8))).isEqualTo(4 * 8);
  }
}
