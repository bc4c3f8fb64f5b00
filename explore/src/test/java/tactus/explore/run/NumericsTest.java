package tactus.explore.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tactus.explore.run.SmallRuns.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tactus.config.ConfigException;
import tactus.config.ValueType;
import tactus.explore.report.ConsoleReport;
import tactus.explore.report.HtmlReport;
import tactus.hw.command.Dataflow;

class NumericsTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 8, accumulator: 64 KiB}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 8, width: 8 B}
      dram: {bandwidth: 8 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, normalization: windows, k: 1, lambda: 2}
      """;
  private static final String GEMMS =
      """
      workload:
        gemms:
          - {name: one, m: 40, k: 70, n: 33}
          - {name: many, m: 8, k: 12, n: 10, batch: 4}
      """;
  private static final Path DIGITS = Path.of("..", "traces", "digits-vit").toAbsolutePath();

  @TempDir private Path folder;

  private Path run(String... parts) throws IOException {
    return SmallRuns.write(folder, MACHINE, String.join("", parts));
  }

  private static long sum(JsonNode list, String key) {
    long sum = 0;
    for (JsonNode entry : list) {
      sum += entry.path(key).asLong();
    }
    return sum;
  }

  private void assertRefused(Path file, String line, String... settings) {
    assertThatThrownBy(() -> report(file, settings))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(
                        problem ->
                            assertThat(problem.toString().replace(folder + "/", ""))
                                .contains(line)
                                .doesNotContain("\n")));
  }

  @Test
  void run_off_hasNoValuesAndTheSameCycles() throws IOException {
    ObjectNode off = report(run(GEMMS, "numerics: off\n"));
    ObjectNode on = report(run(GEMMS, "numerics: on\n"));

    assertThat(off.has("numerics")).isFalse();
    assertThat(on.remove("numerics")).isNotNull();
    // The values tell how much the operands switch, so that only the energy differs.
    for (ObjectNode report : List.of(on, off)) {
      report.remove(List.of("energyPicojoules", "energy"));
      report
          .withArray("operators")
          .forEach(operator -> ((ObjectNode) operator).remove("energyPicojoules"));
    }
    assertThat(on).isEqualTo(off);
  }

  @ParameterizedTest
  @EnumSource(Dataflow.class)
  void run_referenceFidelity_givesTheBitsOfTheFastPath(Dataflow dataflow) throws IOException {
    String word = "machine.matrix_engine.dataflow=" + ValueType.word(dataflow);
    Path file = run(GEMMS, "numerics: on\n");
    for (String arithmetic :
        List.of(
            "{operands: bf16, normalization: windows, k: 1, lambda: 2}",
            "{operands: fp8-e4m3, accumulation: fused}",
            "{operands: int8}")) {
      for (String folds : List.of("padded", "trimmed")) {
        String[] settings = {
          word,
          "machine.arithmetic=null",
          "machine.arithmetic=" + arithmetic,
          dataflow == Dataflow.FLEXIBLE
              ? "machine.matrix_engine.reduction_bandwidth=" + folds.length()
              : "machine.matrix_engine.partial_folds=" + folds,
          "machine.matrix_engine.count=2",
          "numerics.most_macs=20000",
          "fidelity=fast"
        };
        ObjectNode fast = report(file, settings);
        settings[settings.length - 1] = "fidelity=reference";
        // The run itself ends if a bit differs.
        ObjectNode reference = report(file, settings);

        assertThat(reference.path("fidelity").asText()).isEqualTo("reference");
        assertThat(reference.path("numerics")).isEqualTo(fast.path("numerics"));
      }
    }
  }

  @Test
  void run_tiledReduction_addsInTheOrderOfItsFolds() throws IOException {
    Path file = run(GEMMS, "numerics: on\n");
    String trimmed = "machine.matrix_engine.partial_folds=trimmed";
    JsonNode rows8 = report(file, trimmed).path("numerics");
    JsonNode rows4 = report(file, trimmed, "machine.matrix_engine.rows=4").path("numerics");

    assertThat(rows4).isNotEqualTo(rows8);
    assertThat(rows4.path("additions")).isEqualTo(rows8.path("additions"));
  }

  @Test
  void run_chains_countsEveryAddition() throws IOException {
    JsonNode numerics = report(run(GEMMS, "numerics: on\n")).path("numerics");

    // Padded folds add zeros in the rows that have no product.
    long additions = numerics.path("additions").asLong();
    assertThat(additions).isEqualTo(40 * 72 * 33 + 4 * 8 * 16 * 10);
    long zeros = numerics.path("zeroSums").asLong();
    assertThat(sum(numerics.path("leadingZeros"), "sums")).isEqualTo(additions - zeros);
    assertThat(sum(numerics.path("shifts"), "sums")).isEqualTo(additions - zeros);
    numerics
        .path("shifts")
        .forEach(shift -> assertThat(shift.path("places").asInt()).isIn(-1, 0, 1, 3));
    assertThat(sum(numerics.path("operators"), "sums")).isEqualTo(40 * 33 + 4 * 8 * 10);
    assertThat(sum(numerics.path("operators"), "differingSums")).isPositive();
    assertThat(numerics.at("/operators/0/signalToNoiseDecibels").asDouble()).isBetween(45.0, 60.0);
  }

  @Test
  void run_streamedAttention_givesTheBitsOfTheFastPath() throws IOException {
    String model = "workload: {model: " + DIGITS.resolve("config.json") + ", phase: prefill}\n";
    Path file = run(model, "numerics: on\n");
    String streaming = "machine.attention=streaming";
    JsonNode products = report(file).path("numerics");
    for (String fabric :
        List.of(
            "{vector_width: 4, row_lanes: 2}",
            "{variant: naive, longest_row: 64, vector_width: 8, head_lanes: 2}",
            "{variant: deferred, vector_width: 8, row_lanes: 17}",
            "{vector_width: 8, row_lanes: 17, arithmetic: {operands: fp16, accumulation: fused}}")) {
      String[] settings = {streaming, "machine.stream_fabric=" + fabric, "fidelity=fast"};
      JsonNode fast = report(file, settings).path("numerics");
      settings[2] = "fidelity=reference";
      // The run itself ends if a bit differs.
      assertThat(report(file, settings).path("numerics")).isEqualTo(fast);

      // Three products in the place of which there is an attention.
      assertThat(fast.path("operators")).hasSize(products.path("operators").size() - 3);
      JsonNode attention = fast.at("/operators/4");
      assertThat(attention.path("name").asText()).isEqualTo("layer.0.attention");
      assertThat(attention.path("sums")).isEqualTo(attention.path("allSums"));
      assertThat(attention.path("signalToNoiseDecibels").asDouble()).isBetween(40.0, 70.0);
    }
    JsonNode chosen =
        report(file, streaming, "numerics.operators=[layer.1.context]", "numerics.most_macs=1")
            .at("/numerics/operators");
    assertThat(chosen).hasSize(1);
    assertThat(chosen.at("/0/name").asText()).isEqualTo("layer.1.attention");
    assertThat(chosen.at("/0/sums").asLong()).isLessThan(chosen.at("/0/allSums").asLong());
    assertRefused(
        file,
        "numerics: must be off, since the stream fabric of small has no floating-point arithmetic"
            + " for exponentials (machine.stream_fabric.arithmetic), but was 'on'",
        streaming,
        "machine.arithmetic=null",
        "machine.arithmetic={operands: int8}");
  }

  @ParameterizedTest
  @CsvSource({
    "'{operands: bf16}', 45, 60",
    "'{operands: fp32, accumulation: fused}', 130, 160",
    "'{operands: fp8-e4m3, subnormals: kept}', 25, 40",
    "'{operands: int8}', 30, 50"
  })
  void run_exactUnit_hasNoDifferingBits(String arithmetic, double least, double most)
      throws IOException {
    JsonNode numerics =
        report(
                run(GEMMS, "numerics: on\n"),
                "machine.arithmetic=null",
                "machine.arithmetic=" + arithmetic)
            .path("numerics");

    for (JsonNode operator : numerics.path("operators")) {
      assertThat(operator.path("differingBits").asLong()).isZero();
      assertThat(operator.path("saturations").asLong()).isZero();
      assertThat(operator.path("signalToNoiseDecibels").asDouble()).isBetween(least, most);
      assertThat(operator.path("maxError").asDouble())
          .isGreaterThanOrEqualTo(operator.path("rmsError").asDouble());
    }
  }

  @Test
  void run_valuesBeyondTheFormat_areCounted() throws IOException {
    String[] fp16 = {"machine.arithmetic=null", "machine.arithmetic={operands: fp16}"};
    Path file = run(GEMMS, "numerics: {distribution: log-normal, scale: 20000}\n");
    JsonNode large = report(file, fp16).path("numerics");
    JsonNode small =
        report(file, fp16[0], fp16[1], "numerics.scale=0.00001", "numerics.seed=7")
            .path("numerics");

    assertThat(sum(large.path("operators"), "saturations")).isPositive();
    assertThat(sum(small.path("operators"), "saturations")).isZero();
    assertThat(sum(small.path("operators"), "underflows")).isPositive();
  }

  @Test
  void run_limits_executeLess() throws IOException {
    Path file = run(GEMMS, "numerics: {most_macs: 23100}\n");
    JsonNode rows = report(file).at("/numerics/operators/0");
    assertThat(rows.path("sums").asLong()).isEqualTo(10 * 33);
    assertThat(rows.path("allSums").asLong()).isEqualTo(40 * 33);
    JsonNode columns = report(file, "numerics.most_macs=700").at("/numerics/operators/0");
    assertThat(columns.path("sums").asLong()).isEqualTo(10);
    JsonNode chosen =
        report(file, "numerics.operators=[ma*y]", "numerics.most_macs=10000")
            .at("/numerics/operators");
    assertThat(chosen).hasSize(1);
    assertThat(chosen.at("/0/name").asText()).isEqualTo("many");
  }

  @Test
  void run_seed_decidesTheValues() throws IOException {
    Path file = run(GEMMS, "numerics: on\n");
    JsonNode one = report(file).path("numerics");
    assertThat(report(file).path("numerics")).isEqualTo(one);
    assertThat(report(file, "numerics.seed=2").path("numerics")).isNotEqualTo(one);
  }

  @Test
  void run_convolution_executesItsWindows() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"), "Layer, H, W, FH, FW, C, F, S,\nfirst, 9, 9, 3, 3, 4, 6, 2,\n");
    Path file = run("workload: {topology: t.csv, data_type: bf16}\nnumerics: on\n");
    JsonNode operator = report(file, "fidelity=reference").at("/numerics/operators/0");
    assertThat(operator.path("sums").asLong()).isEqualTo(4 * 4 * 6);
    assertThat(operator.path("signalToNoiseDecibels").asDouble()).isBetween(45.0, 60.0);
  }

  @Test
  void run_model_readsItsOwnTensors() throws IOException {
    Path file =
        run(
            "workload: {model: " + DIGITS.resolve("config.json") + ", phase: prefill}\n",
            "numerics: {values: " + DIGITS.resolve("model.safetensors") + "}\n");
    JsonNode numerics = report(file).path("numerics");
    assertThat(numerics.path("operators")).hasSize(1 + 3 * 8 + 1);
    assertThat(numerics.path("values").asText()).startsWith("weights of model.safetensors");
    JsonNode drawn = report(file, "numerics.values=random").path("numerics");
    assertThat(drawn.path("values").asText()).isEqualTo("drawn normal, seed 1");
    // Drawn weights are larger than trained ones.
    assertThat(drawn.at("/operators/1/rmsError").asDouble())
        .isGreaterThan(2 * numerics.at("/operators/1/rmsError").asDouble());
  }

  @Test
  void run_noArithmetic_isToldInOneLine() throws IOException {
    assertRefused(
        run(GEMMS, "numerics: on\n"),
        "r.yaml:6:1: numerics: must be off, since small has no arithmetic to compute values with,"
            + " but was 'on'",
        "machine.arithmetic=null");
  }

  @Test
  void run_wrongKeys_areToldInOneLine() throws IOException {
    assertRefused(
        run(GEMMS, "numerics: yes\n"), "numerics: must be on, off or a section of keys (numerics)");
    assertRefused(
        run(GEMMS, "numerics: {operators: [on]}\n"),
        "must name products, but none is called 'on'; did you mean 'one'?");
    assertRefused(run(GEMMS, "numerics: {values: none.safetensors}\n"), "no such file");
    assertRefused(run(GEMMS, "numerics: {scale: 0}\n"), "above 0");
  }

  private Path tensors(String name, int rows, int columns, float value, int cut)
      throws IOException {
    String header =
        "{\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(name, rows, columns, 4 * rows * columns);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 4 * rows * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(UTF_8));
    while (file.hasRemaining()) {
      file.putFloat(value);
    }
    byte[] bytes = new byte[file.capacity() - cut];
    System.arraycopy(file.array(), 0, bytes, 0, bytes.length);
    return Files.write(folder.resolve("w.safetensors"), bytes);
  }

  @Test
  void run_wrongWeights_areToldInOneLine() throws IOException {
    Path file =
        run(
            "workload: {gemms: [{name: one, m: 4, k: 5, n: 6}]}\n",
            "numerics: {values: w.safetensors}\n");

    tensors("one.weight", 5, 6, 2, 0);
    JsonNode operator = report(file).at("/numerics/operators/0");
    assertThat(operator.path("sums").asLong()).isEqualTo(24);
    tensors("one.weight", 6, 5, 2, 0);
    assertRefused(file, "one.weight: must have shape [5, 6], but has [6, 5]");
    tensors("two.weight", 5, 6, 2, 0);
    assertRefused(file, "one.weight: no such tensor, which is needed for one.weight of the graph");
    tensors("one.weight", 5, 6, 2, 1);
    assertRefused(file, "is cut short");
    tensors("one.weight", 5, 6, Float.NaN, 0);
    assertRefused(file, "one.weight: must be finite, but element [0, 0] is NaN");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 120})
  void render_numerics_keepsToTheWidth(int width) throws IOException {
    ObjectNode report = report(run(GEMMS, "numerics: on\n"));
    String text = ConsoleReport.render(report, width, false);
    assertThat(text).contains("Values", "Sums were shifted");
    assertThat(new ArrayList<>(text.lines().toList()))
        .allMatch(line -> line.codePointCount(0, line.length()) <= width);
    assertThat(HtmlReport.render(report)).contains("<section id=\"numerics\"", "drawNumerics");
  }
}
