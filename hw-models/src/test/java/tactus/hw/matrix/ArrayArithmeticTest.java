package tactus.hw.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Overflow;
import tactus.hw.arithmetic.Rounder;
import tactus.hw.arithmetic.Rounding;
import tactus.hw.arithmetic.Subnormals;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;

/** The array, register by register, and the functional engine give the same bits. */
class ArrayArithmeticTest {

  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 20, 16, 16, 1, 1);

  @Property(tries = 1000)
  void execute_anySequence_hasTheArraysBits(
      @ForAll("engines") MatrixEngineSpec spec,
      @ForAll("arithmetics") ArithmeticSpec arithmetic,
      @ForAll("commands") List<MatMul> commands,
      @ForAll long seed) {
    List<Operands> array = new ArrayList<>();
    ReferenceMatrixEngine reference =
        new ReferenceMatrixEngine(spec, SCRATCHPAD, ColumnArithmetic.of(arithmetic));
    List<Operands> plain = new ArrayList<>();
    FunctionalMatrixEngine functional = new FunctionalMatrixEngine(spec, arithmetic);
    int largest = 0;
    for (int c = 0; c < commands.size(); c++) {
      MatMul command = commands.get(c);
      array.add(new Operands(command, arithmetic, seed + c));
      reference.offer(command, array.get(c));
      plain.add(new Operands(command, arithmetic, seed + c));
      functional.execute(command, plain.get(c));
      largest = Math.max(largest, (int) (command.m() * command.n()));
    }
    for (long cycle = 0; reference.isBusy(); cycle++) {
      reference.step(cycle);
    }
    for (int c = 0; c < commands.size(); c++) {
      assertThat(plain.get(c).drained).as("command %d", c).isEqualTo(array.get(c).drained);
    }
    for (int i = 0; i < largest; i++) {
      assertThat(functional.accumulator(i)).isEqualTo(reference.accumulator(i));
    }
  }

  /** Sums that wait in the accumulators are added to by products of other dataflows too. */
  @Property(tries = 600)
  void execute_anySequenceOfDataflows_hasTheArraysBits(
      @ForAll("engines") MatrixEngineSpec spec,
      @ForAll("arithmetics") ArithmeticSpec arithmetic,
      @ForAll("commands") List<MatMul> commands,
      @ForAll long seed) {
    if (spec.isFlexible()) {
      return;
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Dataflow> all =
        List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY, Dataflow.INPUT_STATIONARY);
    execute_anySequence_hasTheArraysBits(
        spec.with(new InterconnectSpec(all, Optional.empty(), random.nextInt(3))),
        arithmetic,
        commands.stream().map(command -> command.with(all.get(random.nextInt(3)))).toList(),
        seed);
  }

  @Property(tries = 200)
  void multiply_anyProduct_isThatOfACommand(
      @ForAll("engines") MatrixEngineSpec spec,
      @ForAll("arithmetics") ArithmeticSpec arithmetic,
      @ForAll long seed) {
    MatMul command = command(5, 23, 9, false, true);
    Operands operands = new Operands(command, arithmetic, seed);
    new FunctionalMatrixEngine(spec, arithmetic).execute(command, operands);
    double[] product =
        new FunctionalMatrixEngine(spec, arithmetic).multiply(operands.a, operands.b, 5, 23, 9);
    assertThat(product).isEqualTo(operands.drained);
  }

  /** Products are added one after the other, whether in one element or in several. */
  @Property(tries = 400)
  void multiply_severalMultipliers_hasTheBitsOfAnArrayOfAsManyRows(
      @ForAll("engines") MatrixEngineSpec drawn,
      @ForAll("arithmetics") ArithmeticSpec arithmetic,
      @ForAll long seed) {
    MatrixEngineSpec spec = trimmed(drawn, drawn.rows(), drawn.multipliers());
    boolean sumsStay = spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    MatrixEngineSpec serial =
        trimmed(drawn, drawn.rows() * (sumsStay ? 1 : drawn.multipliers()), 1);
    Operands operands = new Operands(command(5, 23, 9, false, true), arithmetic, seed);
    assertThat(
            new FunctionalMatrixEngine(spec, arithmetic).multiply(operands.a, operands.b, 5, 23, 9))
        .isEqualTo(
            new FunctionalMatrixEngine(serial, arithmetic)
                .multiply(operands.a, operands.b, 5, 23, 9));
  }

  private static MatrixEngineSpec trimmed(MatrixEngineSpec like, int rows, int multipliers) {
    return like.dataflow() == Dataflow.FLEXIBLE
        ? like
        : new MatrixEngineSpec(
                rows,
                like.columns(),
                like.dataflow(),
                like.pipelineDepth(),
                like.pipelineStyle(),
                like.doubleBuffer(),
                PartialFolds.TRIMMED,
                1 << 20,
                32)
            .withMultipliers(multipliers);
  }

  @Provide
  Arbitrary<MatrixEngineSpec> engines() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 9),
            Arbitraries.of(Dataflow.class),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(PipelineStyle.class),
            Arbitraries.of(true, false),
            Arbitraries.of(PartialFolds.class),
            Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.integers().between(2, 6)))
        .as(
            (rows, columns, dataflow, depth, style, doubleBuffer, folds, multipliers) ->
                dataflow == Dataflow.FLEXIBLE
                    ? MatrixEngineSpec.flexible(
                        rows, columns, depth, 1 << 20, 32, new FlexibleNetworksSpec(columns, 2))
                    : new MatrixEngineSpec(
                            rows, columns, dataflow, depth, style, doubleBuffer, folds, 1 << 20, 32)
                        .withMultipliers(multipliers));
  }

  @Provide
  Arbitrary<List<MatMul>> commands() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 24);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(sizes, sizes, sizes, flags, flags)
        .as(ArrayArithmeticTest::command)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static MatMul command(int m, int k, int n, boolean accumulate, boolean drain) {
    Operand operand = new Operand(0, 16);
    return new MatMul(
        0, 0, Dependences.NONE, m, k, n, operand, operand, operand, accumulate, drain);
  }

  @Provide
  Arbitrary<ArithmeticSpec> arithmetics() {
    Arbitrary<ChainSpec> chains =
        Combinators.combine(
                Arbitraries.of(8, 12, 16, 24, 32),
                Arbitraries.of(
                    Normalization.EXACT,
                    Normalization.NONE,
                    Normalization.approximate(1, 1),
                    Normalization.approximate(1, 2),
                    Normalization.approximate(2, 2),
                    new Normalization(Normalization.Rule.STAGES, 1, 2),
                    new Normalization(Normalization.Rule.SINGLE, 1, 2)))
            .as(ChainSpec::of);
    return Combinators.combine(
            Arbitraries.of(
                FloatFormat.BF16, FloatFormat.FP16, FloatFormat.FP8_E4M3, FloatFormat.FP32),
            Arbitraries.of(FloatFormat.FP32, FloatFormat.BF16),
            Arbitraries.of(Subnormals.class),
            chains.optional(0.8),
            Arbitraries.integers().between(0, 9))
        .as(ArrayArithmeticTest::arithmetic);
  }

  private static ArithmeticSpec arithmetic(
      FloatFormat operands,
      FloatFormat results,
      Subnormals subnormals,
      Optional<ChainSpec> chain,
      int kind) {
    return kind == 0
        ? IntegerArithmeticSpec.INT8
        : new FloatArithmeticSpec(
            operands, results, Rounding.NEAREST_EVEN, subnormals, Overflow.SPECIAL, chain);
  }

  /** Random numbers of the operands' format. */
  private static final class Operands implements MatMulData {

    private final int k;
    private final int n;
    private final float[] a;
    private final float[] b;
    private final double[] drained;

    Operands(MatMul command, ArithmeticSpec arithmetic, long seed) {
      k = (int) command.k();
      n = (int) command.n();
      SplittableRandom random = new SplittableRandom(seed);
      a = numbers(arithmetic, random, (int) command.m() * k);
      b = numbers(arithmetic, random, k * n);
      drained = new double[(int) command.m() * n];
      Arrays.fill(drained, Double.NaN);
    }

    private static float[] numbers(ArithmeticSpec arithmetic, SplittableRandom random, int size) {
      float[] numbers = new float[size];
      for (int i = 0; i < size; i++) {
        if (arithmetic instanceof FloatArithmeticSpec floats) {
          Rounder rounder = floats.operandRounder();
          numbers[i] = rounder.quantize(random.nextDouble(-1, 1));
        } else {
          numbers[i] = random.nextInt(-128, 128);
        }
      }
      return numbers;
    }

    @Override
    public double a(long row, long column) {
      return a[(int) (row * k + column)];
    }

    @Override
    public double b(long row, long column) {
      return b[(int) (row * n + column)];
    }

    @Override
    public void drained(long row, long column, double sum) {
      drained[(int) (row * n + column)] = sum;
    }
  }
}
