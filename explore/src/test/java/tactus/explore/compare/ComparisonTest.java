package tactus.explore.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final JsonNode ONE =
      json(
          """
          {"name": "one", "machine": {"name": "m", "rows": 16}, "cycles": 1000, "seconds": 1e-6,
           "cycleStack": {"total": 1000, "compute": 600, "dram": 400},
           "operators": [{"name": "a", "cycles": 700, "energyPicojoules": 5.0},
                         {"name": "b", "cycles": 300, "energyPicojoules": 1.0}],
           "energyPicojoules": {"dram": 4.0, "control": 2.0, "total": 6.0},
           "areaSquareMicrometers": {"dram": 0.0, "control": 10.0, "total": 10.0}}
          """);
  private static final JsonNode OTHER =
      json(
          """
          {"name": "other", "machine": {"name": "m", "rows": 32}, "cycles": 750, "seconds": 0.5e-6,
           "cycleStack": {"total": 750, "compute": 600, "dram": 150},
           "operators": [{"name": "a", "cycles": 450, "energyPicojoules": 5.0},
                         {"name": "c", "cycles": 300, "energyPicojoules": 1.0}],
           "energyPicojoules": {"dram": 1.0, "control": 2.0, "total": 3.0},
           "areaSquareMicrometers": {"dram": 0.0, "control": 9.0, "total": 9.0}}
          """);

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void figure_bothReportsHaveIt_differs() {
    Change cycles = Comparison.of(ONE, OTHER).figure("cycles").orElseThrow();

    assertThat(cycles.absolute()).isEqualTo(-250);
    assertThat(cycles.relative()).isEqualTo(-0.25, within(1e-12));
  }

  @Test
  void relative_fromNothing_infinite() {
    assertThat(new Change("x", 0, 3).relative()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new Change("x", 0, 0).relative()).isZero();
  }

  @Test
  void operators_someDiffer_alignedByName() {
    Comparison comparison = Comparison.of(ONE, OTHER);

    assertThat(comparison.operators())
        .extracting(Comparison.OperatorChange::name)
        .containsExactly("a");
    assertThat(comparison.operatorsGone()).containsExactly("b");
    assertThat(comparison.operatorsNew()).containsExactly("c");
  }

  @Test
  void configuration_machineDiffers_namesThePath() {
    assertThat(Comparison.of(ONE, OTHER).configuration()).containsKey("machine.rows");
    assertThat(Comparison.of(ONE, OTHER).configuration()).doesNotContainKey("machine.name");
  }

  @Test
  void components_shorterRun_powerIsEnergyOverTime() {
    Comparison.ComponentChange dram = Comparison.of(ONE, OTHER).components().get(0);

    assertThat(dram.name()).isEqualTo("dram");
    assertThat(dram.watts().before()).isEqualTo(4e-6, within(1e-18));
    assertThat(dram.watts().after()).isEqualTo(2e-6, within(1e-18));
  }

  @Test
  void explanations_oneCauseChanges_namesIt() {
    assertThat(Comparison.of(ONE, OTHER).explanations())
        .containsExactly(
            "Of -250.0 cycles in cycles, cycleStack.dram is -250.0.",
            "Of -3.000 pJ in energyPicojoules.total, energyPicojoules.dram is -3.000.",
            "Of -1.000 um2 in areaSquareMicrometers.total, areaSquareMicrometers.control is"
                + " -1.000.");
  }

  @Test
  void of_same_nothingDiffers() {
    Comparison same = Comparison.of(ONE, ONE);

    assertThat(same.figures()).allMatch(Change::isNone);
    assertThat(same.configuration()).isEmpty();
    assertThat(same.explanations()).isEmpty();
  }

  @Test
  void holds_kindsOfLimits_eachAsWritten() {
    Comparison comparison = Comparison.of(ONE, OTHER);

    assertThat(FailCondition.parse("cycles < -24.9%").holds(comparison)).isTrue();
    assertThat(FailCondition.parse("cycles < -25.1%").holds(comparison)).isFalse();
    assertThat(FailCondition.parse("cycles >= -250").holds(comparison)).isTrue();
    assertThat(FailCondition.parse("cycles > -250").holds(comparison)).isFalse();
    assertThat(FailCondition.parse("cycles > 749").holds(comparison)).isTrue();
    assertThat(FailCondition.parse("energyPicojoules.total <= 3").holds(comparison)).isTrue();
  }

  @Test
  void parse_noOperator_saysTheForm() {
    assertThatThrownBy(() -> FailCondition.parse("cycles up 1%"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as '+1%'")
        .hasMessageContaining("'cycles up 1%'");
  }

  @Test
  void holds_unknownFigure_namesTheNearest() {
    assertThatThrownBy(() -> FailCondition.parse("cycle > 1").holds(Comparison.of(ONE, OTHER)))
        .hasMessageContaining("did you mean 'cycles'?");
  }

  @Test
  void json_changes_areInTheOrderOfTheReport() {
    JsonNode json = ComparisonJson.of(Comparison.of(ONE, OTHER));

    assertThat(json.path("schema").asText()).isEqualTo("tactus/comparison/1");
    JsonNode rows = json.path("figures").get(0);
    assertThat(rows.path("figure").asText()).isEqualTo("machine.rows");
    assertThat(rows.path("relative").asDouble()).isEqualTo(1, within(1e-12));
    JsonNode cycles = json.path("figures").get(1);
    assertThat(cycles.path("relative").asDouble()).isEqualTo(-0.25, within(1e-12));
  }

  @Test
  void json_changeFromNothing_relativeIsNull() {
    ObjectNode none = ONE.deepCopy();
    none.put("cycles", 0);
    JsonNode json = ComparisonJson.of(Comparison.of(none, OTHER));

    assertThat(json.path("figures").get(1).path("relative").isNull()).isTrue();
  }
}
