package tactus.explore.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.SparseWeights;
import tactus.workload.training.TrainingLayer;
import tactus.workload.training.TrainingLayer.Kind;
import tactus.workload.training.TrainingNetwork;

/**
 * The network of a forward graph: each product is a layer, and what the vector engine does with its
 * result until the next product are its passes.
 */
final class GraphTraining {

  private GraphTraining() {}

  /**
   * {@return the network}
   *
   * @param graph the operators of a forward pass over the whole batch
   * @param batch sequences or images of it
   * @param headRows rows of the head's left operand in training; a forward pass that serves may ask
   *     for the last token of each sequence alone
   */
  static TrainingNetwork of(OperatorGraph graph, int batch, long headRows) {
    List<TrainingLayer> layers = new ArrayList<>();
    Map<Operator, int[]> passes = new LinkedHashMap<>();
    @Nullable Operator last = null;
    List<Operator> products = new ArrayList<>();
    for (Operator operator : graph.operators()) {
      if (operator.macs() > 0) {
        products.add(operator);
        passes.put(operator, new int[2]);
        last = operator;
      } else if (last != null) {
        int[] sum = passes.get(last);
        if (sum != null) {
          double share = (double) operator.output().elements() / last.output().elements();
          // Rows that only some of the result goes to count as the part they are.
          sum[0] += (int) Math.ceil(forward(operator) * Math.min(1, share));
          sum[1] += (int) Math.ceil(backward(operator) * Math.min(1, share));
        }
      }
    }
    for (int i = 0; i < products.size(); i++) {
      Operator operator = products.get(i);
      MatMulShape shape =
          operator.shape() instanceof ConvShape conv
              ? conv.asMatMul()
              : (MatMulShape) operator.shape();
      if (i == products.size() - 1 && shape.batch() == 1) {
        shape = new MatMulShape(1, Math.max(headRows, shape.m()), shape.k(), shape.n());
      }
      int[] vector = passes.getOrDefault(operator, new int[2]);
      Kind kind = Kind.ACTIVATIONS;
      if (SparseWeights.hasWeights(operator)) {
        // The last product, a head, stays dense.
        kind = i == products.size() - 1 ? Kind.DENSE_WEIGHTS : Kind.SPARSE_WEIGHTS;
      }
      layers.add(
          new TrainingLayer(
              operator.name(),
              shape,
              inputElements(operator, shape),
              kind,
              // Below a transformer's first product lies its table of embeddings, which learns too.
              true,
              vector[0],
              vector[1]));
    }
    return new TrainingNetwork(graph.name(), batch, layers);
  }

  /** An image has fewer elements than its windows. */
  private static long inputElements(Operator operator, MatMulShape shape) {
    long windows = shape.batch() * shape.m() * shape.k();
    return operator.shape() instanceof ConvShape
        ? Math.min(operator.inputs().get(0).elements(), windows)
        : windows;
  }

  private static int forward(Operator operator) {
    return switch (operator.kind()) {
      case SOFTMAX -> 3;
      case LAYER_NORM, RMS_NORM -> 2;
      case EMBEDDING, KV_APPEND -> 0;
      default -> 1;
    };
  }

  private static int backward(Operator operator) {
    return switch (operator.kind()) {
      case SOFTMAX, LAYER_NORM, RMS_NORM -> 2;
      case EMBEDDING, KV_APPEND -> 0;
      default -> 1;
    };
  }
}
