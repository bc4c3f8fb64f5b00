package tactus.workload.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.dot.DOTImporter;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.jgrapht.util.SupplierUtil;
import org.junit.jupiter.api.Test;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

class GraphExportTest {

  private static Tensor tensor(String name, TensorKind kind, Long... shape) {
    return new Tensor(name, List.of(shape), DataType.INT8, kind);
  }

  private static OperatorGraph graph() {
    Tensor image = tensor("image", TensorKind.INPUT, 4L, 4L, 1L);
    Tensor filters = tensor("filters", TensorKind.WEIGHT, 9L, 3L);
    Tensor pixels = tensor("pixels", TensorKind.ACTIVATION, 4L, 3L);
    Tensor weights = tensor("w \"quoted\" <&>", TensorKind.WEIGHT, 3L, 5L);
    Tensor product = tensor("product", TensorKind.ACTIVATION, 4L, 5L);
    Tensor result = tensor("result", TensorKind.OUTPUT, 4L, 5L);
    return OperatorGraph.named("small")
        .add(
            new Operator(
                "conv",
                OperatorKind.CONV,
                "",
                List.of(image, filters),
                pixels,
                new ConvShape(4, 4, 3, 3, 1, 3, 1, false)))
        .add(
            new Operator(
                "fc \"a\" <b>",
                OperatorKind.LINEAR,
                "layer.0",
                List.of(pixels, weights),
                product,
                new MatMulShape(1, 4, 3, 5)))
        .add(
            new Operator(
                "square",
                OperatorKind.MULTIPLY,
                "layer.0",
                List.of(product, product),
                result,
                new VectorShape(4, 5)))
        .build();
  }

  private static Graph<Integer, DefaultEdge> empty() {
    return new DirectedPseudograph<>(
        SupplierUtil.createIntegerSupplier(), SupplierUtil.createDefaultEdgeSupplier(), false);
  }

  @Test
  void dot_smallGraph_canBeReadBack() {
    DOTImporter<Integer, DefaultEdge> importer = new DOTImporter<>();
    Map<String, List<String>> read = new LinkedHashMap<>();
    importer.addVertexAttributeConsumer(
        (pair, value) ->
            read.computeIfAbsent(pair.getSecond(), k -> new ArrayList<>()).add(value.getValue()));
    Graph<Integer, DefaultEdge> copy = empty();

    importer.importGraph(copy, new StringReader(GraphExport.dot(graph())));

    assertThat(copy.vertexSet()).hasSize(3);
    assertThat(copy.edgeSet()).hasSize(2);
    assertThat(read.get("macs")).containsExactly("108", "60", "0");
    assertThat(read.get("parameters")).containsExactly("27", "15", "0");
    assertThat(read.get("extents")).containsExactly("4x4x1 conv 3x3x3/1", "4x3x5", "4x5");
    assertThat(read.get("output")).containsExactly("int8[4x3]", "int8[4x5]", "int8[4x5]");
  }

  @Test
  void graphMl_smallGraph_canBeReadBack() {
    GraphMLImporter<Integer, DefaultEdge> importer = new GraphMLImporter<>();
    Map<String, List<String>> read = new LinkedHashMap<>();
    importer.addVertexAttributeConsumer((pair, value) -> note(read, pair.getSecond(), value));
    importer.addEdgeAttributeConsumer((pair, value) -> note(read, "e." + pair.getSecond(), value));
    Graph<Integer, DefaultEdge> copy = empty();

    importer.importGraph(copy, new StringReader(GraphExport.graphMl(graph())));

    assertThat(copy.vertexSet()).hasSize(3);
    assertThat(copy.edgeSet()).hasSize(2);
    assertThat(read.get("name")).containsExactly("conv", "fc \"a\" <b>", "square");
    assertThat(read.get("kind")).containsExactly("conv", "linear", "multiply");
    assertThat(read.get("macs")).containsExactly("108", "60", "0");
    assertThat(read.get("e.tensor")).containsExactly("pixels", "product");
    assertThat(read.get("e.shape")).containsExactly("int8[4x3]", "int8[4x5]");
    assertThat(read.get("e.bytes")).containsExactly("12", "20");
  }

  private static void note(Map<String, List<String>> read, String key, Attribute value) {
    read.computeIfAbsent(key, k -> new ArrayList<>()).add(value.getValue());
  }

  @Test
  void export_sameGraphBuiltTwice_givesTheSameText() {
    assertThat(GraphExport.dot(graph())).isEqualTo(GraphExport.dot(graph()));
    assertThat(GraphExport.graphMl(graph())).isEqualTo(GraphExport.graphMl(graph()));
    assertThat(GraphExport.dot(graph())).startsWith("strict digraph").doesNotContain("\r");
  }
}
