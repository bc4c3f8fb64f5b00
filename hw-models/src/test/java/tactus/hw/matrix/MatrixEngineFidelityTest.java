package tactus.hw.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.sparse.PatternOf;
import tactus.hw.sparse.SatArray;
import tactus.hw.sparse.SparseUnitSpec;

/** Both fidelities agree on every field of every command, and the reference multiplies rightly. */
class MatrixEngineFidelityTest {

  @Property(tries = 2400)
  void execute_anySequence_equalsReference(@ForAll("runs") EngineRun run) {
    assertThat(run.fast()).isEqualTo(run.reference());
  }

  @Property(tries = 2400)
  void execute_anySequenceOfDataflows_equalsReference(
      @ForAll("runs") EngineRun run, @ForAll long seed, @ForAll boolean isLong) {
    Random random = new Random(seed);
    EngineRun switched = switched(run, random, isLong ? random.nextInt(40) : 0);
    assertThat(switched.fast()).isEqualTo(switched.reference());
  }

  /** The same commands, each with a dataflow, on an array that can be set to several. */
  private static EngineRun switched(EngineRun run, Random random, int switchCycles) {
    List<Dataflow> dataflows =
        new ArrayList<>(
            List.of(
                Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY, Dataflow.INPUT_STATIONARY));
    if (random.nextBoolean()) {
      dataflows.remove(random.nextInt(3));
    }
    MatrixEngineSpec spec =
        run.spec().with(new InterconnectSpec(dataflows, Optional.empty(), switchCycles));
    List<MatMul> commands = new ArrayList<>();
    for (MatMul command : run.commands()) {
      Dataflow dataflow = dataflows.get(random.nextInt(dataflows.size()));
      MatMul fitting =
          dataflow == Dataflow.INPUT_STATIONARY ? command.with(NmSparsity.DENSE) : command;
      commands.add(fitting.with(dataflow));
    }
    return new EngineRun(spec, run.scratchpad(), commands, run.readyCycles());
  }

  /** An array that is never switched takes as long as one that cannot be. */
  @Property(tries = 300)
  void execute_oneDataflowOfSeveral_equalsThatOfOne(@ForAll("runs") EngineRun run) {
    Dataflow own = run.spec().dataflow();
    List<Dataflow> both =
        own == Dataflow.OUTPUT_STATIONARY
            ? List.of(Dataflow.WEIGHT_STATIONARY, own)
            : List.of(own, Dataflow.OUTPUT_STATIONARY);
    EngineRun switched =
        new EngineRun(
            run.spec().with(new InterconnectSpec(both, Optional.empty(), 7)),
            run.scratchpad(),
            run.commands().stream().map(command -> command.with(own)).toList(),
            run.readyCycles());
    assertThat(switched.fast()).isEqualTo(run.fast());
  }

  /** The array has drained, then comes the switch, then the load of a product as of an idle one. */
  @Test
  void execute_afterAnotherDataflow_waitsForTheDrainAndTheSwitch() {
    MatrixEngineSpec spec =
        new MatrixEngineSpec(
                4,
                4,
                Dataflow.WEIGHT_STATIONARY,
                1,
                PipelineStyle.CHAINED,
                true,
                PartialFolds.PADDED,
                1 << 20,
                32)
            .with(
                new InterconnectSpec(
                    List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY),
                    Optional.empty(),
                    3));
    Operand operand = new Operand(0, 8);
    MatMul product =
        new MatMul(0, 0, Dependences.NONE, 8, 4, 4, operand, operand, operand, false, true);
    EngineRun run =
        new EngineRun(
            spec,
            new ScratchpadSpec(1 << 20, 64, 8, 2, 2),
            List.of(
                product.with(Dataflow.WEIGHT_STATIONARY),
                product.with(Dataflow.OUTPUT_STATIONARY),
                product.with(Dataflow.WEIGHT_STATIONARY)),
            List.of(0L, 0L, 0L));
    List<MatMulActivity> activities = run.fast();
    // One fold: R + R + C + T - 2; two: T + max(T, R) from the first step to the last, and the way
    // of the sums, R + C - 2 + R.
    assertThat(activities).extracting(MatMulActivity::endCycle).containsExactly(18L, 39L, 60L);
    assertThat(activities).extracting(MatMulActivity::startCycle).containsExactly(0L, 18L, 39L);
    assertThat(activities).extracting(MatMulActivity::weightLoadCycles).containsExactly(4L, 3L, 7L);
    assertThat(run.reference()).isEqualTo(activities);
  }

  /**
   * Both fidelities end the last addition of a group of folds when the closed form of SAT's
   * interleave mapping says; what they take more is the way out, a cycle for each sum of a column.
   */
  @Test
  void execute_interleaved_hasTheClosedFormOfTheLastAddition() {
    for (int latency = 1; latency <= 12; latency++) {
      for (int interleave = 1; interleave <= 16; interleave++) {
        for (int rows = 1; rows <= 8; rows++) {
          int columns = 1 + (latency + 3 * interleave + 5 * rows) % 8;
          int k = 1 + (latency * 7 + interleave * 3 + rows) % 19;
          MatrixEngineSpec spec =
              new MatrixEngineSpec(
                      rows,
                      columns,
                      Dataflow.OUTPUT_STATIONARY,
                      latency,
                      PipelineStyle.CHAINED,
                      true,
                      PartialFolds.PADDED,
                      1 << 20,
                      32)
                  .with(new AccumulationSpec(latency, interleave));
          Operand operand = new Operand(0, 8);
          int n = columns * interleave;
          MatMul product =
              new MatMul(
                  0, 0, Dependences.NONE, rows, k, n, operand, operand, operand, false, true);
          EngineRun run =
              new EngineRun(
                  spec, new ScratchpadSpec(1 << 20, 64, 8, 2, 2), List.of(product), List.of(0L));
          long wayOut = (long) rows * interleave;
          assertThat(run.fast().get(0).endCycle() - wayOut)
              .as("D %d, I %d, %d x %d, K %d", latency, interleave, rows, columns, k)
              .isEqualTo(SatArray.lastAccumulateCycle(rows, columns, k, latency, interleave));
          assertThat(run.reference()).isEqualTo(run.fast());
        }
      }
    }
  }

  /**
   * With P multipliers an element takes a dense reduction in ceil(K/P) steps, and a group in
   * ceil(N/P); as many groups at once as have multipliers and inputs. Weight stationary, these are
   * rows of the array.
   */
  @Test
  void execute_severalMultipliers_takesTheStepsOfItsGroups() {
    int inputs = 8;
    for (int multipliers = 1; multipliers <= 9; multipliers++) {
      for (int group = 1; group <= 16; group *= 2) {
        for (int kept = 1; kept <= group; kept += group > 4 ? 3 : 1) {
          for (int k = 1; k <= 50; k += 7) {
            NmSparsity sparsity = new NmSparsity(kept, group);
            int atOnce =
                Math.max(1, Math.min(multipliers / kept, Math.max(inputs, multipliers) / group));
            int last = Math.min(kept, k % group);
            long steps =
                kept > multipliers
                    ? k / group * ceil(kept, multipliers) + ceil(last, multipliers)
                    : ceil(ceil(k, group), atOnce);
            assertThat(group > 1 || steps == ceil(k, multipliers)).isTrue();
            assertSteps(multipliers, inputs, sparsity, k, steps);
          }
        }
      }
    }
  }

  private static void assertSteps(
      int multipliers, int inputs, NmSparsity sparsity, int k, long steps) {
    for (Dataflow dataflow : List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY)) {
      boolean sumsStay = dataflow == Dataflow.OUTPUT_STATIONARY;
      int rows = sumsStay ? 3 : 64;
      MatrixEngineSpec spec =
          new MatrixEngineSpec(
                  rows,
                  4,
                  dataflow,
                  1,
                  PipelineStyle.CHAINED,
                  false,
                  PartialFolds.TRIMMED,
                  1 << 20,
                  32)
              .with(new SparseUnitSpec(inputs, false, PatternOf.COLUMN))
              .withMultipliers(multipliers);
      Operand operand = new Operand(0, 8);
      MatMul product =
          new MatMul(0, 0, Dependences.NONE, 3, k, 4, operand, operand, operand, false, true);
      EngineRun run =
          new EngineRun(
              spec,
              new ScratchpadSpec(1 << 20, 64, 64, 2, 2),
              List.of(product.with(sparsity)),
              List.of(0L));
      MatMulActivity fast = run.fast().get(0);
      assertThat(sumsStay ? fast.streamCycles() : fast.weightLoadCycles())
          .as("P %d, %s, K %d", multipliers, sparsity, k)
          .isEqualTo(steps);
      assertThat(fast.endCycle())
          .isEqualTo(sumsStay ? 2 * 3 + 4 + steps - 2 : 2 * steps + 4 + 3 - 2);
      assertThat(run.reference()).isEqualTo(run.fast());
    }
  }

  private static long ceil(long extent, long part) {
    return (extent + part - 1) / part;
  }

  @Provide
  Arbitrary<EngineRun> runs() {
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
            specs(),
            Combinators.combine(Arbitraries.of(2, 8, 32), Arbitraries.of(PatternOf.class))
                .as((group, patternOf) -> new SparseUnitSpec(group, false, patternOf)),
            Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.integers().between(2, 9)),
            scratchpads,
            commands().list().ofMinSize(1).ofMaxSize(4))
        .as(MatrixEngineFidelityTest::run);
  }

  private static Arbitrary<MatrixEngineSpec> specs() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 16),
            Arbitraries.integers().between(1, 16),
            Arbitraries.of(Dataflow.class).filter(dataflow -> dataflow != Dataflow.FLEXIBLE),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(PipelineStyle.class),
            Arbitraries.of(true, false),
            Arbitraries.of(PartialFolds.class),
            accumulations())
        .as(
            (rows, columns, dataflow, depth, style, doubleBuffer, folds, accumulation) -> {
              boolean sumsStay = dataflow == Dataflow.OUTPUT_STATIONARY;
              int stages = sumsStay ? Math.max(depth, accumulation.latencyCycles()) : depth;
              MatrixEngineSpec spec =
                  new MatrixEngineSpec(
                      rows, columns, dataflow, stages, style, doubleBuffer, folds, 1 << 20, 32);
              return sumsStay ? spec.with(accumulation) : spec;
            });
  }

  /** A third of them the usual one. */
  private static Arbitrary<AccumulationSpec> accumulations() {
    Arbitrary<AccumulationSpec> all =
        Combinators.combine(
                Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 6))
            .as(AccumulationSpec::new);
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(AccumulationSpec.EVERY_CYCLE)), Tuple.of(2, all));
  }

  private static Arbitrary<ReadyCommand> commands() {
    Arbitrary<Long> sizes = Arbitraries.longs().between(1, 64);
    Arbitrary<Operand> operands =
        Combinators.combine(Arbitraries.longs().between(0, 4096), Arbitraries.of(8, 16, 32))
            .as(Operand::new);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    // At once, while the command before runs, and long after.
    Arbitrary<Long> delays =
        Arbitraries.oneOf(
            Arbitraries.just(0L),
            Arbitraries.longs().between(1, 300),
            Arbitraries.longs().between(1000, 20_000));
    Arbitrary<MatMul> products =
        Combinators.combine(sizes, sizes, sizes, operands, operands, operands, flags, flags)
            .as(
                (m, k, n, a, b, out, accumulate, drain) ->
                    new MatMul(0, 0, Dependences.NONE, m, k, n, a, b, out, accumulate, drain));
    return Combinators.combine(products, patterns(), delays)
        .as((product, pattern, delay) -> new ReadyCommand(product.with(pattern), delay));
  }

  /** Half of them dense. */
  private static Arbitrary<NmSparsity> patterns() {
    Arbitrary<NmSparsity> sparse =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.integers().between(1, 32),
                Arbitraries.of(true, false))
            .as(
                (bits, kept, shared) ->
                    new NmSparsity(Math.min(kept, 1 << bits), 1 << bits, shared));
    return Arbitraries.oneOf(Arbitraries.just(NmSparsity.DENSE), sparse);
  }

  private static EngineRun run(
      MatrixEngineSpec dense,
      SparseUnitSpec unit,
      int multipliers,
      ScratchpadSpec scratchpad,
      List<ReadyCommand> commands) {
    boolean picks = dense.dataflow() != Dataflow.INPUT_STATIONARY;
    MatrixEngineSpec spec = (picks ? dense.with(unit) : dense).withMultipliers(multipliers);
    List<MatMul> products = new ArrayList<>();
    List<Long> ready = new ArrayList<>();
    for (ReadyCommand command : commands) {
      MatMul product = command.product();
      // A group does not fit in fewer rows than it stores.
      NmSparsity sparsity = product.sparsity();
      boolean shared = sparsity.isShared() || unit.picksAtEdge();
      products.add(
          picks && spec.slices(sparsity).parts() <= spec.rows()
              ? product.with(new NmSparsity(sparsity.kept(), sparsity.group(), shared))
              : product.with(NmSparsity.DENSE));
      ready.add(command.readyCycle());
    }
    return new EngineRun(spec, scratchpad, products, ready);
  }

  private record ReadyCommand(MatMul product, long readyCycle) {}
}
