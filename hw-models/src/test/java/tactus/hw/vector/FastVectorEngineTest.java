package tactus.hw.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tactus.hw.command.Dependences;
import tactus.hw.command.Operand;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/** The closed forms against the rule, vector by vector and bank by bank. */
class FastVectorEngineTest {

  @Property(tries = 2000)
  void execute_anyCommand_equalsVectorByVector(
      @ForAll("commands") VectorOp command,
      @ForAll("functions") FunctionSpec function,
      @ForAll("scratchpads") ScratchpadSpec scratchpad,
      @ForAll @IntRange(min = 1, max = 20) int lanes,
      @ForAll @IntRange(min = 0, max = 50) int ready) {
    VectorEngineSpec spec = new VectorEngineSpec(lanes, Map.of(command.function(), function));
    FastVectorEngine engine = new FastVectorEngine(spec, scratchpad);
    long vectors = command.rows() * ((command.columns() + lanes - 1) / lanes);
    long cycles = plainCycles(spec, scratchpad, command, function);
    long latency = (long) function.passes() * function.latencyCycles();

    assertThat(engine.execute(command, ready)).isEqualTo(ready + cycles + latency);
    assertThat(engine.startCycle()).isEqualTo(ready);
    assertThat(engine.bankConflictCycles()).isEqualTo(cycles - function.passes() * vectors);
    long elements = command.rows() * command.columns();
    boolean two = command.function() == VectorFunction.ADD;
    assertThat(engine.readElements()).isEqualTo(elements * function.passes() * (two ? 2 : 1));
    assertThat(engine.writtenElements())
        .isEqualTo(elements * (function.passes() - function.reducingPasses()));
    // The next command waits for this one.
    assertThat(engine.execute(command, 0)).isEqualTo(ready + 2 * (cycles + latency));
    assertThat(engine.startCycle()).isEqualTo(ready + cycles + latency);
  }

  private static long plainCycles(
      VectorEngineSpec spec, ScratchpadSpec scratchpad, VectorOp command, FunctionSpec function) {
    long ofRow = (command.columns() + spec.lanes() - 1) / spec.lanes();
    long cycles = 0;
    for (int pass = 0; pass < function.passes(); pass++) {
      for (long vector = 0; vector < command.rows() * ofRow; vector++) {
        boolean last = vector % ofRow == ofRow - 1;
        long elements = last ? command.columns() - (ofRow - 1) * spec.lanes() : spec.lanes();
        int[] reads = new int[scratchpad.banks()];
        int[] writes = new int[scratchpad.banks()];
        add(spec, scratchpad, reads, command.in(), vector, elements, command.columns());
        if (command.function() == VectorFunction.ADD) {
          add(spec, scratchpad, reads, command.in2(), vector, elements, command.columns());
        }
        if (pass >= function.reducingPasses()) {
          add(spec, scratchpad, writes, command.out(), vector, elements, command.columns());
        }
        long most = 1;
        for (int bank = 0; bank < scratchpad.banks(); bank++) {
          most = Math.max(most, (reads[bank] - 1) / scratchpad.readPorts() + 1);
          most = Math.max(most, (writes[bank] - 1) / scratchpad.writePorts() + 1);
        }
        cycles += most;
      }
    }
    return cycles;
  }

  private static void add(
      VectorEngineSpec spec,
      ScratchpadSpec scratchpad,
      int[] loads,
      Operand operand,
      long vector,
      long elements,
      long columns) {
    long width = Math.min(spec.lanes(), columns);
    long pitch = scratchpad.words(width, operand.elementBits());
    long first = operand.address() / scratchpad.wordBytes() + vector * pitch;
    for (long word = 0; word < scratchpad.words(elements, operand.elementBits()); word++) {
      loads[(int) ((first + word) % scratchpad.banks())]++;
    }
  }

  @Provide
  Arbitrary<VectorOp> commands() {
    Arbitrary<Operand> operands =
        Combinators.combine(Arbitraries.longs().between(0, 1000), Arbitraries.of(4, 8, 16, 32))
            .as(Operand::new);
    return Combinators.combine(
            Arbitraries.of(VectorFunction.ADD, VectorFunction.SOFTMAX),
            Arbitraries.longs().between(1, 12),
            Arbitraries.longs().between(1, 60),
            operands,
            operands,
            operands)
        .as(
            (function, rows, columns, in, in2, out) ->
                new VectorOp(0, Dependences.NONE, function, rows, columns, in, in2, out));
  }

  @Provide
  Arbitrary<FunctionSpec> functions() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 9))
        .as(
            (passes, reducing, latency) ->
                new FunctionSpec(passes, Math.min(reducing, passes - 1), latency));
  }

  @Provide
  Arbitrary<ScratchpadSpec> scratchpads() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 3))
        .as(
            (banks, word, reads, writes) ->
                new ScratchpadSpec(1 << 20, 1 << banks, 1 << word, reads, writes));
  }
}
