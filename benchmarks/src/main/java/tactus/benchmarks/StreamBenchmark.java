package tactus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionOperands;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.ElementaryAttention;

/**
 * Attention on the stream fabric. Scores are seconds a run and, as {@code cycles}, simulated cycles
 * a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(2)
public class StreamBenchmark {

  /** A graph and how it is run. */
  public enum Case {
    /** The published naive graph, N = 2048, every token. */
    NAIVE_2048,
    /** The same, with how full channels get. */
    NAIVE_2048_PEAKS,
    /** The same with values. */
    NAIVE_2048_VALUES,
    /** The published memory-free graph, N = 2048, every token. */
    MEMORY_FREE_2048,
    /** The same with values. */
    MEMORY_FREE_2048_VALUES,
    /** Elementary units, N = 512, dimension 64, every token. */
    ELEMENTARY_512_64,
    /** The published naive graph, N = 32768, rows that repeat computed. */
    NAIVE_32768_JUMP,
    /** The published memory-free graph, N = 32768, rows that repeat computed. */
    MEMORY_FREE_32768_JUMP
  }

  /** The graph. */
  @Param public Case graph;

  private StreamGraph built = published(AttentionVariant.NAIVE, 1);

  /** Simulated cycles. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Simulated {
    /** How many. */
    public long cycles;
  }

  private static StreamGraph published(AttentionVariant variant, long length) {
    return AttentionGraph.timing(
        AttentionShape.square(length, 1), AttentionDesign.published(variant, length));
  }

  private static StreamGraph computing(AttentionVariant variant, long length) {
    return AttentionGraph.computing(
        AttentionOperands.random(AttentionShape.square(length, 1), 1),
        AttentionDesign.published(variant, length));
  }

  /** Makes the graph. */
  @Setup(Level.Trial)
  public void make() {
    built =
        switch (graph) {
          case NAIVE_2048, NAIVE_2048_PEAKS -> published(AttentionVariant.NAIVE, 2048);
          case NAIVE_2048_VALUES -> computing(AttentionVariant.NAIVE, 2048);
          case MEMORY_FREE_2048 -> published(AttentionVariant.MEMORY_FREE, 2048);
          case MEMORY_FREE_2048_VALUES -> computing(AttentionVariant.MEMORY_FREE, 2048);
          case ELEMENTARY_512_64 ->
              ElementaryAttention.timing(
                  AttentionVariant.MEMORY_FREE,
                  AttentionShape.square(512, 64),
                  ElementaryAttention.Parameters.unit(16, 1));
          case NAIVE_32768_JUMP -> published(AttentionVariant.NAIVE, 32768);
          case MEMORY_FREE_32768_JUMP -> published(AttentionVariant.MEMORY_FREE, 32768);
        };
  }

  /**
   * {@return the cycles of a run}
   *
   * @param simulated counts them
   */
  @Benchmark
  public long run(Simulated simulated) {
    long cycles =
        switch (graph) {
          case NAIVE_2048, MEMORY_FREE_2048, ELEMENTARY_512_64 ->
              StreamRun.cycles(built, Method.RUN_TO_BLOCK);
          case NAIVE_2048_PEAKS -> StreamRun.time(built, Method.RUN_TO_BLOCK).cycles();
          case NAIVE_2048_VALUES, MEMORY_FREE_2048_VALUES ->
              StreamRun.compute(built, Method.RUN_TO_BLOCK).cycles();
          case NAIVE_32768_JUMP, MEMORY_FREE_32768_JUMP -> StreamRun.cycles(built, Method.JUMP);
        };
    simulated.cycles += cycles;
    return cycles;
  }
}
