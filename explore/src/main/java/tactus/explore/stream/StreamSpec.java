package tactus.explore.stream;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionArithmetic;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionOperands;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.ElementaryAttention;

/**
 * A run of a stream fabric.
 *
 * @param file the file it was read from, for messages
 * @param name name in reports
 * @param graph what is run
 * @param attention the attention it computes; empty for any other graph
 * @param method how it is run
 * @param values whether values are computed and compared with plain attention
 * @param fifoDepths percents of additional cycles to search the least channels for; empty if none
 */
public record StreamSpec(
    Path file,
    String name,
    StreamGraph graph,
    Optional<Attention> attention,
    Method method,
    boolean values,
    List<Integer> fifoDepths) {

  /**
   * Attention on a fabric.
   *
   * @param shape what is computed
   * @param fabric on what
   */
  public record Attention(AttentionShape shape, Fabric fabric) {}

  /** What computes attention. */
  public sealed interface Fabric {

    /** {@return the order of computation} */
    AttentionVariant variant();

    /** {@return with what it computes; doubles if empty} */
    Optional<FloatArithmeticSpec> arithmetic();

    /**
     * {@return the graph without values}
     *
     * @param shape what is computed
     */
    StreamGraph timing(AttentionShape shape);

    /**
     * {@return the graph with values}
     *
     * @param operands what it computes with
     */
    StreamGraph computing(AttentionOperands operands);

    /**
     * {@return the result, row by row of each head}
     *
     * @param shape what is computed
     * @param outputs what sinks received, by their names
     */
    double[] result(AttentionShape shape, Map<String, double[]> outputs);
  }

  /**
   * A fabric laid out for attention.
   *
   * @param design its units and channels
   * @param arithmetic with what it computes; doubles if empty
   */
  public record LaidOut(AttentionDesign design, Optional<FloatArithmeticSpec> arithmetic)
      implements Fabric {

    @Override
    public AttentionVariant variant() {
      return design.variant();
    }

    @Override
    public StreamGraph timing(AttentionShape shape) {
      return AttentionGraph.timing(shape, design);
    }

    @Override
    public StreamGraph computing(AttentionOperands operands) {
      return AttentionGraph.computing(
          operands,
          design,
          arithmetic.map(AttentionArithmetic::of).orElseGet(AttentionArithmetic::doubles));
    }

    @Override
    public double[] result(AttentionShape shape, Map<String, double[]> outputs) {
      return AttentionGraph.result(shape, design, outputs);
    }
  }

  /**
   * Elementary units that pass single values.
   *
   * @param variant naive or memory-free
   * @param parameters depths and timing
   */
  public record Elementary(AttentionVariant variant, ElementaryAttention.Parameters parameters)
      implements Fabric {

    @Override
    public Optional<FloatArithmeticSpec> arithmetic() {
      return Optional.empty();
    }

    @Override
    public StreamGraph timing(AttentionShape shape) {
      return ElementaryAttention.timing(variant, shape, parameters);
    }

    @Override
    public StreamGraph computing(AttentionOperands operands) {
      return ElementaryAttention.computing(variant, operands, parameters);
    }

    @Override
    public double[] result(AttentionShape shape, Map<String, double[]> outputs) {
      return ElementaryAttention.result(outputs);
    }
  }

  /** Copies the list. */
  public StreamSpec {
    fifoDepths = List.copyOf(fifoDepths);
    if (values && attention.isEmpty()) {
      throw new IllegalArgumentException("values (true) must only be computed of attention");
    }
  }
}
