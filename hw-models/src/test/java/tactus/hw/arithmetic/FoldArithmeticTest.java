package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple4;

/** The fast paths give the bits of the plain column, one multiply-add at a time. */
class FoldArithmeticTest {

  @Property(tries = 3000)
  void stream_anyArithmetic_equalsTheColumn(
      @ForAll("specs") ArithmeticSpec spec,
      @ForAll("data") Tuple4<Integer, Integer, Integer, Long> data) {
    check(spec, data);
  }

  @Property(tries = 2000)
  void stream_fused_equalsTheColumn(
      @ForAll("fusedSpecs") ArithmeticSpec spec,
      @ForAll("data") Tuple4<Integer, Integer, Integer, Long> data) {
    check(spec, data);
  }

  @Property(tries = 1500)
  void stream_roundedChains_equalTheColumn(
      @ForAll("roundedSpecs") ArithmeticSpec spec,
      @ForAll("data") Tuple4<Integer, Integer, Integer, Long> data) {
    check(spec, data);
  }

  private static void check(ArithmeticSpec spec, Tuple4<Integer, Integer, Integer, Long> data) {
    SplittableRandom random = new SplittableRandom(data.get4());
    int rows = data.get1();
    int columns = data.get2();
    float[] stationary = operands(spec, random, rows * columns);
    int vectors = 1 + random.nextInt(30);
    float[] streamed = operands(spec, random, rows * vectors + 3);
    ShiftHistogram fastHistogram = histogram(spec);
    ShiftHistogram plainHistogram = histogram(spec);
    double[] fast = new double[columns * vectors];
    FoldArithmetic fold = FoldArithmetic.of(spec, fastHistogram);
    fold.load(stationary, rows, columns);
    fold.stream(streamed, 3, rows, vectors, data.get3(), fast);

    double[] plain = new double[columns * vectors];
    FoldArithmetic scalar = new ScalarFold(column(spec, plainHistogram));
    scalar.load(stationary, rows, columns);
    scalar.stream(streamed, 3, rows, vectors, data.get3(), plain);
    assertThat(fast).isEqualTo(plain);
    if (fastHistogram != null && plainHistogram != null) {
      for (int zeros = -1; zeros < 60; zeros++) {
        assertThat(fastHistogram.leadingZeros(zeros)).isEqualTo(plainHistogram.leadingZeros(zeros));
      }
      assertThat(fastHistogram.zeros()).isEqualTo(plainHistogram.zeros());
      assertThat(fastHistogram.additions())
          .isLessThanOrEqualTo((long) columns * vectors * (rows + data.get3()));
    }
  }

  private static ShiftHistogram histogram(ArithmeticSpec spec) {
    return spec instanceof FloatArithmeticSpec floats && floats.chain().isPresent()
        ? new ShiftHistogram(floats.chain().get())
        : null;
  }

  private static ColumnArithmetic column(ArithmeticSpec spec, ShiftHistogram histogram) {
    return spec instanceof FloatArithmeticSpec floats && floats.chain().isPresent()
        ? new ChainedColumn(floats, floats.chain().get(), histogram)
        : ColumnArithmetic.of(spec);
  }

  private static float[] operands(ArithmeticSpec spec, SplittableRandom random, int size) {
    float[] operands = new float[size];
    int style = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      operands[i] =
          spec instanceof IntegerArithmeticSpec integers
              ? random.nextInt(-integers.largestOperand() - 1, integers.largestOperand() + 1)
              : operand(((FloatArithmeticSpec) spec).operands(), random, style);
    }
    return operands;
  }

  private static float operand(FloatFormat format, SplittableRandom random, int style) {
    int encoding = random.nextInt() & (2 * format.signBit() - 1);
    boolean number = (encoding & (format.signBit() - 1)) <= format.largest();
    return switch (style) {
      // Any number at all, at times with infinities and NaN.
      case 0 -> number || random.nextInt(50) == 0 ? format.toFloat(encoding) : 0;
      // Close to one another, so that sums cancel.
      case 1 ->
          format.toFloat(
              (format.bias() << format.fractionBits()) + (encoding & 3)
                  | (encoding & format.signBit()));
      // Around one, with zeros.
      case 2 -> random.nextInt(3) == 0 ? 0 : gaussian(format, random);
      default -> gaussian(format, random);
    };
  }

  private static float gaussian(FloatFormat format, SplittableRandom random) {
    return new Rounder(format, Rounding.NEAREST_EVEN)
        .quantize(random.nextDouble() + random.nextDouble() - 2 * random.nextDouble());
  }

  @Provide
  Arbitrary<Tuple4<Integer, Integer, Integer, Long>> data() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(0, 5),
            Arbitraries.longs())
        .as(Tuple::of);
  }

  @Provide
  Arbitrary<ArithmeticSpec> fusedSpecs() {
    return floats(0);
  }

  @Provide
  Arbitrary<ArithmeticSpec> roundedSpecs() {
    return floats(
        chains(Arbitraries.integers().between(1, 12), Arbitraries.just(true)).optional(1));
  }

  @Provide
  Arbitrary<ArithmeticSpec> specs() {
    Arbitrary<ArithmeticSpec> integers =
        Combinators.combine(
                Arbitraries.integers().between(2, 16),
                Arbitraries.integers().between(0, 32),
                Arbitraries.of(true, false))
            .as(
                (operand, sum, saturating) ->
                    new IntegerArithmeticSpec(operand, Math.max(2 * operand, sum), saturating));
    return Arbitraries.frequencyOf(Tuple.of(9, floats(0.9)), Tuple.of(1, integers));
  }

  private static Arbitrary<ArithmeticSpec> floats(double chained) {
    return floats(chains().optional(chained));
  }

  private static Arbitrary<ArithmeticSpec> floats(Arbitrary<Optional<ChainSpec>> chains) {
    Arbitrary<FloatFormat> formats =
        Arbitraries.of(
                "bf16", "fp16", "tf32", "fp32", "fp8-e4m3", "fp8-e5m2", "e6m9", "e3m4", "e2m1")
            .map(name -> FloatFormat.named(name).orElseThrow());
    Arbitrary<FloatFormat> results =
        Arbitraries.of("fp32", "fp32", "bf16", "fp16", "fp8-e4m3")
            .map(name -> FloatFormat.named(name).orElseThrow());
    return Combinators.combine(
            formats,
            results,
            Arbitraries.of(Rounding.class).filter(mode -> mode != Rounding.STOCHASTIC),
            Arbitraries.of(Subnormals.class),
            Arbitraries.of(Overflow.class),
            chains)
        .as(FloatArithmeticSpec::new);
  }

  static Arbitrary<ChainSpec> chains() {
    return chains(
        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1), Tuple.of(1, 4), Tuple.of(1, 12)),
        Arbitraries.of(true, false));
  }

  private static Arbitrary<ChainSpec> chains(
      Arbitrary<Integer> guardBits, Arbitrary<Boolean> nearestIfAny) {
    Arbitrary<Normalization> rules =
        Combinators.combine(
                Arbitraries.of(Normalization.Rule.class),
                Arbitraries.integers().between(0, 9),
                Arbitraries.integers().between(0, 9))
            .as(
                (rule, k, lambda) ->
                    new Normalization(
                        rule, rule == Normalization.Rule.SINGLE ? Math.max(1, k) : k, lambda));
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.integers().between(4, 48), Arbitraries.of(8, 12, 16, 24)),
            guardBits,
            nearestIfAny,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            rules)
        .as(
            (width, guard, nearest, sticky, normalized, rule) ->
                new ChainSpec(
                    width,
                    guard,
                    guard > 0 && nearest && sticky,
                    normalized,
                    guard == 0
                        ? ChainSpec.Truncation.SUMMANDS
                        : nearest ? ChainSpec.Truncation.SUM_NEAREST : ChainSpec.Truncation.SUM,
                    rule));
  }
}
