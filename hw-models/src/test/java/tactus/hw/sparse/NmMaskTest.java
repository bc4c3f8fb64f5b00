package tactus.hw.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.hw.command.NmSparsity;

class NmMaskTest {

  @Property(tries = 500)
  void largest_anyMatrix_keepsTheLargestOfEachGroup(
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll @IntRange(min = 0, max = 5) int bits,
      @ForAll @IntRange(min = 1, max = 32) int kept,
      @ForAll long seed) {
    NmSparsity sparsity = new NmSparsity(Math.min(kept, 1 << bits), 1 << bits);
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      // Few values, so that many are equal.
      values[i] = random.nextInt(-5, 6);
    }
    NmMask mask = NmMask.largest(values, rows, columns, sparsity);
    for (int column = 0; column < columns; column++) {
      int stored = 0;
      for (int first = 0; first < rows; first += sparsity.group()) {
        List<Integer> group = new ArrayList<>();
        for (int row = first; row < Math.min(rows, first + sparsity.group()); row++) {
          group.add(row);
        }
        int of = column;
        group.sort(Comparator.comparingDouble(row -> -Math.abs(values[row * columns + of])));
        List<Integer> expected =
            group.subList(0, Math.min(sparsity.kept(), group.size())).stream().sorted().toList();
        for (int row : expected) {
          assertThat(mask.row(stored, column)).isEqualTo(row);
          stored++;
        }
      }
      assertThat(stored).isEqualTo((int) sparsity.stored(rows));
    }
    float[] masked = mask.masked(values);
    assertThat(NmMask.largest(masked, rows, columns, sparsity).masked(masked)).isEqualTo(masked);
  }

  @Test
  void nmSparsity_illegal_isRefused() {
    assertThatThrownBy(() -> new NmSparsity(3, 2)).hasMessageContaining("kept (3) must be from 1");
    assertThatThrownBy(() -> new NmSparsity(1, 6)).hasMessageContaining("power of two");
    assertThatThrownBy(() -> new NmSparsity(1, 64)).hasMessageContaining("from 1 to 32");
    assertThat(new NmSparsity(2, 8).stored(21)).isEqualTo(6);
    assertThat(new NmSparsity(2, 8).stored(17)).isEqualTo(5);
    assertThat(new NmSparsity(2, 8).indexBits()).isEqualTo(3);
    assertThat(NmSparsity.DENSE.stored(21)).isEqualTo(21);
  }
}
