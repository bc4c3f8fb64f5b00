package tactus.hw.stream.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.ElementaryAttention.Parameters;
import tactus.sim.ChannelSpec;
import tactus.sim.DeadlockException;

/** General dimensions, with single values as tokens and all latencies and intervals 1. */
class ElementaryAttentionTest {

  private static long cycles(StreamGraph graph) {
    long jumped = StreamRun.time(graph, Method.JUMP).cycles();
    assertThat(StreamRun.time(graph, Method.RUN_TO_BLOCK).cycles()).isEqualTo(jumped);
    return jumped;
  }

  @ParameterizedTest
  @CsvSource({"32,1,1064", "64,1,4168", "128,1,16520", "64,4,16648", "128,4,66056"})
  void time_naiveUnbounded_isTheReferences(int n, int d, long expected) {
    assertThat(cycles(timing(AttentionVariant.NAIVE, n, d, unbounded()))).isEqualTo(expected);
    assertThat(expected).isEqualTo((long) n * n * d + (long) n * d + 8);
  }

  private static StreamGraph timing(
      AttentionVariant variant, int length, int dimension, Parameters parameters) {
    return ElementaryAttention.timing(
        variant, AttentionShape.square(length, dimension), parameters);
  }

  private static Parameters unbounded() {
    return Parameters.unit(ChannelSpec.UNBOUNDED, ChannelSpec.UNBOUNDED);
  }

  @ParameterizedTest
  @CsvSource({"32,1,2", "64,1,2", "128,1,2", "64,1,4", "128,1,9", "64,4,0", "128,4,2"})
  void time_naiveBounded_isTheReferences(int n, int d, int excess) {
    long floor = (long) n * n * d + (long) n * d + 8;
    long expected = d == 1 && excess == 2 ? (long) n * n + 3L * n + 6 : floor;
    assertThat(cycles(timing(AttentionVariant.NAIVE, n, d, Parameters.unit(16, n + excess))))
        .isEqualTo(expected);
  }

  @Test
  void time_naiveWithTooShortALongChannel_isADeadlock() {
    assertThatThrownBy(() -> cycles(timing(AttentionVariant.NAIVE, 64, 4, Parameters.unit(16, 63))))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("exp-to-divide");
  }

  @ParameterizedTest
  @CsvSource({"64,1,4104", "128,1,16392", "64,4,16395", "128,4,65547"})
  void time_memoryFree_isTheReferences(int n, int d, long expected) {
    assertThat(cycles(timing(AttentionVariant.MEMORY_FREE, n, d, Parameters.unit(16, 1))))
        .isEqualTo(expected);
    assertThat(cycles(timing(AttentionVariant.MEMORY_FREE, n, d, unbounded()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"8,1", "12,4", "5,3"})
  void compute_givesAttention(int n, int d) {
    AttentionOperands operands = AttentionOperands.random(AttentionShape.square(n, d), 7);
    double[] expected = operands.attention();
    Parameters parameters = Parameters.unit(16, n + 8);
    for (AttentionVariant variant : List.of(AttentionVariant.NAIVE, AttentionVariant.MEMORY_FREE)) {
      StreamGraph graph = ElementaryAttention.computing(variant, operands, parameters);
      double[] values =
          ElementaryAttention.result(StreamRun.compute(graph, Method.RUN_TO_BLOCK).outputs());
      assertThat(values).containsExactly(expected, within(1e-12));
    }
  }
}
