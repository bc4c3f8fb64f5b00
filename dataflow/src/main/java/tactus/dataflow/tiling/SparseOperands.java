package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tactus.hw.command.NmSparsity;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Sparsity.UnevenGroups;
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
        .map(sparsity -> new NmSparsity(sparsity.kept(), sparsity.group(), sparsity.isShared()))
        .orElse(NmSparsity.DENSE);
  }

  /**
   * {@return how a right operand is stored in DRAM, if not as it is in the scratchpad}
   *
   * @param right the operand
   */
  public static Optional<Sparsity> stored(Tensor right) {
    return right.sparsity().filter(how -> !(how instanceof NOfM));
  }

  /**
   * {@return the bits of an index beside each element of a right operand in the scratchpad}
   *
   * @param right the operand
   */
  public static int indexBits(Tensor right) {
    return right.sparsity().isPresent() && right.sparsity().get() instanceof UnevenGroups groups
        ? groups.indexBits()
        : pattern(right).indexBits();
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
    Tensor right = operator.inputs().get(1);
    NmSparsity sparsity = pattern(right);
    MatMulShape shape = operator.asMatMul();
    long macs = shape.macs();
    Sparsity stored = right.sparsity().orElse(null);
    if (stored instanceof Blocks || stored instanceof UnevenGroups) {
      return storedMacs(operator);
    }
    return macs / shape.k() * sparsity.stored(shape.k());
  }

  /**
   * {@return the multiply-accumulates of an operator whose right operand's element is stored}
   *
   * @param operator the operator
   */
  public static long storedMacs(Operator operator) {
    if (operator.macs() == 0) {
      return 0;
    }
    MatMulShape shape = operator.asMatMul();
    return operator
        .inputs()
        .get(1)
        .sparsity()
        .map(
            stored ->
                Math.multiplyExact(
                    shape.macs() / shape.k() / shape.n(),
                    stored.storedElements(shape.k(), shape.n())))
        .orElse(shape.macs());
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
