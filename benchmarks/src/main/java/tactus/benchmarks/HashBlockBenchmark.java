package tactus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.dataflow.spgemm.RowWindows;
import tactus.explore.spgemm.SmashVersion;
import tactus.hw.spgemm.FastHashBlock;
import tactus.hw.spgemm.HashBlockSpec;
import tactus.hw.spgemm.HashProgram;
import tactus.hw.spgemm.HashRun;
import tactus.workload.sparse.Rmat;
import tactus.workload.sparse.SparseMatrix;

/**
 * Products of sparse matrices on a block of 64 threads. Scores are seconds a run and, as {@code
 * instructions}, simulated instructions a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(2)
public class HashBlockBenchmark {

  private static final HashBlockSpec BLOCK =
      new HashBlockSpec(4, 16, 1_000_000, 4 << 20, 16, 4, 25.6e9, 80_000_000, 64, 3, 2);
  private static final SparseMatrix MATRIX = new Rmat(10, 8192, .45, .15, .15, 42).matrix();

  /** How it is computed. */
  @Param public SmashVersion version;

  private HashProgram program = program(SmashVersion.V1);

  /** Simulated instructions. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Simulated {
    /** How many. */
    public long instructions;
  }

  private static HashProgram program(SmashVersion version) {
    return RowWindows.pack(RowWindows.product(MATRIX, MATRIX), BLOCK, version.scheme());
  }

  /** Lays the product out. */
  @Setup
  public void setUp() {
    program = program(version);
  }

  /**
   * Runs it.
   *
   * @param simulated where instructions are counted
   */
  @Benchmark
  public HashRun run(Simulated simulated) {
    HashRun run = FastHashBlock.run(BLOCK, program);
    simulated.instructions += run.instructions();
    return run;
  }
}
