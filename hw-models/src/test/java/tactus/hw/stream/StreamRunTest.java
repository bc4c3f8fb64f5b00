package tactus.hw.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.sim.ChannelSpec;
import tactus.sim.DeadlockException;

class StreamRunTest {

  /** Everything that can be observed of a run, or that it deadlocks. */
  private static String observe(StreamGraph graph, Method method, boolean values) {
    return observe(
        graph, () -> values ? StreamRun.compute(graph, method) : StreamRun.time(graph, method));
  }

  private static String observe(StreamGraph graph, Supplier<StreamResult> run) {
    try {
      StreamResult result = run.get();
      StringBuilder text = new StringBuilder();
      text.append(result.cycles()).append(result.units()).append(result.channels());
      for (Unit unit : graph.units()) {
        text.append(Arrays.toString(result.outputs().getOrDefault(unit.name(), new double[] {-1})));
      }
      return text.toString();
    } catch (DeadlockException e) {
      return "deadlock";
    }
  }

  /** Asserts that all methods observe the same; {@return what}. */
  private static String assertAlike(StreamGraph graph) {
    String expected = observe(graph, Method.EVENT_QUEUE, false);
    assertThat(observe(graph, Method.RUN_TO_BLOCK, false)).isEqualTo(expected);
    assertThat(observe(graph, Method.JUMP, false)).isEqualTo(expected);
    assertThat(observe(graph, () -> StreamRun.timeWithShortJumps(graph))).isEqualTo(expected);
    return expected;
  }

  @Property(tries = 1000)
  void time_ofARandomGraph_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int rounds) {
    StreamGraph graph = RandomGraphs.of(seed, rounds);
    if (!assertAlike(graph).equals("deadlock")) {
      assertThat(StreamRun.cycles(graph, Method.JUMP))
          .isEqualTo(StreamRun.time(graph, Method.RUN_TO_BLOCK).cycles());
    }
  }

  @Property(tries = 500)
  void time_ofARandomGraphOfLongRounds_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int rounds) {
    assertAlike(RandomGraphs.ofLongRounds(seed, rounds));
  }

  @Property(tries = 500)
  void time_ofRows_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int rounds) {
    assertAlike(RandomGraphs.ofRows(seed, rounds));
  }

  @Property(tries = 500)
  void time_ofUnitsBetweenShortChannels_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int rounds) {
    assertAlike(RandomGraphs.ofShortChannels(seed, rounds));
  }

  @Property(tries = 500)
  void time_ofRowsOfATriangle_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int rounds) {
    assertAlike(RandomGraphs.ofGrowingRows(seed, rounds));
  }

  @Property(tries = 400)
  void time_ofAChain_isTheSameByAllMethods(@ForAll long seed) {
    assertAlike(RandomGraphs.ofChain(seed));
  }

  /** What a longer ring never held must not count as what it holds. */
  @Test
  void time_ofAChannelWhoseRingWasTooShort_hasThePeakOfTheRun() {
    UnitTiming slow = UnitTiming.of(1, 3);
    UnitTiming late = new UnitTiming(6, 3, 0, 0, UnitTiming.SendTime.AFTER_INTERVAL);
    StreamGraph graph =
        StreamGraph.builder("chain", 1)
            .unit(reduceOf32("b", slow.sendingAfterInterval()))
            .unit(Unit.source("s", 1, Group.of(512), slow, StreamFunction.NONE))
            .unit(reduceOf32("a", late))
            .unit(Unit.sink("o", 1))
            .link("sa", "s", "a", 0, 4)
            .link("ab", "a", "b", 0, 6)
            .link("bo", "b", "o", 0, 24)
            .build();
    assertAlike(graph);
    assertThat(StreamRun.time(graph, Method.JUMP).channels().get(0).peakOccupancy()).isOne();
  }

  private static Unit reduceOf32(String name, UnitTiming timing) {
    return Unit.reduce(name, List.of(1), 1, Group.of(32), timing, StreamFunction.NONE);
  }

  @Property(tries = 300)
  void time_ofAttention_isTheSameByAllMethods(@ForAll long seed) {
    assertAlike(RandomGraphs.ofAttention(seed));
  }

  @Test
  void attention_ofATriangle_isMostlyJumpedOver() {
    StreamGraph graph = RandomGraphs.causal(AttentionVariant.NAIVE, 400, 16);
    StreamResult jumped = StreamRun.time(graph, Method.JUMP);
    StreamResult run = StreamRun.time(graph, Method.RUN_TO_BLOCK);
    long steps = run.units().stream().mapToLong(StreamResult.UnitUse::steps).sum();
    assertThat(jumped.units()).isEqualTo(run.units());
    assertThat(jumped.channels()).isEqualTo(run.channels());
    assertThat(run.jumpedSteps()).isZero();
    assertThat(jumped.jumpedSteps()).isBetween(steps * 2 / 3, steps);
  }

  @Property(tries = 300)
  void compute_ofARandomGraph_isTheSameByAllMethods(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int rounds) {
    StreamGraph graph = RandomGraphs.of(seed, rounds);
    String expected = observe(graph, Method.RUN_TO_BLOCK, true);
    assertThat(observe(graph, Method.EVENT_QUEUE, true)).isEqualTo(expected);
    if (!expected.equals("deadlock")) {
      assertThat(StreamRun.compute(graph, Method.JUMP).cycles())
          .isEqualTo(StreamRun.time(graph, Method.JUMP).cycles());
    }
  }

  @Test
  void randomGraphs_deadlockJumpOrNeither() {
    int deadlocks = 0;
    int jumps = 0;
    for (long seed = 0; seed < 300; seed++) {
      try {
        jumps += StreamRun.time(RandomGraphs.of(seed, 200), Method.JUMP).jumpedRounds() > 0 ? 1 : 0;
      } catch (DeadlockException e) {
        deadlocks++;
      }
    }
    assertThat(deadlocks).isBetween(5, 200);
    assertThat(jumps).isBetween(70, 280);
  }

  private static StreamGraph.Builder chain() {
    return StreamGraph.builder("chain", 3)
        .unit(Unit.source("a", 1, UnitTiming.of(1, 1), StreamFunction.NONE))
        .unit(Unit.map("b", List.of(1), List.of(1), UnitTiming.of(4, 1), StreamFunction.NONE))
        .unit(Unit.sink("c", 1));
  }

  @Test
  void build_withAnUnboundPort_saysWhich() {
    assertThatThrownBy(() -> chain().link("ab", "a", "b", 0, 2).build())
        .isInstanceOf(StreamGraphException.class)
        .hasMessage(
            """
            output 0 of unit b must be bound to a channel, but is not
            input 0 of unit c must be bound to one channel, but is bound to none""");
  }

  @Test
  void build_withADepthOfZero_saysWhere() {
    assertThatThrownBy(() -> chain().link("ab", "a", "b", 0, 0).link("bc", "b", "c", 0, 1).build())
        .hasMessage("channel ab: depth (0 tokens) must be at least 1");
  }

  @Test
  void build_withUnknownUnitsAndPorts_saysWhich() {
    assertThatThrownBy(() -> chain().link("ab", "a", "x", 0, 1).link("bc", "b", "c", 1, 1).build())
        .hasMessageContaining("channel ab: unit x must exist")
        .hasMessageContaining("channel bc: unit c must have an input 1");
  }

  @Test
  void build_withRatesThatDoNotFit_saysWhere() {
    assertThatThrownBy(
            () ->
                StreamGraph.builder("fork", 2)
                    .unit(Unit.source("a", 1, UnitTiming.of(1, 1), StreamFunction.NONE))
                    .unit(
                        Unit.reduce(
                            "sum",
                            List.of(1),
                            1,
                            Group.of(3),
                            UnitTiming.of(1, 1),
                            StreamFunction.NONE))
                    .unit(Unit.zip("zip", 1, 1))
                    .unit(Unit.sink("out", 2))
                    .link("to-sum", "a", "sum", 0, 4)
                    .link("to-zip", "a", "zip", 0, 4)
                    .link("sums", "sum", "zip", 1, 4)
                    .link("out", "zip", "out", 0, 4)
                    .build())
        .isInstanceOf(StreamGraphException.class)
        .hasMessageContaining("rates must fit")
        .hasMessageNotContaining("\n");
  }

  @Test
  void timing_withALatencyOfZero_isRefused() {
    assertThatThrownBy(() -> UnitTiming.of(0, 1))
        .hasMessage("latencyCycles (0) must be at least 1");
  }

  @Test
  void toDot_namesUnitsAndChannels() {
    StreamGraph graph =
        chain().link("ab", "a", "b", 0, 2).link("bc", "b", "c", 0, ChannelSpec.UNBOUNDED).build();
    assertThat(graph.toDot())
        .isEqualTo(
            """
            digraph "chain" {
              rankdir=LR;
              node [shape=box];
              "a" [label="a\\nsource\\nlatency 1, interval 1"];
              "b" [label="b\\nmap\\nlatency 4, interval 1"];
              "c" [label="c\\nsink\\nlatency 1, interval 0"];
              "a" -> "b" [label="ab\\n2"];
              "b" -> "c" [label="bc\\nunbounded"];
            }
            """);
    // Tokens leave at 0, 1, 2; b receives at 1, 2, 3 and sends four cycles later.
    assertThat(StreamRun.time(graph, Method.RUN_TO_BLOCK).cycles()).isEqualTo(7);
  }

  @Test
  void matmul_repeated_receivesTheRowForEachColumn() {
    StreamGraph graph =
        StreamGraph.builder("repeated", 2)
            .unit(
                Unit.source(
                    "rows",
                    1,
                    Group.of(6),
                    UnitTiming.of(1, 1),
                    (cycle, step, in, state, out) -> out[0] = cycle + step % 3))
            .unit(
                Unit.source(
                    "columns",
                    1,
                    Group.of(6),
                    UnitTiming.of(1, 1),
                    (cycle, step, in, state, out) -> out[0] = step))
            .unit(
                Unit.matmulRepeated(
                    "product",
                    1,
                    Group.of(2),
                    3,
                    UnitTiming.of(2, 1).withReset(5),
                    (cycle, step, in, state, out) ->
                        out[0] = (step % 3 == 0 ? 0 : out[0]) + in[0] * in[1]))
            .unit(Unit.sink("out", 1))
            .link("rows", "rows", "product", 0, 2)
            .link("columns", "columns", "product", 1, 2)
            .link("out", "product", "out", 0, 2)
            .build();
    StreamResult result = StreamRun.compute(graph, Method.RUN_TO_BLOCK);
    assertThat(result.outputs().getOrDefault("out", new double[0]))
        .containsExactly(0 + 1 + 4, 0 + 4 + 10, 0 + 2 + 6, 3 + 8 + 15);
    // Two resets, then twelve steps; the last is taken at 21, its result two cycles later.
    assertThat(result.cycles()).isEqualTo(23);
  }
}
