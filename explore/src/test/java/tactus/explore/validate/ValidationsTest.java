package tactus.explore.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.explore.report.ValidationReport;
import tactus.explore.validate.Comparison.Point;
import tactus.hw.stream.StreamRun.Method;

/** Our numbers beside others', as the document shows them. */
class ValidationsTest {

  private static final Path HOME = Path.of("..");
  private static final GoldenFolder GOLDEN = new GoldenFolder(HOME);

  private static List<Comparison> compare(String name) {
    return Validations.find(name).orElseThrow().compare(GOLDEN);
  }

  private static void assertEqual(Comparison comparison) {
    assertThat(comparison.equalPoints())
        .as("%s; worst is %s", comparison.figure(), comparison.worst())
        .isEqualTo(comparison.points().size());
  }

  @Test
  void scaleSim_itsOwnFigures_areEqual() {
    List<Comparison> figures = compare("scale-sim");
    List<Comparison> peer =
        figures.stream().filter(figure -> !figure.figure().startsWith("own")).toList();
    assertThat(peer).hasSize(10);
    peer.forEach(ValidationsTest::assertEqual);
  }

  @Test
  void scaleSim_ourOperandsThatStay_countOneCycleMore() {
    for (Comparison figure : compare("scale-sim")) {
      if (figure.figure().endsWith("folds apart") && !figure.figure().contains("output")) {
        assertThat(figure.points()).allMatch(point -> point.ours() == point.theirs() + 1);
      }
    }
  }

  @Test
  void stonne_multiplications_areEqual() {
    Comparison multiplications = compare("stonne").get(0);
    assertEqual(multiplications);
    assertThat(multiplications.points()).hasSize(105);
  }

  @Test
  void stonne_cyclesWithoutMeetingsOnItsBus_areNear() {
    // Where a port feeds two multipliers, a row takes two cycles and its bus is not in the way.
    Comparison cycles = compare("stonne").get(1);
    List<Comparison.Point> unhindered =
        cycles.points().stream()
            .filter(point -> point.where().matches(".*(128/64|256/128)"))
            .toList();
    assertThat(unhindered).hasSizeGreaterThan(50);
    // Of three rounds of one of them, some have columns that meet thrice.
    assertThat(unhindered.stream().filter(point -> Math.abs(point.relativeError()) > 0.03))
        .hasSizeLessThan(2);
  }

  @Test
  void dam_everyRow_isEqual() {
    List<Comparison> figures = compare("dam");
    figures.forEach(ValidationsTest::assertEqual);
    assertThat(figures.stream().mapToInt(figure -> figure.points().size()).sum()).isEqualTo(144);
  }

  @Test
  void dam_everyRowWithoutJump_isEqual() {
    for (GoldenRow row : GOLDEN.rows(StreamingAttentionValidation.TABLE)) {
      double cycles =
          StreamingAttentionValidation.cycles(
              StreamingAttentionValidation.graph(row), Method.RUN_TO_BLOCK);
      assertThat(cycles)
          .as("%s", row)
          .isEqualTo(StreamingAttentionValidation.cycles(row.text("cycles")));
    }
  }

  @Test
  void sparseProducts_everyCount_isEqual() {
    List<Comparison> figures = compare("sparse-products");
    assertThat(figures).hasSize(8);
    figures.forEach(ValidationsTest::assertEqual);
  }

  @Test
  void testfloat_everyVector_isEqual() {
    List<Comparison> figures = compare("testfloat");
    assertThat(figures).hasSize(6);
    figures.forEach(ValidationsTest::assertEqual);
  }

  @Test
  void synthesis_areas_haveASmallMedianError() {
    for (Comparison figure : compare("synthesis")) {
      if (figure.figure().startsWith("area")) {
        assertThat(figure.errorQuantile(0.5)).as(figure.figure()).isLessThan(0.16);
      }
    }
  }

  @Test
  void cacti_eachFigure_isWithinTheBounds() {
    for (Comparison figure : compare("cacti")) {
      assertThat(figure.errorQuantile(0.5)).as(figure.figure()).isLessThan(0.02);
      assertThat(figure.errorQuantile(0.9)).as(figure.figure()).isLessThan(0.10);
    }
  }

  @Test
  void dieArea_eachPart_isWithinFifteenPercent() {
    Comparison areas = compare("die-area").get(0);
    assertThat(areas.points()).hasSize(6);
    assertThat(areas.errorQuantile(1)).isLessThan(0.15);
  }

  @Test
  void operationEnergy_eachFigure_isOfTheRightMagnitude() {
    for (Comparison figure : compare("operation-energy")) {
      // Aladdin's table is eleven times Horowitz', and the polynomials a fifth of what operations
      // say; integers are far below floating-point numbers in all.
      boolean isFar =
          figure.figure().contains("40 nm") || figure.figure().contains("by polynomials");
      assertThat(figure.errorQuantile(1)).as(figure.figure()).isLessThan(isFar ? 0.9 : 0.85);
    }
  }

  @Test
  void operationEnergy_singleOperations_areWithinTheTablesOwnSpread() {
    List<Spread> spreads = Validations.find("operation-energy").orElseThrow().spreads(GOLDEN);
    assertThat(spreads).hasSize(7);
    for (Spread spread : spreads) {
      if (spread.title().startsWith("Single")) {
        assertThat(spread.ofSeveral()).isEqualTo(9);
        assertThat(spread.inside()).as(spread.title()).isEqualTo(9);
      } else if (spread.title().startsWith("64-bit")) {
        assertThat(spread.ofSeveral()).isEqualTo(3);
        assertThat(spread.inside()).isEqualTo(3);
      } else {
        // One normalization less than a multiplication and an addition have.
        assertThat(spread.ofSeveral()).isEqualTo(3);
        assertThat(spread.inside()).as(spread.title()).isGreaterThanOrEqualTo(2);
      }
    }
  }

  private static Optional<Spread.Value> value(double number) {
    return Optional.of(new Spread.Value(number, 0.25));
  }

  @Test
  void spread_rowsOfOneSource_doNotCount() {
    Spread spread =
        new Spread(
            "energy",
            "pJ",
            List.of("a", "b"),
            List.of(
                new Spread.Row("one", List.of(value(1), value(3)), 2),
                new Spread.Row("two", List.of(value(1), value(3)), 4),
                new Spread.Row("three", List.of(Optional.empty(), value(3)), 3)));
    assertThat(spread.inside()).isEqualTo(1);
    assertThat(spread.ofSeveral()).isEqualTo(2);
    assertThatThrownBy(() -> new Spread.Row("none", List.of(Optional.empty()), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spread_rounding_widensTheRange() {
    List<Optional<Spread.Value>> theirs = List.of(value(1), value(3));
    assertThat(new Spread.Row("low", theirs, 0.75).isInside()).isTrue();
    assertThat(new Spread.Row("lower", theirs, 0.74).isInside()).isFalse();
    assertThat(new Spread.Row("high", theirs, 3.25).isInside()).isTrue();
    assertThat(new Spread.Row("higher", theirs, 3.26).isInside()).isFalse();
  }

  @Test
  void comparison_quantilesAndWorst_areOfTheErrorsSizes() {
    Comparison comparison =
        new Comparison(
            "cycles",
            "",
            List.of(new Point("a", 10, 10), new Point("b", 10, 7), new Point("c", 10, 11)));
    assertThat(comparison.equalPoints()).isEqualTo(1);
    assertThat(comparison.errorQuantile(0.5)).isCloseTo(0.1, within(1e-9));
    assertThat(comparison.errorQuantile(0.9)).isCloseTo(0.3, within(1e-9));
    assertThat(comparison.worst().where()).isEqualTo("b");
    assertThat(new Point("d", 0, 1).relativeError()).isInfinite();
    assertThat(new Point("e", 0, 0).relativeError()).isZero();
  }

  @Test
  void compare_noCheckout_isToldInOneLine(@TempDir Path empty) {
    assertThatThrownBy(() -> new GoldenFolder(empty).lines("scale-sim/gemm_calc.csv"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be a checkout of tactus");
  }

  @Test
  void document_holdsEachComparisonAsItIsNow() throws IOException {
    String document = Files.readString(HOME.resolve("docs/validation.md"));
    for (Validation validation : Validations.all()) {
      ObjectNode json = ValidationJson.of(validation, GOLDEN);
      String alone = ValidationReport.markdown(List.of(json), List.of());
      String section = alone.substring(alone.indexOf("\n## "));
      assertThat(document)
          .as("run ./tactus validate -o docs/validation.md; section %s", validation.name())
          .contains(section);
    }
  }
}
