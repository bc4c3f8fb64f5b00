package tactus.hw.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UnstructuredProductTest {

  @Property(tries = 300)
  void counts_anyMasks_areThoseOfPlainLoops(
      @ForAll @IntRange(min = 1, max = 12) int m,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet left = new BitSet();
    BitSet right = new BitSet();
    for (int i = 0; i < m * k; i++) {
      left.set(i, random.nextInt(3) == 0);
    }
    for (int i = 0; i < k * n; i++) {
      right.set(i, random.nextInt(3) == 0);
    }
    long both = 0;
    long leftOnly = 0;
    long rightOnly = 0;
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        for (int inner = 0; inner < k; inner++) {
          boolean a = left.get(row * k + inner);
          boolean b = right.get(inner * n + column);
          both += a && b ? 1 : 0;
          leftOnly += a ? 1 : 0;
          rightOnly += b ? 1 : 0;
        }
      }
    }
    UnstructuredProduct product = new UnstructuredProduct(m, k, n, left, right);
    assertThat(product.effectiveMultiplies()).isEqualTo(both);
    assertThat(product.leftStationaryMultiplies(0)).isEqualTo(leftOnly);
    assertThat(product.rightStationaryMultiplies(0)).isEqualTo(rightOnly);
    long tiles = (n + columns - 1) / columns;
    assertThat(product.lockstepSteps(columns, 32)).isBetween(tiles, (long) k * tiles);
    assertThat(product.lockstepSteps(1, Integer.MAX_VALUE) * m).isGreaterThanOrEqualTo(rightOnly);
  }
}
