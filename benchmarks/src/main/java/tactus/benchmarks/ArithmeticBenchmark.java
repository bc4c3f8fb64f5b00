package tactus.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.ChainSpec.Truncation;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.command.Dataflow;
import tactus.hw.matrix.FunctionalMatrixEngine;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;

/**
 * A product of 512 x 512 x 512 through the arithmetic of a 128 x 128 array, rounding and the
 * accumulators included. The score is multiply-adds a second on one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ArithmeticBenchmark {

  private static final int SIZE = 512;

  /** The arithmetic: format of operands, then what the column does. */
  @Param({
    "bf16 exact",
    "bf16 an-1-2",
    "bf16 an-2-2",
    "bf16 rounded",
    "fp16 exact",
    "fp8-e4m3 exact",
    "fp8-e5m2 exact",
    "tf32 exact",
    "fp32 exact",
    "fp32 fused",
    "bf16 fused",
    "fp16 fused-narrow",
    "bf16 fused-narrow",
    "int8"
  })
  public String arithmetic;

  private FunctionalMatrixEngine engine;
  private float[] a;
  private float[] b;

  /** Made by JMH. */
  public ArithmeticBenchmark() {}

  /** Draws the operands. */
  @Setup
  public void draw() {
    String[] words = arithmetic.split(" ", -1);
    ArithmeticSpec spec = spec(words);
    engine =
        new FunctionalMatrixEngine(
            new MatrixEngineSpec(
                128,
                128,
                Dataflow.WEIGHT_STATIONARY,
                1,
                PipelineStyle.CHAINED,
                true,
                PartialFolds.PADDED,
                4 << 20,
                32),
            spec);
    SplittableRandom random = new SplittableRandom(1);
    a = operands(spec, random);
    b = operands(spec, random);
  }

  private static ArithmeticSpec spec(String[] words) {
    if (words[0].equals("int8")) {
      return IntegerArithmeticSpec.INT8;
    }
    FloatFormat format = FloatFormat.named(words[0]).orElseThrow();
    int significandBits = Math.max(16, 2 * (format.fractionBits() + 1));
    return switch (words[1]) {
      case "fused" -> FloatArithmeticSpec.fused(format, FloatFormat.FP32);
      case "fused-narrow" -> FloatArithmeticSpec.fused(format, format);
      case "exact" ->
          FloatArithmeticSpec.chained(format, ChainSpec.of(significandBits, Normalization.EXACT));
      case "rounded" ->
          FloatArithmeticSpec.chained(
              format,
              new ChainSpec(
                  significandBits, 2, true, false, Truncation.SUM_NEAREST, Normalization.EXACT));
      case "an-1-2" ->
          FloatArithmeticSpec.chained(
              format, ChainSpec.of(significandBits, Normalization.approximate(1, 2)));
      case "an-2-2" ->
          FloatArithmeticSpec.chained(
              format, ChainSpec.of(significandBits, Normalization.approximate(2, 2)));
      default -> throw new IllegalArgumentException("arithmetic (" + words[1] + ") is unknown");
    };
  }

  private static float[] operands(ArithmeticSpec spec, SplittableRandom random) {
    float[] operands = new float[SIZE * SIZE];
    for (int i = 0; i < operands.length; i++) {
      operands[i] =
          spec instanceof FloatArithmeticSpec floats
              ? floats.operandRounder().quantize(random.nextGaussian())
              : random.nextInt(-128, 128);
    }
    return operands;
  }

  /**
   * Multiplies once.
   *
   * @return the product
   */
  @Benchmark
  @OperationsPerInvocation(SIZE * SIZE * SIZE)
  public double[] multiply() {
    return engine.multiply(a, b, SIZE, SIZE, SIZE);
  }
}
