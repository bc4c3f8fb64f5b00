package tactus.explore.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.Representation;
import tactus.workload.scalesim.ScaleSimConfig.Sparsity;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/** Every row that SCALE-Sim 3.0.0 printed, against the closed forms. */
class ScaleSim3GoldenTest {

  /** A row of a golden file by its columns. */
  private record Row(Map<String, String> fields) {
    String text(String column) {
      String text = fields.get(column);
      assertThat(text).as("column %s", column).isNotNull();
      return text;
    }

    int integer(String column) {
      return Integer.parseInt(text(column));
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    @Override
    public String toString() {
      return String.join(
          " ", text("case"), text("layer"), text("dataflow"), text("R") + "x" + text("C"));
    }
  }

  static List<Row> gemmRows() throws IOException {
    return rows("gemm_calc.csv");
  }

  static List<Row> gemmRowsOfSmallBuffers() throws IOException {
    return rows("gemm_calc_small_sram.csv");
  }

  static List<Row> convRows() throws IOException {
    return rows("conv_calc.csv");
  }

  @ParameterizedTest
  @MethodSource("gemmRows")
  void layers_gemm_equalSCALESim(Row row) {
    check(row, product(row));
  }

  @ParameterizedTest
  @MethodSource("gemmRowsOfSmallBuffers")
  void layers_gemmWithSmallBuffers_equalSCALESim(Row row) {
    check(row, product(row));
  }

  static List<Row> sparseRows() throws IOException {
    List<Row> rows = new ArrayList<>(rows("sparse_layerwise.csv"));
    rows.addAll(rows("sparse_rowwise.csv"));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("sparseRows")
  void layers_sparse_equalSCALESim(Row row) {
    String[] kept = row.text("sparsity").split(":", -1);
    ScaleSimLayer sparse =
        new ScaleSimLayer(
            row.text("layer"), product(row), Integer.parseInt(kept[0]), Integer.parseInt(kept[1]));
    Representation representation =
        Representation.valueOf(row.text("sparse_rep").toUpperCase(Locale.ROOT));
    ScaleSimConfig config =
        ScaleSimMachines.sparse(
            row.integer("R"),
            row.integer("C"),
            Stationary.valueOf(row.text("dataflow").toUpperCase(Locale.ROOT)),
            new Sparsity(
                row.integer("rowwise") == 1 ? SparsityMode.ROW_WISE : SparsityMode.LAYER_WISE,
                representation,
                row.integer("block"),
                row.integer("seed")));

    ScaleSim3Layer layer =
        ScaleSim3.layers(config, new ScaleSimTopology("net", List.of(sparse))).get(0);

    checkReport(row, layer);
    ScaleSim3Storage storage = layer.storage().orElseThrow();
    assertThat(storage.representation()).isEqualTo(representation);
    assertClose(storage.originalFilterStorage(), row.number("original_filter_storage"));
    assertClose(storage.newStorage(), row.number("new_storage_filter_plus_metadata"));
    assertClose(storage.filterMetadataStorage(), row.number("filter_metadata_storage"));
    assertClose(storage.averageMetadataBandwidth(), row.number("avg_filter_metadata_sram_bw"));
  }

  @ParameterizedTest
  @MethodSource("convRows")
  void layers_conv_equalSCALESim(Row row) {
    ConvShape conv =
        new ConvShape(
            row.integer("ifmap_h"),
            row.integer("ifmap_w"),
            row.integer("filt_h"),
            row.integer("filt_w"),
            row.integer("channels"),
            row.integer("num_filters"),
            row.integer("stride"),
            true);
    assertThat(conv.asMatMul()).isEqualTo(product(row));
    check(row, conv);
  }

  @Test
  void goldenFiles_holdAllDataflows() throws IOException {
    for (List<Row> rows : List.of(gemmRows(), gemmRowsOfSmallBuffers(), convRows())) {
      Set<String> dataflows = new HashSet<>();
      rows.forEach(row -> dataflows.add(row.text("dataflow")));
      assertThat(dataflows).containsExactlyInAnyOrder("os", "ws", "is");
    }
  }

  private static MatMulShape product(Row row) {
    return new MatMulShape(1, row.integer("M"), row.integer("K"), row.integer("N"));
  }

  private static void check(Row row, OperatorShape shape) {
    assertThat(row.text("mode")).isEqualTo("CALC");
    ScaleSimConfig config =
        ScaleSimMachines.calc(
            row.integer("R"),
            row.integer("C"),
            Stationary.valueOf(row.text("dataflow").toUpperCase(Locale.ROOT)));
    ScaleSimTopology topology =
        new ScaleSimTopology("net", List.of(new ScaleSimLayer(row.text("layer"), shape, 1, 1)));

    checkReport(row, ScaleSim3.layers(config, topology).get(0));
  }

  private static void checkReport(Row row, ScaleSim3Layer layer) {
    assertThat(layer.name()).isEqualTo(row.text("layer"));
    assertThat(layer.totalCycles()).isEqualTo(row.integer("total_cycles"));
    assertThat(layer.stallCycles()).isEqualTo(row.integer("stall_cycles"));
    assertClose(layer.overallUtilPercent(), row.number("overall_util_pct"));
    assertClose(layer.mappingEfficiencyPercent(), row.number("mapping_efficiency_pct"));
    assertClose(layer.computeUtilPercent(), row.number("compute_util_pct"));
    assertClose(layer.sramIfmapReads(), row.number("sram_ifmap_reads"));
    assertThat(layer.sramFilterReads()).isEqualTo(row.integer("sram_filter_reads"));
    assertThat(layer.sramOfmapWrites()).isEqualTo(row.integer("sram_ofmap_writes"));
  }

  /** SCALE-Sim sums its means up fold by fold, so their last digits are its rounding. */
  private static void assertClose(double ours, double theirs) {
    assertThat(ours).isCloseTo(theirs, within(1e-12 * theirs));
  }

  private static List<Row> rows(String file) throws IOException {
    String path = "/golden/scale-sim/" + file;
    List<Row> rows = new ArrayList<>();
    try (InputStream stream = ScaleSim3GoldenTest.class.getResourceAsStream(path)) {
      assertThat(stream).as(path).isNotNull();
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      List<String> lines = reader.lines().filter(line -> !line.startsWith("#")).toList();
      String[] columns = lines.get(0).split(",", -1);
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", -1);
        assertThat(values).hasSameSizeAs(columns);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
          fields.put(columns[i], values[i]);
        }
        rows.add(new Row(fields));
      }
    }
    assertThat(rows).as("rows of %s", file).isNotEmpty();
    return rows;
  }
}
