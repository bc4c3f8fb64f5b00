package tactus.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.UnevenGroups;

class ElementMaskTest {

  @Property(tries = 300)
  void random_anyMatrix_storesTheShareAndCountsEveryPart(
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll @IntRange(min = 1, max = 150) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    double density = random.nextDouble();
    ElementMask mask = ElementMask.random(rows, columns, density, seed);
    assertThat(mask.count()).isEqualTo((long) Math.ceil(density * rows * columns));
    assertThat(mask).isEqualTo(ElementMask.random(rows, columns, density, seed));
    int row = random.nextInt(rows);
    int column = random.nextInt(columns);
    int height = random.nextInt(rows - row + 1);
    int width = random.nextInt(columns - column + 1);
    long expected = 0;
    for (int y = row; y < row + height; y++) {
      for (int x = column; x < column + width; x++) {
        expected += mask.stored(y, x) ? 1 : 0;
      }
    }
    assertThat(mask.count(row, height, column, width)).isEqualTo(expected);
  }

  @Property(tries = 60)
  void random_largeMatrix_countsEveryPart(
      @ForAll @IntRange(min = 150, max = 600) int rows,
      @ForAll @IntRange(min = 450, max = 600) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    ElementMask mask = ElementMask.random(rows, columns, random.nextDouble(), seed);
    for (int part = 0; part < 20; part++) {
      int row = random.nextInt(rows);
      int column = random.nextInt(columns);
      int height = random.nextInt(rows - row + 1);
      int width = random.nextInt(columns - column + 1);
      long expected = 0;
      for (int y = row; y < row + height; y++) {
        for (int x = column; x < column + width; x++) {
          expected += mask.stored(y, x) ? 1 : 0;
        }
      }
      assertThat(mask.count(row, height, column, width)).isEqualTo(expected);
    }
    assertThat(mask.count()).isEqualTo(mask.count(0, rows, 0, columns));
  }

  @Property(tries = 200)
  void tiles_anySize_haveAtMostTheMost(
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll @IntRange(min = 1, max = 150) int columns,
      @ForAll @IntRange(min = 1, max = 160) int rowTile,
      @ForAll @IntRange(min = 1, max = 160) int columnTile,
      @ForAll long seed) {
    ElementMask mask = ElementMask.random(rows, columns, new Random(seed).nextDouble(), seed);
    long most = 0;
    for (int row = 0; row < rows; row += rowTile) {
      for (int column = 0; column < columns; column += columnTile) {
        int height = Math.min(rowTile, rows - row);
        most =
            Math.max(most, mask.count(row, height, column, Math.min(columnTile, columns - column)));
      }
    }
    assertThat(mask.mostOfTiles(rowTile, columnTile)).isEqualTo(most);
    ElementMask turned = mask.transposed();
    assertThat(turned.transposed()).isEqualTo(mask);
    for (int row = 0; row < rows; row++) {
      int from = Math.floorMod((int) seed, columns);
      int count = Math.min(64, columns - from);
      long bits = mask.bits(row, from, count);
      for (int i = 0; i < count; i++) {
        assertThat((bits >>> i & 1) == 1).isEqualTo(mask.stored(row, from + i));
        assertThat(turned.stored(from + i, row)).isEqualTo(mask.stored(row, from + i));
      }
      assertThat(count == 64 ? 0 : bits >>> count).isZero();
    }
  }

  @Property(tries = 300)
  void blocks_anyPart_storesWhatItsElementsSay(
      @ForAll @IntRange(min = 1, max = 90) int rows,
      @ForAll @IntRange(min = 1, max = 90) int columns,
      @ForAll @IntRange(min = 1, max = 20) int blockRows,
      @ForAll @IntRange(min = 1, max = 20) int blockColumns,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(2 * blockRows * blockColumns) == 0 ? 1 : 0;
    }
    ElementMask elements = ElementMask.ofNonzeros(values, rows, columns);
    Blocks blocks =
        new Blocks(
            blockRows, blockColumns, rows, columns, elements.blocks(blockRows, blockColumns));
    int row = random.nextInt(rows);
    int column = random.nextInt(columns);
    int height = random.nextInt(rows - row + 1);
    int width = random.nextInt(columns - column + 1);
    long expected = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        boolean stored = false;
        for (int v = y / blockRows * blockRows; v < (y / blockRows + 1) * blockRows; v++) {
          for (int u = x / blockColumns * blockColumns;
              u < (x / blockColumns + 1) * blockColumns;
              u++) {
            stored |= v < rows && u < columns && values[v * columns + u] != 0;
          }
        }
        assertThat(blocks.stored(y, x)).isEqualTo(stored);
        boolean inside = y >= row && y < row + height && x >= column && x < column + width;
        expected += stored && inside ? 1 : 0;
      }
    }
    assertThat(blocks.storedElements(row, height, column, width)).isEqualTo(expected);
  }

  @Property(tries = 50)
  void storedBytes_whole_isValuesAndMetadata(@ForAll long seed) {
    ElementMask mask = ElementMask.random(64, 48, 0.25, seed);
    UnevenGroups groups = new UnevenGroups(32, mask);
    // 5 bits of an index for each element, 6 of a count for each column of a group.
    assertThat(groups.storedBytes(64, 48, 16)).isEqualTo((64 * 48 / 4 * (16 + 5) + 2 * 48 * 6) / 8);
    Blocks blocks = new Blocks(8, 16, 64, 48, ElementMask.random(8, 3, 0.5, seed));
    assertThat(blocks.storedBytes(64, 48, 16)).isEqualTo((12 * 8 * 16 * 16 + 12 * 3 + 7) / 8);
  }
}
