package tactus.workload.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.TensorKind;

class GemmListTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("gemms.yaml"), text);
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> GemmList.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + message);
  }

  @Test
  void read_list_takesDefaultsForBatchAndCount() throws IOException {
    GemmList list =
        GemmList.read(
            file(
                """
                gemms:
                  - {name: a, m: 2, k: 3, n: 5}
                  - {name: b, m: 7, k: 1, n: 1, batch: 4, count: 2}
                """));

    assertThat(list.gemms())
        .containsExactly(
            new GemmList.Gemm("a", new MatMulShape(1, 2, 3, 5), 1),
            new GemmList.Gemm("b", new MatMulShape(4, 7, 1, 1), 2));
  }

  @Test
  void graph_products_areIndependentOperators() {
    GemmList list =
        new GemmList(
            List.of(
                new GemmList.Gemm("a", new MatMulShape(1, 2, 3, 5), 1),
                new GemmList.Gemm("b", new MatMulShape(4, 7, 1, 1), 2)));

    OperatorGraph graph = list.graph("net", DataType.FP16);

    assertThat(graph.name()).isEqualTo("net");
    assertThat(graph.operators()).extracting(Operator::name).containsExactly("a", "b.0", "b.1");
    assertThat(graph.asGraph().edgeSet()).isEmpty();
    assertThat(graph.macs()).isEqualTo(30 + 2 * 28);
    assertThat(graph.parameters()).isEqualTo(15);
    Operator batched = graph.operators().get(1);
    assertThat(batched.kind()).isEqualTo(OperatorKind.MATMUL);
    assertThat(batched.inputs().get(1).kind()).isEqualTo(TensorKind.INPUT);
    assertThat(batched.inputs().get(0).shape()).containsExactly(4L, 7L, 1L);
    assertThat(batched.output().type()).isEqualTo(DataType.FP16);
  }

  @Test
  void read_wrongValues_areRefusedWithTheirPlaces() throws IOException {
    assertRefused("gemms: []\n", ":1:1: gemms: must be a list, each entry");
    assertRefused("gemms:\n  - {name: a, m: 0, k: 1, n: 1}\n", ":2:15: gemms[0].m: must be");
    assertRefused("gemms:\n  - {name: a, m: 1, k: x, n: 1}\n", ":2:21: gemms[0].k: must be");
    assertRefused("gemms:\n  - {name: a, m: 1, k: 1}\n", ":2:5: gemms[0].n:");
    assertRefused(
        "gemms:\n  - {name: a, m: 1, k: 1, n: 1}\n  - {name: a, m: 1, k: 1, n: 1}\n",
        ":3:6: gemms[1].name: must be unique");
    assertRefused(
        "gemms:\n  - {name: a, m: 2147483647, k: 2147483647, n: 2147483647}\n",
        ":2:15: gemms[0].m: must make less than 2^63 multiply-accumulates");
    assertRefused(
        "gemms:\n  - {name: a, m: 1, k: 1, n: 1, count: 999999}\n"
            + "  - {name: b, m: 1, k: 1, n: 1, count: 2}\n",
        ":3:33: gemms[1].count: must make at most 1000000 operators in all");
  }

  @Test
  void gemm_outOfRange_throws() {
    assertThatThrownBy(() -> new GemmList(List.of())).hasMessage("gemms must not be empty");
    assertThatThrownBy(() -> new GemmList.Gemm("a", new MatMulShape(1, 1, 1, 1), 0))
        .hasMessage("a: count (0) must be at least 1");
  }
}
