package tactus.workload.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * Appends operators to a graph with the formats of the options. Names of operators and of what they
 * make start with the pass's prefix; weights are shared by all passes.
 */
final class GraphWriter {

  private final OperatorGraph.Builder builder;
  private final Map<String, Tensor> caches = new LinkedHashMap<>();
  private final TransformerOptions options;
  private String prefix = "";
  private String layer = "";

  GraphWriter(String name, TransformerOptions options) {
    this.builder = OperatorGraph.named(name);
    this.options = options;
  }

  /** Starts a pass: names of operators and activations start with this from now on. */
  void startPass(String passPrefix) {
    prefix = passPrefix;
  }

  /** Starts a part of the model. */
  void startLayer(String name) {
    layer = name;
  }

  OperatorGraph build() {
    return builder.build();
  }

  /** {@return the name of a part of the current layer} */
  String inLayer(String part) {
    return layer + "." + part;
  }

  /** {@return a matrix or table of parameters, in the format of weights} */
  Tensor weight(String name, Long... shape) {
    return new Tensor(name, List.of(shape), options.weights(), TensorKind.WEIGHT);
  }

  /** {@return parameters of a bias or a norm, in the format of activations} */
  Tensor vectorParameters(String name, Long... shape) {
    return new Tensor(name, List.of(shape), options.activations(), TensorKind.WEIGHT);
  }

  /** {@return a tensor from outside} */
  Tensor input(String name, DataType type, Long... shape) {
    return new Tensor(prefix + name, List.of(shape), type, TensorKind.INPUT);
  }

  /** {@return values from outside, in the format of activations} */
  Tensor input(String name, Long... shape) {
    return input(name, options.activations(), shape);
  }

  /** Appends activations times weights that are named after the operator. */
  Tensor linear(String name, Tensor x, MatMulShape shape, boolean bias, TensorKind result) {
    return linear(name, x, weight(name + ".weight", shape.k(), shape.n()), shape, bias, result);
  }

  /** Appends activations times the given weights. */
  Tensor linear(
      String name, Tensor x, Tensor weights, MatMulShape shape, boolean bias, TensorKind result) {
    List<Tensor> inputs = new ArrayList<>(List.of(x, weights));
    if (bias) {
      inputs.add(vectorParameters(name + ".bias", shape.n()));
    }
    Tensor output = made(name, result, shape.m(), shape.n());
    return add(name, OperatorKind.LINEAR, inputs, output, shape);
  }

  /** Appends a batched product of two tensors that are made by the graph. */
  Tensor matmul(String name, Tensor a, Tensor b, MatMulShape shape, Long... outputShape) {
    Tensor output = made(name, TensorKind.ACTIVATION, outputShape);
    return add(name, OperatorKind.MATMUL, List.of(a, b), output, shape);
  }

  /** Appends an operator over rows that makes an activation of {@code rows x columns}. */
  Tensor vector(OperatorKind kind, String name, long rows, long columns, Tensor... inputs) {
    return vector(kind, name, TensorKind.ACTIVATION, rows, columns, inputs);
  }

  /** Appends an operator over rows that makes a tensor of {@code rows x columns}. */
  Tensor vector(
      OperatorKind kind, String name, TensorKind result, long rows, long columns, Tensor... in) {
    return vector(kind, name, made(name, result, rows, columns), rows, columns, in);
  }

  /** Appends a norm with its parameters. */
  Tensor norm(
      OperatorKind kind, String name, TensorKind result, long rows, long columns, Tensor x) {
    Tensor parameters =
        kind == OperatorKind.LAYER_NORM
            ? vectorParameters(name + ".weight", 2L, columns)
            : vectorParameters(name + ".weight", columns);
    return vector(kind, name, result, rows, columns, x, parameters);
  }

  /** Appends an operator over rows that makes an activation of another shape than its loops. */
  Tensor reshaping(
      OperatorKind kind, String name, long rows, long columns, Tensor x, Long... outputShape) {
    return vector(kind, name, made(name, TensorKind.ACTIVATION, outputShape), rows, columns, x);
  }

  /** Appends rows to a cache, to what the pass before left there if there was one. */
  Tensor append(String name, String cache, long rows, long columns, Tensor x, Long... cacheShape) {
    Tensor whole =
        new Tensor(prefix + cache, List.of(cacheShape), options.kvCache(), TensorKind.KV_CACHE);
    Tensor before = caches.put(cache, whole);
    return before == null
        ? vector(OperatorKind.KV_APPEND, name, whole, rows, columns, x)
        : vector(OperatorKind.KV_APPEND, name, whole, rows, columns, x, before);
  }

  private Tensor vector(
      OperatorKind kind, String name, Tensor output, long rows, long columns, Tensor... inputs) {
    return add(name, kind, Arrays.asList(inputs), output, new VectorShape(rows, columns));
  }

  private Tensor made(String name, TensorKind kind, Long... shape) {
    return new Tensor(prefix + name, List.of(shape), options.activations(), kind);
  }

  private Tensor add(
      String name, OperatorKind kind, List<Tensor> inputs, Tensor output, OperatorShape shape) {
    builder.add(new Operator(prefix + name, kind, layer, inputs, output, shape));
    return output;
  }
}
