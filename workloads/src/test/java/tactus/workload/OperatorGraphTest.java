package tactus.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;

class OperatorGraphTest {

  private static final Tensor X = tensor("x", TensorKind.INPUT);
  private static final Tensor Y = tensor("y", TensorKind.ACTIVATION);
  private static final Tensor Z = tensor("z", TensorKind.OUTPUT);
  private static final Tensor W = tensor("w", TensorKind.WEIGHT);

  private static Tensor tensor(String name, TensorKind kind) {
    return new Tensor(name, List.of(2L, 2L), DataType.INT8, kind);
  }

  private static Operator operator(String name, Tensor output, Tensor... inputs) {
    return new Operator(
        name, OperatorKind.LINEAR, "", List.of(inputs), output, new MatMulShape(1, 2, 2, 2));
  }

  @Test
  void build_chain_knowsProducersConsumersAndTotals() {
    Operator first = operator("first", Y, X, W);
    Operator second = operator("second", Z, Y, W);

    OperatorGraph graph = OperatorGraph.named("g").add(first).add(second).build();

    assertThat(graph.operators()).containsExactly(first, second);
    assertThat(graph.producer(Y)).contains(first);
    assertThat(graph.producer(X)).isEmpty();
    assertThat(graph.consumers(W)).containsExactly(first, second);
    assertThat(graph.consumers(Z)).isEmpty();
    assertThat(graph.tensors()).containsExactly(X, W, Y, Z);
    assertThat(graph.macs()).isEqualTo(16);
    assertThat(graph.parameters()).isEqualTo(4);
    assertThat(
            graph.asGraph().getEdgeTarget(graph.asGraph().outgoingEdgesOf(first).iterator().next()))
        .isEqualTo(second);
  }

  @Test
  void add_contradictions_throw() {
    OperatorGraph.Builder builder = OperatorGraph.named("g").add(operator("first", Y, X, W));

    assertThatThrownBy(() -> builder.add(operator("first", Z, Y)))
        .hasMessageContaining("operator (first) must be unique");
    assertThatThrownBy(() -> builder.add(operator("other", Y, X)))
        .hasMessageContaining("output (y) must be a new tensor");
    assertThatThrownBy(() -> builder.add(operator("early", tensor("v", TensorKind.ACTIVATION), Z)))
        .hasMessageContaining("input (z) must be made by an earlier operator");
    assertThatThrownBy(() -> builder.add(operator("mixed", Z, tensor("w", TensorKind.INPUT))))
        .hasMessageContaining("must equal the earlier");
  }

  @Test
  void build_nothing_throws() {
    assertThatThrownBy(() -> OperatorGraph.named("g").build())
        .hasMessage("graph (g) must have at least one operator");
  }

  @Test
  void convolution_overTheEdge_isRoundedAsAsked() {
    ConvShape up = new ConvShape(10, 11, 3, 3, 2, 4, 2, true);
    ConvShape down = new ConvShape(10, 11, 3, 3, 2, 4, 2, false);

    assertThat(up.outputHeight()).isEqualTo(5);
    assertThat(up.outputWidth()).isEqualTo(5);
    assertThat(down.outputHeight()).isEqualTo(4);
    assertThat(down.outputWidth()).isEqualTo(5);
    assertThat(down.macs()).isEqualTo(20 * 18 * 4);
    assertThatThrownBy(() -> new ConvShape(3, 3, 4, 1, 1, 1, 1, true))
        .hasMessageContaining("filter (4 x 1) must not exceed the image (3 x 3)");
  }

  @Test
  void shapes_belowOne_throw() {
    assertThatThrownBy(() -> new MatMulShape(1, 0, 1, 1))
        .hasMessageContaining("must be at least 1");
    assertThatThrownBy(() -> new VectorShape(1, 0)).hasMessageContaining("must be at least 1");
    assertThatThrownBy(() -> new Tensor("t", List.of(0L), DataType.INT8, TensorKind.INPUT))
        .hasMessageContaining("must be at least 1");
  }

  @Test
  void bytes_ofHalfBytes_areRoundedUp() {
    Tensor odd = new Tensor("t", List.of(3L), DataType.INT4, TensorKind.INPUT);

    assertThat(odd.bytes()).isEqualTo(2);
  }
}
