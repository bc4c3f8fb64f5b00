package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.Tensor;
import tactus.workload.network.Layer;
import tactus.workload.network.Network;

/** Residency problems of networks and operator graphs. */
public final class ResidencyProblems {

  private ResidencyProblems() {}

  /**
   * {@return the problem of a network: one operator for each layer, a byte for each element}
   *
   * @param network the network
   * @param weights whether weights take room too
   * @param alignmentBytes what addresses are multiples of, at least 1
   */
  public static ResidencyProblem of(Network network, boolean weights, long alignmentBytes) {
    ResidencyProblem.Builder builder =
        ResidencyProblem.named(network.name()).alignment(alignmentBytes);
    for (Layer layer : network.layers()) {
      List<String> inputs = new ArrayList<>(layer.inputs());
      if (weights && layer.parameters() > 0) {
        String name = layer.name() + ".weights";
        builder.tensor(PlannedTensor.of(name, layer.parameters()));
        inputs.add(name);
      }
      builder.operator(layer.name(), layer.elements(), inputs);
    }
    return builder.build();
  }

  /**
   * {@return the problem of a graph: its operators, with the bytes of their tensors}
   *
   * <p>Inputs, weights and caches lie in DRAM from the start. Of an embedding's table only the rows
   * that are picked move, so it is left out.
   *
   * @param graph the graph
   * @param weights whether weights take room too
   * @param caches whether caches of keys and values take room too
   * @param alignmentBytes what addresses are multiples of, at least 1
   */
  public static ResidencyProblem of(
      OperatorGraph graph, boolean weights, boolean caches, long alignmentBytes) {
    ResidencyProblem.Builder builder =
        ResidencyProblem.named(graph.name()).alignment(alignmentBytes);
    Set<String> known = new LinkedHashSet<>();
    for (Operator operator : graph.operators()) {
      List<String> inputs = new ArrayList<>();
      for (int i = 0; i < operator.inputs().size(); i++) {
        boolean isTable = operator.kind() == OperatorKind.EMBEDDING && i == 1;
        if (!isTable) {
          add(operator.inputs().get(i), weights, caches, builder, known, inputs);
        }
      }
      List<String> outputs = new ArrayList<>();
      add(operator.output(), weights, caches, builder, known, outputs);
      builder.operator(operator.name(), inputs, outputs);
    }
    return builder.build();
  }

  private static void add(
      Tensor tensor,
      boolean weights,
      boolean caches,
      ResidencyProblem.Builder builder,
      Set<String> known,
      List<String> names) {
    boolean isPlanned =
        switch (tensor.kind()) {
          case INPUT, ACTIVATION, OUTPUT -> true;
          case WEIGHT -> weights;
          case KV_CACHE -> caches;
        };
    if (!isPlanned) {
      return;
    }
    if (known.add(tensor.name())) {
      builder.tensor(PlannedTensor.of(tensor.name(), tensor.bytes()));
    }
    names.add(tensor.name());
  }
}
