package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.config.ConfigException;
import tactus.explore.report.ConsoleReport;
import tactus.explore.report.HtmlReport;

class StreamingGainTest {

  private static RunResult run(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "machine.attention=streaming",
                "machine.stream_fabric.vector_width=4",
                "machine.stream_fabric.head_lanes=2",
                "machine.stream_fabric.row_lanes=4"));
    all.addAll(List.of(settings));
    return RunStages.run(PlainRuns.spec("bert.yaml", all.toArray(new String[0])), RunProgress.NONE);
  }

  @Test
  void run_model_computesItsAttentionOnTheFabric() {
    ObjectNode report = ReportJson.of(run());

    List<String> kinds = new ArrayList<>();
    report.path("kinds").forEach(kind -> kinds.add(kind.path("kind").asText()));
    assertThat(kinds).contains("attention").doesNotContain("softmax", "matmul");
    for (JsonNode operator : report.path("operators")) {
      if (operator.path("kind").asText().equals("attention")) {
        assertThat(operator.path("engine").asText()).isEqualTo("stream");
        assertThat(operator.path("name").asText()).endsWith(".attention");
        assertThat(operator.path("macs").longValue()).isPositive();
      }
    }
    assertThat(report.path("macs")).isEqualTo(report.at("/workload/macs"));
    JsonNode streaming = report.path("streaming");
    assertThat(streaming.path("cycles")).isEqualTo(report.path("cycles"));
    assertThat(streaming.path("alternatives")).hasSize(2);
    // 2 x 4 lanes of 4 values: two products, the scaling of the result and of the sum.
    assertThat(report.at("/machine/streamFabric/multipliers").longValue()).isEqualTo(8 * (12 + 1));
    long elements = streaming.at("/alternatives/0/processingElements").longValue();
    double area = streaming.path("areaSquareMicrometers").doubleValue();
    assertThat(area).isEqualTo(report.at("/areaSquareMicrometers/total").doubleValue());
    assertThat(streaming.at("/alternatives/0/areaSquareMicrometers").doubleValue())
        .isLessThan(area - streaming.path("fabricSquareMicrometers").doubleValue() * 0.99);
    assertThat(streaming.at("/alternatives/1/areaSquareMicrometers").doubleValue())
        .isBetween(0.97 * area, area);
    assertThat(report.at("/machine/peakMacsPerCycle").longValue()).isEqualTo(elements + 64);
  }

  @Test
  void run_withoutFabric_isTheFirstAlternative() {
    ObjectNode without = ReportJson.of(run("machine.attention=matmul"));

    assertThat(without.has("streaming")).isFalse();
    assertThat(ReportJson.of(run()).at("/streaming/alternatives/0/cycles"))
        .isEqualTo(without.path("cycles"));
  }

  @Test
  void run_inReferenceFidelity_isTheSame() {
    ObjectNode fast = ReportJson.of(run());
    ObjectNode reference = ReportJson.of(run("fidelity=reference"));

    fast.remove("fidelity");
    reference.remove("fidelity");
    assertThat(reference).isEqualTo(fast);
  }

  @Test
  void render_gain_isThere() {
    ObjectNode report = ReportJson.of(run());

    assertThat(ConsoleReport.render(report, 100, false))
        .contains("Streaming attention")
        .contains("the same machine without it");
    assertThat(HtmlReport.render(report)).contains("\"streaming\":{");
  }

  @Test
  void run_rowsThatDoNotFit_isToldInOneLine() {
    assertThatThrownBy(() -> run("machine.stream_fabric.largest_dimension=2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must fit the stream fabric's buffers (largest_dimension: 2)");
    assertThatThrownBy(
            () ->
                run("machine.stream_fabric.variant=naive", "machine.stream_fabric.longest_row=15"))
        .hasMessageContaining("its rows of 16 keys must fit the stream fabric's channels");
    assertThatThrownBy(
            () ->
                run(
                    "machine.stream_fabric.variant=naive",
                    "machine.stream_fabric.longest_row=16",
                    "machine.stream_fabric.depths={score-long: 9}"))
        .hasMessageContaining("channel score-long holds 9 tokens, must hold at least 16");
    assertThatThrownBy(() -> run("machine.stream_fabric.variant=naive"))
        .hasMessageContaining("longest_row: must be written, since channels hold a row");
  }
}
