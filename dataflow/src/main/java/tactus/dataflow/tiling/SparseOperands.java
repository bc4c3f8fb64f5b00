package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tactus.hw.command.NmSparsity;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Tensor;

/** What the storage of weights means for a matrix engine. */
public final class SparseOperands {

  private SparseOperands() {}

  /**
   * {@return what a right operand holds in the scratchpad, and what the engine skips}
   *
   * @param right the operand
   */
  public static NmSparsity pattern(Tensor right) {
    return right
        .sparsity()
        .filter(NOfM.class::isInstance)
        .map(NOfM.class::cast)
        .map(sparsity -> new NmSparsity(sparsity.kept(), sparsity.group()))
        .orElse(NmSparsity.DENSE);
  }

  /**
   * {@return how a right operand is stored in DRAM that is expanded on its way to the scratchpad}
   *
   * @param right the operand
   */
  public static Optional<Unstructured> unstructured(Tensor right) {
    return right.sparsity().filter(Unstructured.class::isInstance).map(Unstructured.class::cast);
  }

  /**
   * {@return the multiply-accumulates of an operator that are not skipped}
   *
   * @param operator the operator
   */
  public static long executedMacs(Operator operator) {
    if (operator.macs() == 0) {
      return 0;
    }
    NmSparsity sparsity = pattern(operator.inputs().get(1));
    MatMulShape shape =
        operator.shape() instanceof ConvShape conv
            ? conv.asMatMul()
            : (MatMulShape) operator.shape();
    return operator.macs() / shape.k() * sparsity.stored(shape.k());
  }

  /**
   * {@return the patterns of a graph that a matrix engine skips, each once}
   *
   * @param graph the graph
   */
  public static List<NmSparsity> patterns(OperatorGraph graph) {
    Set<NmSparsity> patterns = new LinkedHashSet<>();
    for (Tensor tensor : graph.tensors()) {
      NmSparsity pattern = pattern(tensor);
      if (!pattern.isDense()) {
        patterns.add(pattern);
      }
    }
    return new ArrayList<>(patterns);
  }
}
