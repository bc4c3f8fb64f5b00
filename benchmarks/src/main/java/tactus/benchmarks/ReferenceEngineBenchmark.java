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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatMulData;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.matrix.ReferenceMatrixEngine;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The matrix engine in reference fidelity: every register of a 16x16 array on every cycle. The
 * score to look at is {@code cycles}, array cycles a second; a product is 256 x 64 x 64.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ReferenceEngineBenchmark {

  /** Which operand stays in the array. */
  @Param public Dataflow dataflow;

  /** Array cycles simulated. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Simulated {
    /** How many. */
    public long cycles;
  }

  /**
   * Simulates a product.
   *
   * @param simulated counts its cycles
   * @return a sum of the result
   */
  @Benchmark
  public double product(Simulated simulated) {
    ReferenceMatrixEngine engine =
        new ReferenceMatrixEngine(
            new MatrixEngineSpec(
                16, 16, dataflow, 1, PipelineStyle.CHAINED, true, PartialFolds.PADDED, 1 << 20, 32),
            new ScratchpadSpec(1 << 20, 16, 16, 2, 2));
    Operand operand = new Operand(0, 16);
    engine.offer(
        new MatMul(0, 0, Dependences.NONE, 256, 64, 64, operand, operand, operand, false, false),
        MatMulData.seeded(1));
    long cycle = 0;
    while (engine.step(cycle)) {
      cycle++;
    }
    simulated.cycles += cycle + 1;
    return engine.accumulator(0);
  }
}
