package tactus.hw.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;

/** Both fidelities agree on every field of every command, and the reference multiplies rightly. */
class MatrixEngineFidelityTest {

  @Property(tries = 2400)
  void execute_anySequence_equalsReference(@ForAll("runs") EngineRun run) {
    assertThat(run.fast()).isEqualTo(run.reference());
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
    return Combinators.combine(specs(), scratchpads, commands().list().ofMinSize(1).ofMaxSize(4))
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
            Arbitraries.of(PartialFolds.class))
        .as(
            (rows, columns, dataflow, depth, style, doubleBuffer, folds) ->
                new MatrixEngineSpec(
                    rows, columns, dataflow, depth, style, doubleBuffer, folds, 1 << 20, 32));
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
                Arbitraries.integers().between(0, 5), Arbitraries.integers().between(1, 32))
            .as((bits, kept) -> new NmSparsity(Math.min(kept, 1 << bits), 1 << bits));
    return Arbitraries.oneOf(Arbitraries.just(NmSparsity.DENSE), sparse);
  }

  private static EngineRun run(
      MatrixEngineSpec spec, ScratchpadSpec scratchpad, List<ReadyCommand> commands) {
    List<MatMul> products = new ArrayList<>();
    List<Long> ready = new ArrayList<>();
    for (ReadyCommand command : commands) {
      MatMul product = command.product();
      // A group does not fit in fewer rows than it stores.
      boolean fits =
          product.sparsity().kept() <= spec.rows() && spec.dataflow() != Dataflow.INPUT_STATIONARY;
      products.add(fits ? product : product.with(NmSparsity.DENSE));
      ready.add(command.readyCycle());
    }
    return new EngineRun(spec, scratchpad, products, ready);
  }

  private record ReadyCommand(MatMul product, long readyCycle) {}
}
