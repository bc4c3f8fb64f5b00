package tactus.explore.stream;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionShape;

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
   * @param design on what
   * @param arithmetic with what; doubles if empty
   */
  public record Attention(
      AttentionShape shape, AttentionDesign design, Optional<FloatArithmeticSpec> arithmetic) {}

  /** Copies the list. */
  public StreamSpec {
    fifoDepths = List.copyOf(fifoDepths);
    if (values && attention.isEmpty()) {
      throw new IllegalArgumentException("values (true) must only be computed of attention");
    }
  }
}
