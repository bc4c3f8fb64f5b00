package tactus.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Graphs whose weights are not stored in full. */
public final class SparseWeights {

  private SparseWeights() {}

  /**
   * {@return whether an operator multiplies by weights of its own that may be sparse}
   *
   * @param operator the operator
   */
  public static boolean hasWeights(Operator operator) {
    return (operator.kind() == OperatorKind.LINEAR || operator.kind() == OperatorKind.CONV)
        && operator.inputs().get(1).kind() == TensorKind.WEIGHT;
  }

  /**
   * {@return the same graph with other weights}
   *
   * <p>A matrix that also serves as a table of embeddings is not changed: its rows are picked.
   *
   * @param graph the graph
   * @param choice for an operator that {@link #hasWeights}, how its weights are stored if not in
   *     full; of operators that share a matrix, the first decides
   */
  public static OperatorGraph of(
      OperatorGraph graph, Function<Operator, Optional<Sparsity>> choice) {
    Set<String> tables = new LinkedHashSet<>();
    for (Operator operator : graph.operators()) {
      if (operator.kind() == OperatorKind.EMBEDDING) {
        operator.inputs().forEach(input -> tables.add(input.name()));
      }
    }
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Operator operator : graph.operators()) {
      if (hasWeights(operator) && !tables.contains(operator.inputs().get(1).name())) {
        Tensor dense = operator.inputs().get(1);
        Tensor stored = choice.apply(operator).map(dense::with).orElse(dense);
        weights.putIfAbsent(dense.name(), stored);
      }
    }
    OperatorGraph.Builder builder = OperatorGraph.named(graph.name());
    for (Operator operator : graph.operators()) {
      List<Tensor> inputs = new ArrayList<>();
      for (Tensor input : operator.inputs()) {
        inputs.add(weights.getOrDefault(input.name(), input));
      }
      builder.add(
          new Operator(
              operator.name(),
              operator.kind(),
              operator.layer(),
              inputs,
              operator.output(),
              operator.shape(),
              operator.keptRows()));
    }
    return builder.build();
  }
}
