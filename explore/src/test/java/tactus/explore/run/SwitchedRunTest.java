package tactus.explore.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tactus.explore.run.SmallRuns.report;
import static tactus.explore.run.SmallRuns.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.explore.price.PowerTrace;
import tactus.explore.report.ConsoleReport;
import tactus.explore.report.HtmlReport;
import tactus.explore.report.MachineReport;
import tactus.explore.report.TraceExport;
import tactus.hw.MachineSpec;

/** Runs on a machine whose matrix engine is switched between dataflows. */
class SwitchedRunTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine:
        {rows: 8, columns: 8, dataflow: reconfigurable, double_buffer: false, sparsity: on,
         accumulator: 64 KiB, switch_cycles: 3}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 8, width: 8 B, read_ports: 2}
      dram: {bandwidth: 32 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, results: fp32}
      """;

  /** Weights that stay suit the first, sums that stay the second. */
  private static final String PRODUCTS =
      """
        gemms:
          - {name: tall, m: 512, k: 16, n: 8}
          - {name: deep, m: 8, k: 512, n: 16}
      """;

  private static final String FORCED = "machine.matrix_engine.dataflow_choice=";

  @TempDir private Path folder;

  private Path run(String workload) throws IOException {
    return SmallRuns.write(folder, MACHINE, "workload:\n" + workload);
  }

  private static List<String> dataflows(ObjectNode report) {
    List<String> words = new ArrayList<>();
    report.path("operators").forEach(operator -> words.add(operator.path("dataflow").asText()));
    return words;
  }

  private static long cycles(JsonNode report) {
    return report.path("cycles").asLong();
  }

  @Test
  void run_offline_takesTheDataflowThatSuitsEachProduct() throws IOException {
    Path file = run(PRODUCTS);
    ObjectNode offline = report(file);
    ObjectNode weights = report(file, FORCED + "weight-stationary");
    ObjectNode sums = report(file, FORCED + "output-stationary");

    assertThat(dataflows(offline)).containsExactly("weight-stationary", "output-stationary");
    assertThat(dataflows(weights)).containsOnly("weight-stationary");
    assertThat(dataflows(sums)).containsOnly("output-stationary");
    assertThat(cycles(offline)).isLessThan(Math.min(cycles(weights), cycles(sums)));
    assertThat(offline.at("/machine/matrixEngines/0/dataflow"))
        .extracting(JsonNode::asText)
        .containsExactly("weight-stationary", "output-stationary");
    assertThat(offline.at("/machine/matrixEngines/0/dataflowChoice").asText()).isEqualTo("offline");
    assertThat(sums.at("/machine/matrixEngines/0/dataflowChoice").asText())
        .isEqualTo("output-stationary");
    assertThat(offline.at("/machine/matrixEngines/0/switchCycles").asInt()).isEqualTo(3);
  }

  @Test
  void run_cyclesOfDataflows_sumToTheRuns() throws IOException {
    ObjectNode report = report(run(PRODUCTS));
    long sum = 0;
    double share = 0;
    for (JsonNode dataflow : report.path("dataflows")) {
      sum += cycles(dataflow);
      share += dataflow.path("share").asDouble();
    }
    assertThat(sum).isEqualTo(cycles(report));
    assertThat(share).isCloseTo(1, within(1e-12));
    assertThat(report.path("dataflows"))
        .extracting(dataflow -> dataflow.path("dataflow").asText())
        .containsExactly("weight-stationary", "output-stationary");
    assertThat(
            report(
                    run(PRODUCTS),
                    "machine.matrix_engine.dataflow=[weight-stationary]",
                    "machine.matrix_engine.switch_cycles=0")
                .has("dataflows"))
        .isFalse();
  }

  @Test
  void run_oneDataflowForced_takesAsLongAsAnArrayOfThatOneOnly() throws IOException {
    Path file = run(PRODUCTS);
    for (String word : List.of("weight-stationary", "output-stationary")) {
      ObjectNode forced = report(file, FORCED + word);
      ObjectNode only =
          report(
              file,
              "machine.matrix_engine.dataflow=" + word,
              "machine.matrix_engine.switch_cycles=0");
      assertThat(forced.path("cycleStack")).isEqualTo(only.path("cycleStack"));
      assertThat(forced.path("traffic")).isEqualTo(only.path("traffic"));
    }
  }

  @Test
  void run_reference_hasTheSameCyclesAndBits() throws IOException {
    for (String sparsity : List.of("", "  sparsity: {pattern: '2:4'}\n")) {
      Path file = run(PRODUCTS + sparsity);
      ObjectNode fast = report(file, "numerics=on", "fidelity=fast");
      // The run itself ends if a bit differs.
      ObjectNode reference = report(file, "numerics=on", "fidelity=reference");
      assertThat(dataflows(fast)).containsExactly("weight-stationary", "output-stationary");
      assertThat(reference.path("operators")).isEqualTo(fast.path("operators"));
      assertThat(reference.path("numerics")).isEqualTo(fast.path("numerics"));
    }
  }

  @Test
  void run_trace_saysWhichDataflowEachProductTakes() throws IOException {
    RunResult result = result(run(PRODUCTS));
    MachineSpec machine = result.spec().machine();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TraceExport.write(
        machine,
        result.execution(),
        new PowerTrace(result.execution().cycles(), machine.periodTicks() / 1e15),
        out);
    String trace;
    try (GZIPInputStream plain =
        new GZIPInputStream(new java.io.ByteArrayInputStream(out.toByteArray()))) {
      trace = new String(plain.readAllBytes(), UTF_8);
    }
    assertThat(trace)
        .contains("\"dataflow\":\"weight stationary\"", "\"dataflow\":\"output stationary\"");
  }

  @Test
  void render_switchedEngine_saysWhatItDid() throws IOException {
    RunResult result = result(run(PRODUCTS));
    ObjectNode report = ReportJson.of(result);
    assertThat(ConsoleReport.render(report, 100, false))
        .containsPattern("By dataflow\n +dataflow +operators +cycles +share +utilization")
        .containsPattern("tall +weight-stationary")
        .containsPattern("deep +output-stationary");
    assertThat(HtmlReport.render(report)).contains("\"dataflows\"", "id=\"dataflows\"");
    assertThat(
            MachineReport.render(
                MachineReport.of(result.spec().machine(), result.spec().cost()), 120, true))
        .contains("8 x 8, pipeline depth 1, single-buffered")
        .containsPattern(
            "dataflow +weight- or output-stationary: chosen for each product, a switch takes 3 cycles")
        .contains("an element of several dataflows has the registers of each");
  }

  @Test
  void price_severalDataflows_haveRegistersOfEachAndMultiplexers() throws IOException {
    Path file = run(PRODUCTS);
    String key = "/areaSquareMicrometers/";
    String doubled = "machine.matrix_engine.double_buffer=true";
    ObjectNode both = report(file, doubled);
    double largest = 0;
    for (String word : List.of("weight-stationary", "output-stationary")) {
      ObjectNode one =
          report(
              file,
              doubled,
              "machine.matrix_engine.dataflow=" + word,
              "machine.matrix_engine.switch_cycles=0");
      assertThat(one.at(key + "multiplyAdders")).isEqualTo(both.at(key + "multiplyAdders"));
      largest = Math.max(largest, one.at(key + "arrayRegisters").asDouble());
    }
    assertThat(both.at(key + "arrayRegisters").asDouble()).isGreaterThan(largest);
    // Who chooses is no matter of the hardware.
    assertThat(report(file, doubled, FORCED + "output-stationary").at("/areaSquareMicrometers"))
        .isEqualTo(both.at("/areaSquareMicrometers"));
  }

  @Test
  void run_threeDataflows_areNeverSlowerThanTwo() throws IOException {
    Path file = run(PRODUCTS);
    String dense = "machine.matrix_engine.sparsity=off";
    long two = cycles(report(file, dense));
    long three =
        cycles(
            report(
                file,
                dense,
                "machine.matrix_engine.dataflow=[weight-stationary, output-stationary,"
                    + " input-stationary]"));
    assertThat(three).isLessThanOrEqualTo(two);
  }
}
