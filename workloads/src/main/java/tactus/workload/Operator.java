package tactus.workload;

import java.util.List;

/**
 * A vertex of an operator graph.
 *
 * <p>The shape says how much of its operands an operator touches, the tensors say how much there
 * is. The output is exactly as large as the shape says. An input may be larger: then only as many
 * elements are read as the shape asks for (one of the three parts of a fused projection, the last
 * token of each sequence, the tokens routed to one expert). A smaller second operand of an element-
 * wise operator is repeated.
 *
 * @param name unique name in its graph
 * @param kind what it computes
 * @param layer the layer of the model it belongs to, for example {@code layer.3}, or the empty text
 * @param inputs operands, in the order its kind defines
 * @param output result
 * @param shape extents of its loops
 */
public record Operator(
    String name,
    OperatorKind kind,
    String layer,
    List<Tensor> inputs,
    Tensor output,
    OperatorShape shape) {
  public Operator {
    inputs = List.copyOf(inputs);
  }

  /** {@return the multiply-accumulates on a matrix engine} */
  public long macs() {
    return shape.macs();
  }
}
