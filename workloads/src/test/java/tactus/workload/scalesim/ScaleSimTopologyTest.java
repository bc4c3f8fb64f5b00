package tactus.workload.scalesim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

class ScaleSimTopologyTest {

  private static ScaleSimLayer product(String name) {
    return new ScaleSimLayer(name, new MatMulShape(1, 2, 3, 4), 1, 1);
  }

  @Test
  void graph_layers_areIndependentOfEachOther() {
    ConvShape conv = new ConvShape(6, 5, 3, 2, 4, 7, 1, true);
    ScaleSimTopology topology =
        new ScaleSimTopology("net", List.of(new ScaleSimLayer("c", conv, 1, 1), product("g")));

    OperatorGraph graph = topology.graph(DataType.INT8);

    assertThat(graph.asGraph().edgeSet()).isEmpty();
    assertThat(graph.macs()).isEqualTo(4 * 4 * 24 * 7 + 24);
    Operator first = graph.operators().get(0);
    assertThat(first.kind()).isEqualTo(OperatorKind.CONV);
    assertThat(first.inputs())
        .containsExactly(
            new Tensor("c.input", List.of(6L, 5L, 4L), DataType.INT8, TensorKind.INPUT),
            new Tensor("c.weight", List.of(24L, 7L), DataType.INT8, TensorKind.WEIGHT));
    assertThat(first.output())
        .isEqualTo(new Tensor("c", List.of(16L, 7L), DataType.INT8, TensorKind.OUTPUT));
    assertThat(graph.operators().get(1).kind()).isEqualTo(OperatorKind.LINEAR);
  }

  @Test
  void graph_namesThatOccurTwice_getANumber() {
    ScaleSimTopology topology =
        new ScaleSimTopology(
            "net", List.of(product("a"), product("a#2"), product("a"), product("a")));

    assertThat(topology.graph(DataType.INT8).operators())
        .extracting(Operator::name)
        .containsExactly("a", "a#2", "a#3", "a#4");
  }

  @Test
  void layer_outOfRange_throws() {
    assertThatThrownBy(() -> new ScaleSimLayer("a", new VectorShape(1, 1), 1, 1))
        .hasMessageContaining("must be a product or a convolution");
    assertThatThrownBy(() -> new ScaleSimLayer("a", new MatMulShape(1, 1, 1, 1), 3, 2))
        .hasMessageContaining("keptWeights (3) must be from 1 to groupWeights (2)");
    assertThatThrownBy(() -> new ScaleSimTopology("net", List.of()))
        .hasMessageContaining("layers must not be empty");
  }
}
