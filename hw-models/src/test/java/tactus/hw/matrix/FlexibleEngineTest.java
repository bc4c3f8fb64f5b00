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
import org.junit.jupiter.api.Test;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Nonzeros;
import tactus.hw.command.Operand;
import tactus.hw.command.TileNonzeros;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;

/** A flexible engine: both fidelities agree, values are those of masked operands. */
class FlexibleEngineTest {

  private static final List<ArithmeticSpec> ARITHMETIC =
      List.of(
          new IntegerArithmeticSpec(8, 32, false),
          FloatArithmeticSpec.fused(FloatFormat.BF16, FloatFormat.FP32),
          FloatArithmeticSpec.fused(FloatFormat.FP16, FloatFormat.FP16));

  @Property(tries = 1500)
  void execute_anySequence_equalsReference(@ForAll("runs") Run run) {
    FastMatrixEngine fast = new FastMatrixEngine(run.spec, run.scratchpad);
    ArithmeticSpec arithmetic = ARITHMETIC.get(Math.floorMod(run.seed, ARITHMETIC.size()));
    FunctionalMatrixEngine functional = new FunctionalMatrixEngine(run.spec, arithmetic);
    ReferenceMatrixEngine reference =
        new ReferenceMatrixEngine(run.spec, run.scratchpad, ColumnArithmetic.of(arithmetic));
    List<Values> expected = new ArrayList<>();
    List<Values> values = new ArrayList<>();
    long cycle = 0;
    for (int i = 0; i < run.commands.size(); i++) {
      MatMul command = run.commands.get(i);
      fast.execute(command, run.ready.get(i));
      expected.add(new Values(command, run.seed + i, true));
      functional.execute(command, expected.get(i));
      values.add(new Values(command, run.seed + i, false));
    }
    int offered = 0;
    while (offered < run.commands.size() || reference.isBusy()) {
      while (offered < run.commands.size() && run.ready.get(offered) <= cycle) {
        reference.offer(run.commands.get(offered), values.get(offered));
        offered++;
      }
      if (reference.isBusy()) {
        reference.step(cycle++);
      } else {
        cycle = run.ready.get(offered);
      }
    }
    List<MatMulActivity> activities = fast.finish();
    for (int i = 0; i < run.commands.size(); i++) {
      assertThat(activities.get(i)).isEqualTo(reference.activity(i));
      assertThat(values.get(i).drained).isEqualTo(expected.get(i).drained);
      MatMulActivity activity = activities.get(i);
      assertThat(activity.endCycle() - activity.startCycle()).isEqualTo(activity.ownedCycles());
      assertThat(run.commands.get(i).executedMacs())
          .isEqualTo(expected.get(i).effectiveMacs())
          .isLessThanOrEqualTo(activity.streamCycles() * run.spec.processingElements());
    }
  }

  @Property(tries = 300)
  void values_unfolded_areThoseOfADenseEngine(@ForAll("runs") Run run) {
    MatMul command = run.commands.get(0);
    ArithmeticSpec arithmetic = ARITHMETIC.get(Math.floorMod(run.seed, ARITHMETIC.size()));
    boolean anyOrder = arithmetic instanceof IntegerArithmeticSpec;
    if (!command.drain() || (command.k() > run.spec.processingElements() && !anyOrder)) {
      return;
    }
    Values sparse = new Values(command, run.seed, true);
    new FunctionalMatrixEngine(run.spec, arithmetic).execute(command, sparse);
    MatMul masked = dense(command.m(), command.k(), command.n(), command.accumulate(), true);
    Values dense = new Values(masked, sparse.nonzeros, run.seed, true);
    new FunctionalMatrixEngine(outputStationary(), arithmetic).execute(masked, dense);
    for (int i = 0; i < dense.drained.length; i++) {
      // Sums of zeros may differ in sign.
      assertThat(sparse.drained[i] + 0.0).isEqualTo(dense.drained[i] + 0.0);
    }
  }

  @Test
  void execute_oneFullRound_takesItsParts() {
    // 8 columns of 8 nonzeros fill 64 multipliers behind 64 ports: one cycle sets the networks, one
    // loads, 32 rows stream, and the last one's sums take 2 + 1 + 6 cycles to the port.
    MatrixEngineSpec spec =
        MatrixEngineSpec.flexible(8, 8, 1, 1 << 20, 32, new FlexibleNetworksSpec(64, 8));
    ScratchpadSpec ample = new ScratchpadSpec(1 << 20, 64, 64, 4, 4);
    FastMatrixEngine engine = new FastMatrixEngine(spec, ample);
    assertThat(engine.execute(dense(32, 8, 8, false, true), 0)).isEqualTo(1 + 1 + 32 + 9);
    MatMulActivity activity = engine.finish().get(0);
    assertThat(activity.streamCycles()).isEqualTo(32);
    assertThat(activity.fillDrainCycles()).isEqualTo(9);
  }

  @Test
  void execute_twoMultipliersAPort_bringsTwoValuesARow() {
    MatrixEngineSpec spec =
        MatrixEngineSpec.flexible(8, 8, 1, 1 << 20, 32, new FlexibleNetworksSpec(32, 4));
    ScratchpadSpec ample = new ScratchpadSpec(1 << 20, 64, 64, 4, 4);
    FastMatrixEngine engine = new FastMatrixEngine(spec, ample);
    // The last row's eight sums leave in two cycles.
    assertThat(engine.execute(dense(32, 8, 8, false, true), 0)).isEqualTo(1 + 2 + 64 + 9 + 1);
  }

  private static MatrixEngineSpec outputStationary() {
    return new MatrixEngineSpec(
        4,
        4,
        Dataflow.OUTPUT_STATIONARY,
        1,
        PipelineStyle.CHAINED,
        true,
        PartialFolds.PADDED,
        1 << 20,
        32);
  }

  private static MatMul dense(long m, long k, long n, boolean accumulate, boolean drain) {
    Operand operand = new Operand(0, 16);
    return new MatMul(
        0, 0, Dependences.NONE, m, k, n, operand, operand, operand, accumulate, drain);
  }

  @Provide
  Arbitrary<Run> runs() {
    Arbitrary<MatrixEngineSpec> specs =
        Combinators.combine(
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 36),
                Arbitraries.integers().between(1, 8))
            .as(
                (rows, columns, depth, bandwidth, sums) -> {
                  int ports = bandwidth;
                  while (rows * columns % ports != 0) {
                    ports--;
                  }
                  return MatrixEngineSpec.flexible(
                      rows, columns, depth, 1 << 20, 32, new FlexibleNetworksSpec(ports, sums));
                });
    Arbitrary<ScratchpadSpec> scratchpads =
        Combinators.combine(
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(1, 2),
                Arbitraries.integers().between(1, 2))
            .as(
                (banks, word, reads, writes) ->
                    new ScratchpadSpec(1 << 20, 1 << banks, 1 << word, reads, writes));
    return Combinators.combine(
            specs, scratchpads, commands().list().ofMinSize(1).ofMaxSize(3), Arbitraries.longs())
        .as(
            (spec, scratchpad, commands, seed) -> {
              List<Long> ready = new ArrayList<>();
              SplittableRandom random = new SplittableRandom(seed);
              commands.forEach(command -> ready.add(random.nextLong(200) * random.nextLong(3)));
              return new Run(spec, scratchpad, commands, ready, seed);
            });
  }

  private static Arbitrary<MatMul> commands() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 24);
    Arbitrary<Integer> densities = Arbitraries.of(-1, 0, 10, 50, 90, 100);
    return Combinators.combine(
            sizes,
            Arbitraries.integers().between(1, 90),
            sizes,
            Arbitraries.of(8, 16, 32),
            Arbitraries.integers().between(0, 3),
            densities,
            densities,
            Arbitraries.longs())
        .as(
            (m, k, n, bits, flags, left, right, seed) -> {
              Operand operand = new Operand(0, bits);
              MatMul command =
                  new MatMul(
                      0,
                      0,
                      Dependences.NONE,
                      m,
                      k,
                      n,
                      operand,
                      operand,
                      operand,
                      flags % 2 == 1,
                      flags / 2 == 1);
              Optional<Nonzeros> rows = map(m, k, left, seed);
              Optional<Nonzeros> columns = map(n, k, right, ~seed);
              return rows.isEmpty() && columns.isEmpty()
                  ? command
                  : command.with(new TileNonzeros(m, k, n, rows, columns));
            });
  }

  private static Optional<Nonzeros> map(int vectors, int extent, int percent, long seed) {
    if (percent < 0) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(seed);
    int pitch = (extent + 63) / 64;
    return Optional.of(
        Nonzeros.of(
            vectors,
            extent,
            index -> {
              long word = 0;
              int bits = (int) Math.min(64, extent - index % pitch * 64);
              for (int bit = 0; bit < bits; bit++) {
                word |= random.nextInt(100) < percent ? 1L << bit : 0;
              }
              return word;
            }));
  }

  private record Run(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      List<MatMul> commands,
      List<Long> ready,
      long seed) {}

  /** Operands that are zero where the bitmaps say so, or that must not be looked at there. */
  private static final class Values implements MatMulData {
    private final MatMul command;
    private final Optional<TileNonzeros> nonzeros;
    private final MatMulData all;
    private final boolean isMasked;
    private final double[] drained;

    Values(MatMul command, long seed, boolean isMasked) {
      this(command, command.nonzeros(), seed, isMasked);
    }

    Values(MatMul command, Optional<TileNonzeros> nonzeros, long seed, boolean isMasked) {
      this.command = command;
      this.nonzeros = nonzeros;
      this.all = MatMulData.seeded(seed);
      this.isMasked = isMasked;
      this.drained = new double[(int) (command.m() * command.n())];
      Arrays.fill(drained, Double.NaN);
    }

    private boolean isLeft(long row, long place) {
      return nonzeros
          .flatMap(TileNonzeros::left)
          .map(map -> map.contains((int) row, (int) place))
          .orElse(true);
    }

    private boolean isRight(long place, long column) {
      return nonzeros
          .flatMap(TileNonzeros::right)
          .map(map -> map.contains((int) column, (int) place))
          .orElse(true);
    }

    long effectiveMacs() {
      long sum = 0;
      for (int row = 0; row < command.m(); row++) {
        for (int place = 0; place < command.k(); place++) {
          for (int column = 0; column < command.n(); column++) {
            sum += isLeft(row, place) && isRight(place, column) ? 1 : 0;
          }
        }
      }
      return sum;
    }

    @Override
    public double a(long row, long column) {
      boolean isNonzero = isLeft(row, column);
      if (!isNonzero && !isMasked) {
        throw new AssertionError("a zero was read");
      }
      return isNonzero ? all.a(row, column) : 0;
    }

    @Override
    public double b(long row, long column) {
      boolean isNonzero = isRight(row, column);
      if (!isNonzero && !isMasked) {
        throw new AssertionError("a zero was read");
      }
      return isNonzero ? all.b(row, column) : 0;
    }

    @Override
    public void drained(long row, long column, double sum) {
      int index = (int) (row * command.n() + column);
      if (!Double.isNaN(drained[index])) {
        throw new AssertionError("a sum is written twice");
      }
      drained[index] = sum;
    }
  }
}
