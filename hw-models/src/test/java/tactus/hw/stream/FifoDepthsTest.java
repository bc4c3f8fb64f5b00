package tactus.hw.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tactus.hw.stream.FifoDepths.Point;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.sim.DeadlockException;

class FifoDepthsTest {

  private static StreamGraph published(AttentionVariant variant, long length) {
    return AttentionGraph.timing(
        AttentionShape.square(length, 1), AttentionDesign.published(variant, length));
  }

  private static long cycles(StreamGraph graph) {
    try {
      return StreamRun.time(graph, Method.JUMP).cycles();
    } catch (DeadlockException e) {
      return Long.MAX_VALUE;
    }
  }

  @Test
  void least_ofTheNaiveGraph_growsWithTheRow() {
    for (long n : new long[] {32, 64, 128}) {
      Point least = new FifoDepths(published(AttentionVariant.NAIVE, n)).least();
      assertThat(least.cycles()).isEqualTo(2 * n * n + 2 * n + 52);
      assertThat(least.depths().getOrDefault("score-long", 0L)).isBetween(n + 10, n + 34);
    }
  }

  @Test
  void least_ofTheMemoryFreeGraph_doesNotGrow() {
    Point small = new FifoDepths(published(AttentionVariant.MEMORY_FREE, 32)).least();
    Point large = new FifoDepths(published(AttentionVariant.MEMORY_FREE, 512)).least();
    assertThat(large.depths()).isEqualTo(small.depths());
    assertThat(large.values()).isLessThan(80);
  }

  @Property(tries = 40)
  void least_ofARandomGraph_cannotBeLowered(@ForAll long seed) {
    StreamGraph graph = RandomGraphs.of(seed, 12);
    FifoDepths search = new FifoDepths(graph);
    Point least = search.least();
    assertThat(least.cycles()).isEqualTo(search.unboundedCycles());
    least
        .depths()
        .forEach(
            (channel, depth) -> {
              if (depth > 1) {
                Map<String, Long> lower = new LinkedHashMap<>(least.depths());
                lower.put(channel, depth - 1);
                assertThat(cycles(graph.withDepths(lower))).isGreaterThan(least.cycles());
              }
            });
  }

  @Test
  void curve_withMoreAllowed_needsNoMoreMemory() {
    List<Point> curve =
        new FifoDepths(published(AttentionVariant.NAIVE, 64)).curve(List.of(0, 5, 20, 100));
    for (int i = 1; i < curve.size(); i++) {
      assertThat(curve.get(i).values()).isLessThanOrEqualTo(curve.get(i - 1).values());
      assertThat(curve.get(i).cycles()).isGreaterThanOrEqualTo(curve.get(i - 1).cycles());
    }
    assertThat(curve.get(3).values()).isLessThan(curve.get(0).values());
  }

  @Test
  void cyclesOfRound_ofThePublishedGraphs_isTwoAKey() {
    for (AttentionVariant variant : List.of(AttentionVariant.NAIVE, AttentionVariant.MEMORY_FREE)) {
      assertThat(ThroughputBound.cyclesOfRound(published(variant, 64))).hasValue(128.0);
    }
  }

  @Test
  void cyclesOfRound_ofAShortLongChannel_isWhatIsSimulated() {
    AttentionDesign design = AttentionDesign.published(AttentionVariant.NAIVE, 32);
    AttentionShape shape = AttentionShape.square(32, 1);
    for (int excess = 0; excess < 20; excess += 3) {
      StreamGraph graph =
          AttentionGraph.timing(shape, design.withDepth(Role.SCORE_LONG, 32 + excess));
      assertThat(ThroughputBound.cyclesOfRound(graph))
          .hasValue(64.0 + 2 * Math.max(0, 16 - excess));
    }
    assertThat(
            ThroughputBound.cyclesOfRound(
                AttentionGraph.timing(shape, design.withDepth(Role.SCORE_LONG, 31))))
        .hasValue(Double.POSITIVE_INFINITY);
  }

  @Property(tries = 200)
  void cyclesOfRound_ofARandomGraph_isWhatIsSimulatedInTheLongRun(@ForAll long seed) {
    StreamGraph graph = RandomGraphs.of(seed, 3000);
    StreamGraph half = RandomGraphs.of(seed, 1000);
    Optional<Double> found = ThroughputBound.cyclesOfRound(graph);
    // A few of these graphs have rounds too long for it.
    Assume.that(found.isPresent());
    double bound = found.orElseThrow();
    if (cycles(graph) == Long.MAX_VALUE) {
      assertThat(bound).isInfinite();
    } else {
      double simulated = (cycles(graph) - cycles(half)) / 2000.0;
      assertThat(bound).isCloseTo(simulated, within(0.05));
    }
  }
}
