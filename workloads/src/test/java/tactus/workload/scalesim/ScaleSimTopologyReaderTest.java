package tactus.workload.scalesim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimTopologyReader.Edge;
import tactus.workload.scalesim.ScaleSimTopologyReader.Form;

class ScaleSimTopologyReaderTest {

  private static final Path SHIPPED = Path.of("..", "configs", "topologies");
  private static final String CONV_HEADER = "Layer, H, W, FH, FW, C, F, S,\n";
  private static final String GEMM_HEADER = "Layer, M, N, K,\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("net.csv"), text);
  }

  private ScaleSimTopology conv(String rows) throws IOException {
    return ScaleSimTopologyReader.read(file(CONV_HEADER + rows), Form.CONV, Edge.ROUND_UP);
  }

  private ScaleSimTopology gemm(String rows) throws IOException {
    return ScaleSimTopologyReader.read(file(GEMM_HEADER + rows), Form.GEMM, Edge.ROUND_UP);
  }

  private void assertRefused(Form form, String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> ScaleSimTopologyReader.read(file, form, Edge.ROUND_UP))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + message);
  }

  @Test
  void read_gemm_ordersExtentsAsInTheFile() throws IOException {
    ScaleSimTopology topology = gemm("a, 2, 3, 5,\n");

    assertThat(topology.name()).isEqualTo("net");
    assertThat(topology.layers())
        .containsExactly(new ScaleSimLayer("a", new MatMulShape(1, 2, 5, 3), 1, 1));
  }

  @Test
  void read_conv_takesAllFields() throws IOException {
    ScaleSimTopology topology = conv("c1, 10, 12, 3, 4, 5, 6, 2,\n");

    assertThat(topology.layers())
        .containsExactly(new ScaleSimLayer("c1", new ConvShape(10, 12, 3, 4, 5, 6, 2, true), 1, 1));
    // Both extents are rounded up: (10 - 3 + 2) / 2 and (12 - 4 + 2) / 2.
    assertThat(topology.layers().get(0).asMatMul()).isEqualTo(new MatMulShape(1, 25, 60, 6));
  }

  @Test
  void read_convRoundedDown_leavesWindowsOverTheEdgeOut() throws IOException {
    Path file = file(CONV_HEADER + "c1, 10, 10, 3, 3, 1, 1, 2,\n");

    ScaleSimTopology up = ScaleSimTopologyReader.read(file, Form.CONV, Edge.ROUND_UP);
    ScaleSimTopology down = ScaleSimTopologyReader.read(file, Form.CONV, Edge.ROUND_DOWN);

    assertThat(up.layers().get(0).asMatMul().m()).isEqualTo(25);
    assertThat(down.layers().get(0).asMatMul().m()).isEqualTo(16);
  }

  @Test
  void read_emptyLinesAndCarriageReturns_areSkipped() throws IOException {
    assertThat(gemm("\n  \na, 1, 1, 1,\r\n\r\nb, 2, 2, 2,   \n").layers())
        .extracting(ScaleSimLayer::name)
        .containsExactly("a", "b");
  }

  @Test
  void read_sparsity_isKeptWithTheLayer() throws IOException {
    ScaleSimTopology topology = gemm("a, 1, 1, 8, 2:4,\nb, 1, 1, 8,,\n");

    assertThat(topology.layers().get(0).keptWeights()).isEqualTo(2);
    assertThat(topology.layers().get(0).groupWeights()).isEqualTo(4);
    assertThat(topology.layers().get(1).groupWeights()).isEqualTo(1);
  }

  @Test
  void read_depthwiseLayer_becomesOneForEachChannel() throws IOException {
    ScaleSimTopology topology = conv("DP_1, 8, 8, 3, 3, 3, 1, 1,\n");

    assertThat(topology.layers())
        .extracting(ScaleSimLayer::name)
        .containsExactly("DP_1Channel_0", "DP_1Channel_1", "DP_1Channel_2");
    assertThat(topology.layers())
        .allSatisfy(
            layer -> assertThat(layer.shape()).isEqualTo(new ConvShape(8, 8, 3, 3, 1, 1, 1, true)));
  }

  @Test
  void read_missingLastComma_namesTheLostField() throws IOException {
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 1, 1, 1,\nb, 1, 1, 17\n",
        ":3:11: must end with a comma, or the last field '17' is lost");
  }

  @Test
  void read_wrongFields_sayWhichAndWhere() throws IOException {
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 1, x, 1,\n",
        ":2:6: N: must be an integer from 1 to 2147483647, but was 'x'");
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 1, 1, 0,\n",
        ":2:9: K: must be an integer from 1 to 2147483647, but was '0'");
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 1, 1, 1, 4:2,\n",
        ":2:12: sparsity: must be N:M with N from 1 to M, such as 2:4, but was '4:2'");
    assertRefused(Form.GEMM, GEMM_HEADER + ", 1, 1, 1,\n", ":2:1: name: must not be empty");
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 1, 1,\n",
        ":2: must have 4 or 5 fields (name, M, N, K, sparsity), but has 3");
  }

  @Test
  void read_severalWrongLines_tellsThemAll() throws IOException {
    Path file = file(GEMM_HEADER + "a, 1, 1,\nb, 1, 1, 1\nc, 1, 1, y,\n");

    assertThatThrownBy(() -> ScaleSimTopologyReader.read(file, Form.GEMM, Edge.ROUND_UP))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.problems()).extracting(p -> p.line()).containsExactly(2, 3, 4));
  }

  @Test
  void read_filterLargerThanTheImage_saysBoth() throws IOException {
    assertRefused(
        Form.CONV,
        CONV_HEADER + "c, 4, 9, 3, 10, 1, 1, 1,\n",
        ":2: filter: must be at most as large as the image (4 x 9), but was 3 x 10");
  }

  @Test
  void read_noLayer_saysSo() throws IOException {
    assertRefused(Form.CONV, "", ": must hold a header and at least one layer, but has no layer");
    assertRefused(
        Form.CONV, CONV_HEADER, ": must hold a header and at least one layer, but has no layer");
  }

  @Test
  void read_layerInTheFirstLine_isNotLostSilently() throws IOException {
    assertRefused(
        Form.GEMM,
        "a, 1, 1, 1,\nb, 2, 2, 2,\n",
        ":1: must be a header, as the first line is skipped, but is a layer");
  }

  @Test
  void read_tooManyChannelsToExpand_isRefused() throws IOException {
    assertRefused(
        Form.CONV,
        CONV_HEADER + "DP, 4, 9, 3, 3, 2000000, 1, 1,\n",
        ":2: channels: must make at most 1000000 layers, but was 2000000");
  }

  @Test
  void read_productsBeyondCounting_areRefused() throws IOException {
    assertRefused(
        Form.GEMM,
        GEMM_HEADER + "a, 2147483647, 2147483647, 2147483647,\n",
        ":2: must have less than 2^63 multiply-accumulates");
  }

  @Test
  void read_missingFile_saysSo() {
    Path file = folder.resolve("none.csv");

    assertThatThrownBy(() -> ScaleSimTopologyReader.read(file, Form.GEMM, Edge.ROUND_UP))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void detect_shippedFiles_tellsThemApart() {
    assertThat(ScaleSimTopologyReader.detect(SHIPPED.resolve("resnet50.csv"))).isEqualTo(Form.CONV);
    assertThat(ScaleSimTopologyReader.detect(SHIPPED.resolve("bert_base_s128_gemm.csv")))
        .isEqualTo(Form.GEMM);
  }

  @Test
  void read_resnet50_has53ConvolutionsAndTheKnownWork() {
    Path file = SHIPPED.resolve("resnet50.csv");

    ScaleSimTopology up = ScaleSimTopologyReader.read(file, Form.CONV, Edge.ROUND_UP);
    ScaleSimTopology down = ScaleSimTopologyReader.read(file, Form.CONV, Edge.ROUND_DOWN);

    assertThat(up.layers()).hasSize(54);
    long parameters = 0;
    long macs = 0;
    for (ScaleSimLayer layer : up.layers()) {
      parameters += layer.asMatMul().k() * layer.asMatMul().n();
      macs += layer.shape().macs();
    }
    // All 25,557,032 parameters but those of batch norms (53,120) and the classifier's bias (1000).
    assertThat(parameters).isEqualTo(25_557_032 - 53_120 - 1000);
    assertThat(macs).isEqualTo(4_089_184_256L);
    for (int i = 0; i < 54; i++) {
      assertThat(down.layers().get(i).asMatMul()).isEqualTo(up.layers().get(i).asMatMul());
    }
  }

  @Test
  void read_bertBaseLayer_isALayerOfBertBase() {
    Path file = SHIPPED.resolve("bert_base_s128_gemm.csv");

    ScaleSimTopology topology = ScaleSimTopologyReader.read(file, Form.GEMM, Edge.ROUND_UP);

    long macs = 0;
    for (ScaleSimLayer layer : topology.layers()) {
      macs += layer.shape().macs();
    }
    assertThat(topology.layers()).hasSize(30);
    assertThat(macs).isEqualTo(931_135_488L);
  }
}
