package tactus.dataflow.spgemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import tactus.hw.spgemm.FastHashBlock;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashProgram;
import tactus.hw.spgemm.HashRun;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashScheme.Distribution;
import tactus.hw.spgemm.HashScheme.WriteBack;
import tactus.hw.spgemm.ProbeCount;
import tactus.hw.spgemm.ReferenceHashBlock;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

class HashBlockTest {

  private static final HashBlockSpec PIUMA =
      new HashBlockSpec(4, 16, 1_000_000, 4 << 20, 16, 4, 25.6e9, 80_000_000, 64, 3, 2);

  private static <E extends Enum<E>> E any(Random random, Class<E> type) {
    E[] all = type.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  private static HashScheme scheme(Random random) {
    return new HashScheme(
        any(random, Distribution.class), any(random, SlotHash.class), any(random, WriteBack.class));
  }

  private static HashBlockSpec block(Random random, long bytes) {
    return new HashBlockSpec(
        1 + random.nextInt(3),
        1 + random.nextInt(5),
        1 + random.nextInt(2_000_000),
        bytes,
        1 + random.nextInt(6),
        1 + random.nextInt(5),
        random.nextInt(5) == 0 ? 2e8 : (1 + random.nextInt(40)) * 1e9,
        random.nextInt(30_000_000),
        1 + random.nextInt(80),
        1 + random.nextInt(4),
        random.nextInt(3));
  }

  private static SparseMatrix matrix(Random random, int scale) {
    int edges = 1 + random.nextInt(1 << scale + 2);
    return new Rmat(scale, edges, .5, .1, .1, random.nextLong()).matrix();
  }

  /** Few or many nonzeros, some rows without any. */
  private static SparseMatrix rectangular(Random random, int rows, int columns) {
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * columns];
    double[] values = new double[rows * columns];
    double density = random.nextDouble() * random.nextDouble();
    int count = 0;
    for (int row = 0; row < rows; row++) {
      double ofRow = random.nextInt(4) == 0 ? 0 : density;
      for (int column = 0; column < columns; column++) {
        if (random.nextDouble() < ofRow) {
          indices[count] = column;
          values[count++] = random.nextGaussian();
        }
      }
      starts[row + 1] = count;
    }
    return new SparseMatrix(
        rows, columns, starts, Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
  }

  /** Bytes with which each row's table and results fit into a half. */
  private static long enough(int scale) {
    return 8 * (2 * (2L << scale) + 1);
  }

  private static void isTheProduct(HashRun run, SparseMatrix left, SparseMatrix right) {
    SparseMatrix product = left.times(right);
    assertThat(
            run.results()
                .isEqualTo(
                    product.rows(), product.rowStarts(), product.columnIndices(), product.values()))
        .isTrue();
  }

  @Property(tries = 600)
  void run_ofARandomProduct_isTheSameCycleByCycle(@ForAll long seed) {
    Random random = new Random(seed);
    int scale = 1 + random.nextInt(5);
    SparseMatrix left = rectangular(random, 1 + random.nextInt(40), 1 << scale);
    SparseMatrix right = rectangular(random, 1 << scale, 1 + random.nextInt(1 << scale));
    RowProduct product = RowWindows.product(left, right);
    HashScheme scheme = scheme(random);
    HashBlockSpec spec = block(random, enough(scale) + random.nextInt(400));
    HashProgram program = RowWindows.pack(product, spec, scheme);
    HashRun fast = FastHashBlock.run(spec, program);
    assertThat(fast).isEqualTo(ReferenceHashBlock.run(spec, program));
    isTheProduct(fast, left, right);
    assertThat(fast.probes()).isEqualTo(ProbeCount.of(product, scheme.hash()));
    assertThat(fast.multiplyAdds()).isEqualTo(Arrays.stream(left.multiplyAdds(right)).sum());
    assertThat(fast.memoryBytes())
        .isEqualTo(
            32L * left.rows()
                + 32L * left.nonzeros()
                + 8 * fast.multiplyAdds()
                + 8L * fast.results().count());
    assertThat(fast.stack().total()).isEqualTo(fast.cycles() * spec.allThreads());
  }

  @Property(tries = 300)
  void pack_ofARandomProduct_givesEachRowOfAWindowWordsOfItsOwn(@ForAll long seed) {
    Random random = new Random(seed);
    int scale = 1 + random.nextInt(6);
    SparseMatrix left = matrix(random, scale);
    HashScheme scheme = scheme(random);
    HashBlockSpec spec = block(random, enough(scale) + random.nextInt(400));
    HashProgram program = RowWindows.pack(RowWindows.product(left, left), spec, scheme);
    boolean byDma = scheme.writeBack() == WriteBack.DMA;
    for (int window = 0; window < program.windows(); window++) {
      int[] owner = new int[Math.toIntExact(spec.tableWords())];
      for (int row = program.windowStarts()[window];
          row < program.windowStarts()[window + 1];
          row++) {
        int slots = program.tableBits()[row] < 0 ? 0 : 1 << program.tableBits()[row];
        take(owner, program.tableWords()[row], slots, window, byDma);
        int dense = byDma ? (int) Math.min(program.product().multiplyAdds(row), 1 << scale) : 0;
        take(owner, program.resultWords()[row], dense, window, byDma);
      }
    }
  }

  private static void take(int[] owner, int from, int words, int window, boolean byDma) {
    for (int word = from; word < from + words; word++) {
      assertThat(owner[word]++).isZero();
      if (byDma) {
        assertThat(word / (owner.length / 2)).isEqualTo(window % 2);
      }
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/golden/spgemm/rmat_squares.csv", useHeadersInDisplayName = true)
  void counts_ofSquaresOfDrawnMatrices_areThoseMadeElsewhere(
      int scale,
      int edges,
      double a,
      double b,
      double c,
      int nonzeros,
      int longestRow,
      long multiplyAdds,
      long mostOfARow,
      int results,
      long probesLow,
      long probesHigh,
      long probesMultiplicative) {
    SparseMatrix matrix = new Rmat(scale, edges, a, b, c, 42).matrix();
    assertThat(matrix.nonzeros()).isEqualTo(nonzeros);
    assertThat(matrix.longestRow()).isEqualTo(longestRow);
    long[] ofRows = matrix.multiplyAdds(matrix);
    assertThat(Arrays.stream(ofRows).sum()).isEqualTo(multiplyAdds);
    assertThat(Arrays.stream(ofRows).max()).hasValue(mostOfARow);
    assertThat(matrix.times(matrix).nonzeros()).isEqualTo(results);
    RowProduct product = RowWindows.product(matrix, matrix);
    assertThat(ProbeCount.of(product, SlotHash.LOW_BITS)).isEqualTo(probesLow);
    assertThat(ProbeCount.of(product, SlotHash.HIGH_BITS)).isEqualTo(probesHigh);
    assertThat(ProbeCount.of(product, SlotHash.MULTIPLICATIVE)).isEqualTo(probesMultiplicative);
  }

  private static long cycles(RowProduct product, HashScheme scheme) {
    return FastHashBlock.run(PIUMA, RowWindows.pack(product, PIUMA, scheme)).cycles();
  }

  @ParameterizedTest
  @EnumSource(SlotHash.class)
  void run_ofASkewedMatrix_gainsByTakingRowsAndByTheDmaEngine(SlotHash hash) {
    SparseMatrix matrix = new Rmat(10, 8192, .57, .19, .19, 42).matrix();
    RowProduct product = RowWindows.product(matrix, matrix);
    long dealt = cycles(product, new HashScheme(Distribution.STATIC, hash, WriteBack.THREADS));
    long taken = cycles(product, new HashScheme(Distribution.DYNAMIC, hash, WriteBack.THREADS));
    long moved = cycles(product, new HashScheme(Distribution.DYNAMIC, hash, WriteBack.DMA));
    assertThat(taken).isLessThan(dealt);
    assertThat(moved).isLessThan(taken);
  }

  @Property(tries = 100)
  void run_withMoreBandwidth_isNotSlowerOnOneThread(@ForAll long seed) {
    Random random = new Random(seed);
    int scale = 1 + random.nextInt(5);
    SparseMatrix left = matrix(random, scale);
    RowProduct product = RowWindows.product(left, left);
    HashScheme scheme = scheme(random);
    long bytes = enough(scale);
    HashBlockSpec slow = new HashBlockSpec(1, 1, 1_000_000, bytes, 4, 2, 4e9, 20_000_000, 16, 2, 1);
    HashBlockSpec fast = new HashBlockSpec(1, 1, 1_000_000, bytes, 4, 2, 8e9, 20_000_000, 16, 2, 1);
    assertThat(FastHashBlock.run(fast, RowWindows.pack(product, fast, scheme)).cycles())
        .isLessThanOrEqualTo(
            FastHashBlock.run(slow, RowWindows.pack(product, slow, scheme)).cycles());
  }
}
