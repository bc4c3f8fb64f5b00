package tactus.dataflow.spgemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.spgemm.FastHashBlock;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashProgram;
import tactus.hw.spgemm.HashRun;
import tactus.hw.spgemm.HashScheme;
import tactus.hw.spgemm.HashScheme.Distribution;
import tactus.hw.spgemm.HashScheme.WriteBack;
import tactus.hw.spgemm.ReferenceHashBlock;
import tactus.hw.spgemm.RowProduct;
import tactus.hw.spgemm.SlotHash;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

class HashBlockTest {

  private static <E extends Enum<E>> E any(Random random, Class<E> type) {
    E[] all = type.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  static HashBlockSpec block(Random random, long bytes) {
    return new HashBlockSpec(
        1 + random.nextInt(3),
        1 + random.nextInt(5),
        1e9,
        bytes,
        1 + random.nextInt(6),
        1 + random.nextInt(5),
        (1 + random.nextInt(40)) * 1e9,
        random.nextInt(30_000_000),
        1 + random.nextInt(80),
        1 + random.nextInt(4),
        random.nextInt(3));
  }

  @Property(tries = 600)
  void run_ofARandomProduct_isTheSameCycleByCycle(@ForAll long seed) {
    Random random = new Random(seed);
    int scale = 1 + random.nextInt(5);
    int edges = 1 + random.nextInt(1 << scale + 2);
    SparseMatrix matrix = new Rmat(scale, edges, .5, .1, .1, seed).matrix();
    RowProduct product = RowWindows.product(matrix, matrix);
    HashScheme scheme =
        new HashScheme(
            any(random, Distribution.class),
            any(random, SlotHash.class),
            any(random, WriteBack.class));
    long least = 8 * (2 * (2L << scale) + 1);
    HashBlockSpec spec = block(random, Math.max(64, least + random.nextInt(400)));
    HashProgram program = RowWindows.pack(product, spec, scheme);
    HashRun fast = FastHashBlock.run(spec, program);
    assertThat(fast).isEqualTo(ReferenceHashBlock.run(spec, program));
  }
}
