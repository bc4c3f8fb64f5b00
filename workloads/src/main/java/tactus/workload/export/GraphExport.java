package tactus.workload.export;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.BaseExporter;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.GraphExporter;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.jgrapht.nio.graphml.GraphMLExporter.AttributeCategory;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorGraph.TensorEdge;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * Writes operator graphs for Graphviz and for programs that read GraphML. Vertices are operators
 * with their shapes, multiply-accumulates and parameters; edges are tensors with shape and bytes.
 * Weights and inputs have no vertex.
 */
public final class GraphExport {

  private static final String LABEL = "label";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String LAYER = "layer";
  private static final String SHAPE = "shape";
  private static final String OUTPUT = "output";
  private static final String MACS = "macs";
  private static final String PARAMETERS = "parameters";
  private static final String TENSOR = "tensor";
  private static final String BYTES = "bytes";

  private GraphExport() {}

  /**
   * {@return the graph in the language of Graphviz}
   *
   * @param graph the graph
   */
  public static String dot(OperatorGraph graph) {
    DOTExporter<Operator, TensorEdge> exporter = new DOTExporter<>(ids(graph));
    exporter.setGraphIdProvider(() -> "operators");
    exporter.setVertexAttributeProvider(
        operator -> {
          Map<String, Attribute> all = new LinkedHashMap<>();
          all.put(LABEL, text(operator.name() + "\n" + kind(operator) + " " + shape(operator)));
          all.put("shape", text("box"));
          all.put(KIND, text(kind(operator)));
          all.put(LAYER, text(operator.layer()));
          all.put("extents", text(shape(operator)));
          all.put(OUTPUT, text(describe(operator.output())));
          all.put(MACS, number(operator.macs()));
          all.put(PARAMETERS, number(parameters(operator)));
          return all;
        });
    exporter.setEdgeAttributeProvider(
        edge -> {
          Map<String, Attribute> all = new LinkedHashMap<>();
          all.put(LABEL, text(describe(edge.tensor())));
          all.put(TENSOR, text(edge.tensor().name()));
          all.put(BYTES, number(edge.tensor().bytes()));
          return all;
        });
    return write(exporter, graph);
  }

  /**
   * {@return the graph as GraphML}
   *
   * @param graph the graph
   */
  public static String graphMl(OperatorGraph graph) {
    GraphMLExporter<Operator, TensorEdge> exporter = new GraphMLExporter<>(ids(graph));
    for (String key : List.of(NAME, KIND, LAYER, SHAPE, OUTPUT)) {
      exporter.registerAttribute(key, AttributeCategory.NODE, AttributeType.STRING);
    }
    exporter.registerAttribute(MACS, AttributeCategory.NODE, AttributeType.LONG);
    exporter.registerAttribute(PARAMETERS, AttributeCategory.NODE, AttributeType.LONG);
    exporter.registerAttribute(TENSOR, AttributeCategory.EDGE, AttributeType.STRING);
    exporter.registerAttribute(SHAPE, AttributeCategory.EDGE, AttributeType.STRING);
    exporter.registerAttribute(BYTES, AttributeCategory.EDGE, AttributeType.LONG);
    exporter.setVertexAttributeProvider(
        operator -> {
          Map<String, Attribute> all = new LinkedHashMap<>();
          all.put(NAME, text(operator.name()));
          all.put(KIND, text(kind(operator)));
          all.put(LAYER, text(operator.layer()));
          all.put(SHAPE, text(shape(operator)));
          all.put(OUTPUT, text(describe(operator.output())));
          all.put(MACS, number(operator.macs()));
          all.put(PARAMETERS, number(parameters(operator)));
          return all;
        });
    exporter.setEdgeAttributeProvider(
        edge -> {
          Map<String, Attribute> all = new LinkedHashMap<>();
          all.put(TENSOR, text(edge.tensor().name()));
          all.put(SHAPE, text(describe(edge.tensor())));
          all.put(BYTES, number(edge.tensor().bytes()));
          return all;
        });
    return write(exporter, graph);
  }

  /** Operators are numbered in execution order; names need not be legal identifiers. */
  private static Function<Operator, String> ids(OperatorGraph graph) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Operator operator : graph.operators()) {
      ids.put(operator.name(), "o" + ids.size());
    }
    return operator -> ids.getOrDefault(operator.name(), "");
  }

  private static <
          E extends BaseExporter<Operator, TensorEdge> & GraphExporter<Operator, TensorEdge>>
      String write(E exporter, OperatorGraph graph) {
    StringWriter writer = new StringWriter();
    exporter.exportGraph(graph.asGraph(), writer);
    return writer.toString().replace(System.lineSeparator(), "\n");
  }

  private static Attribute text(String value) {
    return DefaultAttribute.createAttribute(value);
  }

  private static Attribute number(long value) {
    return DefaultAttribute.createAttribute(value);
  }

  private static String kind(Operator operator) {
    return operator.kind().name().toLowerCase(Locale.ROOT);
  }

  private static long parameters(Operator operator) {
    long sum = 0;
    for (Tensor input : operator.inputs()) {
      if (input.kind() == TensorKind.WEIGHT) {
        sum = Math.addExact(sum, input.elements());
      }
    }
    return sum;
  }

  private static String describe(Tensor tensor) {
    return tensor.type().name().toLowerCase(Locale.ROOT)
        + tensor.shape().stream().map(String::valueOf).collect(Collectors.joining("x", "[", "]"));
  }

  private static String shape(Operator operator) {
    OperatorShape shape = operator.shape();
    if (shape instanceof MatMulShape product) {
      String one = product.m() + "x" + product.k() + "x" + product.n();
      return product.batch() == 1 ? one : product.batch() + "*" + one;
    }
    if (shape instanceof ConvShape conv) {
      return String.format(
          Locale.ROOT,
          "%dx%dx%d conv %dx%dx%d/%d",
          conv.inputHeight(),
          conv.inputWidth(),
          conv.channels(),
          conv.filterHeight(),
          conv.filterWidth(),
          conv.filters(),
          conv.stride());
    }
    VectorShape vector = (VectorShape) shape;
    return vector.rows() + "x" + vector.columns();
  }
}
