package tactus.workload;

import java.util.List;
import java.util.Optional;

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
 * @param keptRows of a product, the rows that are computed if not all are; the shape has all
 */
public record Operator(
    String name,
    OperatorKind kind,
    String layer,
    List<Tensor> inputs,
    Tensor output,
    OperatorShape shape,
    Optional<KeptRows> keptRows) {
  public Operator {
    inputs = List.copyOf(inputs);
    if (keptRows.isPresent()
        && (shape instanceof OperatorShape.VectorShape
            || product(shape).batch() != 1
            || product(shape).m() != keptRows.get().all())) {
      throw new IllegalArgumentException(
          name + ": keptRows (" + keptRows.get() + ") must be those of one product");
    }
  }

  /**
   * Creates an operator that computes everything.
   *
   * @param name unique name in its graph
   * @param kind what it computes
   * @param layer the layer of the model it belongs to, or the empty text
   * @param inputs operands, in the order its kind defines
   * @param output result
   * @param shape extents of its loops
   */
  public Operator(
      String name,
      OperatorKind kind,
      String layer,
      List<Tensor> inputs,
      Tensor output,
      OperatorShape shape) {
    this(name, kind, layer, inputs, output, shape, Optional.empty());
  }

  private static OperatorShape.MatMulShape product(OperatorShape shape) {
    return shape instanceof OperatorShape.ConvShape conv
        ? conv.asMatMul()
        : (OperatorShape.MatMulShape) shape;
  }

  /** {@return the product that is computed, convolutions by im2col; with the rows that are kept} */
  public OperatorShape.MatMulShape asMatMul() {
    OperatorShape.MatMulShape product = product(shape);
    return keptRows.isEmpty()
        ? product
        : new OperatorShape.MatMulShape(
            product.batch(), keptRows.get().count(), product.k(), product.n());
  }

  /**
   * {@return the same operator, computing only some rows}
   *
   * @param rows the rows
   */
  public Operator with(KeptRows rows) {
    return new Operator(name, kind, layer, inputs, output, shape, Optional.of(rows));
  }

  /** {@return the multiply-accumulates on a matrix engine} */
  public long macs() {
    return shape.macs();
  }
}
