package tactus.hw.matrix;

import static org.assertj.core.api.Assertions.assertThat;

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
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.sparse.NmMask;
import tactus.hw.sparse.PatternOf;
import tactus.hw.sparse.SparseUnitSpec;

/**
 * Skipping what a mask leaves out gives the bits of the dense product of the masked matrix, summed
 * in the same order: output stationary on the same array, weight stationary on one whose folds hold
 * as much of the reduction. Not so where normalization is approximate: an addition of zero shifts a
 * sum that was left unnormalized, and the next one then drops fewer of its bits.
 */
class SparseValuesTest {

  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 20, 16, 16, 1, 1);

  @Property(tries = 1500)
  void execute_sparse_hasTheBitsOfTheMaskedDenseProduct(
      @ForAll("cases") Case random, @ForAll long seed) {
    NmSparsity sparsity = random.sparsity();
    MatMul sparse = random.product().with(sparsity);
    boolean sumsStay = random.dataflow() == Dataflow.OUTPUT_STATIONARY;
    MatrixEngineSpec engine =
        engine(random, sparsity.kept() * random.groups())
            .with(new SparseUnitSpec(NmSparsity.LARGEST_GROUP, false, random.patternOf()))
            .withMultipliers(random.multipliers());
    Slices slices = engine.slices(sparsity);
    long heldRows = slices.vectors(slices.wholeRows(engine.rows())) * slices.covered();
    MatrixEngineSpec wider = engine(random, sumsStay ? engine.rows() : (int) heldRows);
    Values values = new Values(random, seed);
    new FunctionalMatrixEngine(engine, random.arithmetic()).execute(sparse, values);
    Values masked = new Values(random, seed);
    masked.b = masked.mask.masked(masked.b);
    new FunctionalMatrixEngine(wider, random.arithmetic()).execute(random.product(), masked);
    assertThat(values.sums).isEqualTo(masked.sums);

    Values registers = new Values(random, seed);
    ReferenceMatrixEngine reference =
        new ReferenceMatrixEngine(engine, SCRATCHPAD, ColumnArithmetic.of(random.arithmetic()));
    reference.offer(sparse, registers);
    for (long cycle = 0; reference.isBusy(); cycle++) {
      reference.step(cycle);
    }
    assertThat(registers.sums).isEqualTo(values.sums);
  }

  private record Case(
      MatMul product,
      NmSparsity sparsity,
      int groups,
      Dataflow dataflow,
      boolean doubleBuffer,
      int multipliers,
      ArithmeticSpec arithmetic) {

    PatternOf patternOf() {
      return sparsity.isShared() && doubleBuffer ? PatternOf.SHARED : PatternOf.COLUMN;
    }
  }

  private static MatrixEngineSpec engine(Case random, int rows) {
    return new MatrixEngineSpec(
        rows,
        4,
        random.dataflow(),
        2,
        PipelineStyle.CHAINED,
        random.doubleBuffer(),
        PartialFolds.TRIMMED,
        1 << 20,
        32);
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 40);
    Operand operand = new Operand(0, 16);
    Arbitrary<MatMul> products =
        Combinators.combine(sizes, sizes, sizes)
            .as(
                (m, k, n) ->
                    new MatMul(
                        0, 0, Dependences.NONE, m, k, n, operand, operand, operand, false, true));
    Arbitrary<NmSparsity> patterns =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 31),
                Arbitraries.of(true, false))
            .as(
                (bits, kept, shared) ->
                    new NmSparsity(Math.min(kept, (1 << bits) - 1), 1 << bits, shared));
    Arbitrary<ChainSpec> chains =
        Combinators.combine(
                Arbitraries.of(8, 12, 16, 24, 32),
                Arbitraries.of(Normalization.EXACT, Normalization.NONE))
            .as(ChainSpec::of);
    Arbitrary<ArithmeticSpec> arithmetics =
        Combinators.combine(
                Arbitraries.of(
                    FloatFormat.BF16, FloatFormat.FP16, FloatFormat.FP8_E4M3, FloatFormat.FP32),
                Arbitraries.of(FloatFormat.FP32, FloatFormat.BF16),
                Arbitraries.of(Subnormals.class),
                Arbitraries.of(Rounding.class)
                    .filter(
                        rounding -> rounding != Rounding.STOCHASTIC && rounding != Rounding.DOWN),
                chains.optional(0.6),
                Arbitraries.integers().between(0, 9))
            .as(
                (operands, results, subnormals, rounding, chain, kind) ->
                    kind == 0
                        ? IntegerArithmeticSpec.INT8
                        : new FloatArithmeticSpec(
                            operands, results, rounding, subnormals, Overflow.SPECIAL, chain));
    return Combinators.combine(
            products,
            patterns,
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY),
            Arbitraries.of(true, false),
            Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.integers().between(2, 9)),
            arithmetics)
        .as(Case::new);
  }

  /** Random numbers of the operands' format, and a mask of the largest. */
  private static final class Values implements MatMulData {

    private final int k;
    private final int n;
    private final float[] a;
    private float[] b;
    private final NmMask mask;
    private final double[] sums;

    Values(Case random, long seed) {
      k = (int) random.product().k();
      n = (int) random.product().n();
      SplittableRandom numbers = new SplittableRandom(seed);
      a = numbers(random.arithmetic(), numbers, (int) random.product().m() * k);
      b = numbers(random.arithmetic(), numbers, k * n);
      mask = NmMask.largest(b, k, n, random.sparsity());
      sums = new double[(int) random.product().m() * n];
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
    public long row(NmSparsity sparsity, long storedRow, long column) {
      return mask.row(storedRow, column);
    }

    @Override
    public void drained(long row, long column, double sum) {
      sums[(int) (row * n + column)] = sum;
    }
  }
}
