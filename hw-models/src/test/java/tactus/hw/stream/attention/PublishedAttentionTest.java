package tactus.hw.stream.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tactus.hw.stream.StreamResult;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.sim.DeadlockException;

/** The cycle counts of the published runs, and the laws of the long channel's depth. */
class PublishedAttentionTest {

  private static long cycles(AttentionDesign design, long length, Method method) {
    return run(design, length, method).cycles();
  }

  private static StreamResult run(AttentionDesign design, long length, Method method) {
    return StreamRun.time(AttentionGraph.timing(AttentionShape.square(length, 1), design), method);
  }

  private static AttentionDesign naive(long length) {
    return AttentionDesign.published(AttentionVariant.NAIVE, length);
  }

  private static AttentionDesign memoryFree(long length) {
    return AttentionDesign.published(AttentionVariant.MEMORY_FREE, length);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768})
  void time_withJump_isAsPublished(int n) {
    assertThat(cycles(naive(n), n, Method.JUMP)).isEqualTo(2L * n * n + 2L * n + 52);
    assertThat(cycles(memoryFree(n), n, Method.JUMP)).isEqualTo(2L * n * n + 46);
    assertThat(cycles(memoryFree(n).unbounded(), n, Method.JUMP)).isEqualTo(2L * n * n + 46);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 512, 2048})
  void time_withoutJump_isAsPublished(int n) {
    assertThat(cycles(naive(n), n, Method.RUN_TO_BLOCK)).isEqualTo(2L * n * n + 2L * n + 52);
    assertThat(cycles(memoryFree(n), n, Method.RUN_TO_BLOCK)).isEqualTo(2L * n * n + 46);
    assertThat(cycles(memoryFree(n).unbounded(), n, Method.RUN_TO_BLOCK))
        .isEqualTo(2L * n * n + 46);
  }

  @Test
  void time_onTheEventQueue_isAsPublished() {
    assertThat(cycles(naive(64), 64, Method.EVENT_QUEUE)).isEqualTo(2 * 64 * 64 + 2 * 64 + 52);
    assertThat(cycles(memoryFree(64), 64, Method.EVENT_QUEUE)).isEqualTo(2 * 64 * 64 + 46);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128})
  void time_ofALongChannel_growsBelowItsFullDepth(int n) {
    for (int excess = 0; excess <= 36; excess++) {
      AttentionDesign design = naive(n).withDepth(Role.SCORE_LONG, n + excess);
      assertThat(cycles(design, n, Method.JUMP))
          .as("long channel of N + %s", excess)
          .isEqualTo(2L * n * n + 2L * n + 52 + 2L * (n - 1) * Math.max(0, 16 - excess));
    }
  }

  @Test
  void time_ofTooShortALongChannel_isADeadlockThatNamesIt() {
    AttentionDesign design = naive(64).withDepth(Role.SCORE_LONG, 63);
    for (Method method : new Method[] {Method.JUMP, Method.RUN_TO_BLOCK}) {
      assertThatThrownBy(() -> cycles(design, 64, method))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("channel score-long holds 63 tokens, must hold at least 64");
    }
  }

  @Test
  void time_ofLargeN_runsFewRounds() {
    StreamResult result = run(naive(32768), 32768, Method.JUMP);
    assertThat(result.jumpedRounds()).isGreaterThan(32000);
  }
}
