package tactus.explore.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tactus.config.ConfigException;
import tactus.explore.report.ReproductionReport;

class ApproximateNormalizationTest {

  @Test
  void json_rows_haveTheSchemasKeys() {
    ObjectNode json =
        new Reproduction(
                "x",
                "A paper",
                List.of(
                    new ReproductionRow("a", OptionalDouble.of(16), 12, "%", "first"),
                    new ReproductionRow("b", OptionalDouble.empty(), 3, "%", "first")))
            .json();
    assertThat(json.path("schema").asText()).isEqualTo("tactus/reproduction/1");
    JsonNode row = json.path("rows").get(0);
    assertThat(row.path("relativeError").asDouble()).isEqualTo(-0.25);
    assertThat(json.path("rows").get(1).path("theirs").isNull()).isTrue();
    assertThat(json.path("rows").get(1).path("relativeError").isNull()).isTrue();
    assertThat(ReproductionReport.render(json, 100))
        .contains("x: A paper", "-25 %", "1  first")
        .doesNotContain("2  first");
  }

  @Test
  void reproduce_noTraces_saysWhatIsMissing() {
    Paper paper = Papers.find("approximate-normalization").orElseThrow();
    assertThatThrownBy(() -> paper.reproduce(Path.of("nowhere")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.json");
  }

  @Test
  void unknown_nearName_isToldTheNearest() {
    assertThat(Papers.unknown("aproximate-normalization"))
        .startsWith(
            "unknown paper 'aproximate-normalization';"
                + " did you mean 'approximate-normalization'? allowed: approximate-normalization,"
                + " streaming-attention, ");
  }
}
