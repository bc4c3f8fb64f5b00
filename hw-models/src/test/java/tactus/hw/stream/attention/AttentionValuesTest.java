package tactus.hw.stream.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tactus.hw.arithmetic.FloatFormat.BF16;
import static tactus.hw.arithmetic.FloatFormat.FP32;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.stream.StreamResult;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;

class AttentionValuesTest {

  private static AttentionDesign design(
      AttentionVariant variant,
      boolean fused,
      int width,
      int headLanes,
      int rowLanes,
      boolean skip) {
    return new AttentionDesign(
        variant,
        fused,
        width,
        headLanes,
        rowLanes,
        skip,
        AttentionTiming.published(variant),
        Map.of());
  }

  private static void check(AttentionShape shape, AttentionDesign design, long seed) {
    AttentionOperands operands = AttentionOperands.random(shape, seed);
    StreamResult result =
        StreamRun.compute(AttentionGraph.computing(operands, design), Method.RUN_TO_BLOCK);
    assertThat(AttentionGraph.result(shape, design, result.outputs()))
        .as("%s on %s", shape, design)
        .containsExactly(operands.attention(), within(1e-12));
    StreamResult events =
        StreamRun.compute(AttentionGraph.computing(operands, design), Method.EVENT_QUEUE);
    assertThat(AttentionGraph.result(shape, design, events.outputs()))
        .containsExactly(AttentionGraph.result(shape, design, result.outputs()));
    long timed = StreamRun.time(AttentionGraph.timing(shape, design), Method.JUMP).cycles();
    assertThat(timed).isEqualTo(result.cycles());
  }

  @Property(tries = 300)
  void compute_ofARandomShape_isAttention(
      @ForAll AttentionVariant variant,
      @ForAll boolean fused,
      @ForAll boolean causal,
      @ForAll @IntRange(min = 1, max = 3) int queryUnits,
      @ForAll @IntRange(min = 0, max = 9) int moreKeys,
      @ForAll @IntRange(min = 1, max = 3) int parts,
      @ForAll @IntRange(min = 1, max = 3) int width,
      @ForAll @IntRange(min = 1, max = 2) int groupSize,
      @ForAll @IntRange(min = 1, max = 2) int headLanes,
      @ForAll @IntRange(min = 1, max = 2) int headsOfLane,
      @ForAll @IntRange(min = 1, max = 3) int rowLanes,
      @ForAll long seed) {
    long queries = (long) queryUnits * rowLanes;
    int keyHeads = headLanes * headsOfLane;
    AttentionShape shape =
        new AttentionShape(
            queries, queries + moreKeys, parts * width, keyHeads * groupSize, keyHeads, causal);
    check(shape, design(variant, fused, width, headLanes, rowLanes, false), seed);
  }

  @Property(tries = 60)
  void compute_withoutMaskedKeys_isAttention(
      @ForAll AttentionVariant variant,
      @ForAll boolean fused,
      @ForAll @IntRange(min = 1, max = 9) int queries,
      @ForAll @IntRange(min = 0, max = 5) int moreKeys,
      @ForAll @IntRange(min = 1, max = 3) int parts,
      @ForAll long seed) {
    AttentionShape shape = new AttentionShape(queries, queries + moreKeys, parts * 2, 2, 2, true);
    check(shape, design(variant, fused, 2, 2, 1, true), seed);
  }

  @Test
  void compute_ofADecodeStep_isAttention() {
    AttentionShape shape = new AttentionShape(1, 300, 64, 8, 2, true);
    for (AttentionVariant variant : AttentionVariant.values()) {
      check(shape, design(variant, true, 64, 2, 4, false), 1);
      check(shape, design(variant, true, 16, 1, 1, false), 1);
    }
  }

  @Test
  void timing_withoutMaskedKeys_takesAboutHalf() {
    AttentionShape causal = new AttentionShape(256, 256, 1, 1, 1, true);
    AttentionDesign all = design(AttentionVariant.MEMORY_FREE, true, 1, 1, 1, false);
    AttentionDesign seen = design(AttentionVariant.MEMORY_FREE, true, 1, 1, 1, true);
    long cycles = StreamRun.time(AttentionGraph.timing(causal, all), Method.JUMP).cycles();
    long fewer = StreamRun.time(AttentionGraph.timing(causal, seen), Method.JUMP).cycles();
    assertThat((double) fewer / cycles).isBetween(0.49, 0.52);
  }

  @Test
  void timing_ofAShapeTheDesignCannotHold_saysWhyInOneLine() {
    AttentionShape shape = new AttentionShape(8, 8, 10, 6, 3, false);
    assertThatThrownBy(
            () ->
                AttentionGraph.timing(shape, design(AttentionVariant.NAIVE, true, 4, 2, 3, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            vectorWidth (4) must divide the dimension (10) of a head
            headLanes (2) must divide the key heads (3)
            rowLanes (3) must divide the rows (16) of a key head""");
  }

  @Property(tries = 60)
  void compute_inNarrowFormats_isAttentionWithinTheirPrecision(
      @ForAll AttentionVariant variant,
      @ForAll boolean fused,
      @ForAll boolean causal,
      @ForAll @IntRange(min = 1, max = 3) int parts,
      @ForAll long seed) {
    AttentionShape shape = new AttentionShape(6, 9, 4 * parts, 2, 1, causal);
    AttentionDesign design = design(variant, fused, 4, 1, 2, false);
    AttentionOperands operands = AttentionOperands.random(shape, seed);
    double[] plain = operands.attention();

    double single = greatestError(operands, design, plain, FloatArithmeticSpec.fused(FP32, FP32));
    double narrow = greatestError(operands, design, plain, FloatArithmeticSpec.fused(BF16, FP32));

    // Sums of nine weights, each with a few roundings of 2^-24; a bf16 operand has 2^-9.
    assertThat(single).isLessThan(1e-5);
    assertThat(narrow).isBetween(1e-6, 0.05);
  }

  private static double greatestError(
      AttentionOperands operands,
      AttentionDesign design,
      double[] plain,
      FloatArithmeticSpec arithmetic) {
    StreamResult result =
        StreamRun.compute(
            AttentionGraph.computing(operands, design, AttentionArithmetic.of(arithmetic)),
            Method.RUN_TO_BLOCK);
    double[] ours = AttentionGraph.result(operands.shape(), design, result.outputs());
    double greatest = 0;
    for (int i = 0; i < plain.length; i++) {
      greatest = Math.max(greatest, Math.abs(ours[i] - plain[i]));
    }
    return greatest;
  }
}
