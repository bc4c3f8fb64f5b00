package tactus.workload.scalesim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * A network as SCALE-Sim sees it: layers that do not know of each other.
 *
 * @param name name of the network
 * @param layers its layers, at least one, in order
 */
public record ScaleSimTopology(String name, List<ScaleSimLayer> layers) {

  /** Copies the layers. */
  public ScaleSimTopology {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(name + ": layers must not be empty");
    }
  }

  /**
   * {@return the layers as operators without edges: each reads its own input from DRAM and writes
   * its result there}
   *
   * <p>Layers are dense here, whatever weights their sparsity would leave out. Names that occur
   * several times get a number: {@code conv}, {@code conv#2}.
   *
   * @param type format of all tensors
   */
  public OperatorGraph graph(DataType type) {
    OperatorGraph.Builder builder = OperatorGraph.named(name);
    Map<String, Integer> used = new LinkedHashMap<>();
    for (ScaleSimLayer layer : layers) {
      builder.add(operator(layer, unique(layer.name(), used), type));
    }
    return builder.build();
  }

  private static String unique(String name, Map<String, Integer> used) {
    int count = used.merge(name, 1, Integer::sum);
    if (count == 1) {
      return name;
    }
    while (used.putIfAbsent(name + "#" + count, 1) != null) {
      count++;
    }
    return name + "#" + count;
  }

  private static Operator operator(ScaleSimLayer layer, String name, DataType type) {
    MatMulShape product = layer.asMatMul();
    List<Long> inputShape = List.of(product.m(), product.k());
    OperatorKind kind = OperatorKind.LINEAR;
    if (layer.shape() instanceof ConvShape conv) {
      inputShape = List.of(conv.inputHeight(), conv.inputWidth(), conv.channels());
      kind = OperatorKind.CONV;
    }
    Tensor input = new Tensor(name + ".input", inputShape, type, TensorKind.INPUT);
    Tensor weight =
        new Tensor(name + ".weight", List.of(product.k(), product.n()), type, TensorKind.WEIGHT);
    Tensor output = new Tensor(name, List.of(product.m(), product.n()), type, TensorKind.OUTPUT);
    return new Operator(name, kind, "", List.of(input, weight), output, layer.shape());
  }
}
