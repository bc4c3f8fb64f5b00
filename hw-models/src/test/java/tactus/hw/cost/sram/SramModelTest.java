package tactus.hw.cost.sram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.config.CsvTable;

/** The SRAM model beside CACTI 7, and what must hold of any SRAM. */
class SramModelTest {

  private static final List<String> FIGURES =
      List.of("read_pj", "write_pj", "leak_mw_total", "area_mm2", "access_ns", "random_cycle_ns");

  private static final Map<String, SramModel> MODELS = new TreeMap<>();

  private static CsvTable golden() throws URISyntaxException {
    return CsvTable.read(
        Path.of(SramModelTest.class.getResource("/golden/energy/cacti7_sram.csv").toURI()));
  }

  private static SramModel model(CsvTable.Row row) {
    Flavor flavor =
        row.text("profile").startsWith("hp") ? Flavor.HIGH_PERFORMANCE : Flavor.LOW_STANDBY_POWER;
    int node = (int) row.number("tech_nm");
    return MODELS.computeIfAbsent(
        flavor + " " + node, key -> new SramModel(node, flavor, (int) row.number("temperature_k")));
  }

  private static SramSpec spec(CsvTable.Row row) {
    return new SramSpec(
        (long) row.number("size_bytes"),
        (int) row.number("width_bits"),
        (int) row.number("banks"),
        (int) row.number("rw_ports"),
        0,
        0);
  }

  private static SramOrganization organization(CsvTable.Row row) {
    return new SramOrganization(
        (int) row.number("ndwl"),
        (int) row.number("ndbl"),
        (int) row.number("nspd"),
        (int) row.number("ndcm"),
        (int) row.number("ndsam1"),
        (int) row.number("ndsam2"));
  }

  private static double figure(SramCost cost, String figure) {
    return switch (figure) {
      case "read_pj" -> cost.readPicojoules();
      case "write_pj" -> cost.writePicojoules();
      case "leak_mw_total" -> cost.leakageMilliwatts();
      case "area_mm2" -> cost.areaSquareMicrometers() / 1e6;
      case "access_ns" -> cost.accessNanoseconds();
      default -> cost.cycleNanoseconds();
    };
  }

  private static Map<String, double[]> errors(
      List<CsvTable.Row> rows, Function<CsvTable.Row, SramCost> ours) {
    Map<String, double[]> errors = new TreeMap<>();
    FIGURES.forEach(figure -> errors.put(figure, new double[rows.size()]));
    for (int i = 0; i < rows.size(); i++) {
      SramCost cost = ours.apply(rows.get(i));
      for (String figure : FIGURES) {
        errors.get(figure)[i] = Math.abs(figure(cost, figure) / rows.get(i).number(figure) - 1);
      }
    }
    errors.values().forEach(java.util.Arrays::sort);
    return errors;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))];
  }

  @Test
  void cost_cactisOrganizations_areWithinAFewPercent() throws URISyntaxException {
    List<CsvTable.Row> rows = golden().rows();
    assertThat(rows).hasSizeGreaterThan(370);
    Map<String, double[]> errors =
        errors(rows, row -> model(row).cost(spec(row), organization(row)).orElseThrow());
    errors.forEach(
        (figure, sorted) -> {
          assertThat(quantile(sorted, 0.5)).as("median of %s", figure).isLessThan(0.02);
          assertThat(quantile(sorted, 0.9)).as("90th percentile of %s", figure).isLessThan(0.06);
          assertThat(quantile(sorted, 1)).as("worst of %s", figure).isLessThan(0.25);
        });
  }

  @Test
  void cost_itsOwnOrganizations_areWithinTheBounds() throws URISyntaxException {
    List<CsvTable.Row> some = new ArrayList<>();
    List<CsvTable.Row> rows = golden().rows();
    for (int i = 0; i < rows.size(); i += 9) {
      some.add(rows.get(i));
    }
    Map<String, double[]> errors = errors(some, row -> model(row).cost(spec(row)));
    errors.forEach(
        (figure, sorted) -> {
          assertThat(quantile(sorted, 0.5)).as("median of %s", figure).isLessThan(0.02);
          assertThat(quantile(sorted, 0.9)).as("90th percentile of %s", figure).isLessThan(0.10);
        });
  }

  @Property(tries = 60)
  void cost_bounded_isThatOfPricingAll(
      @ForAll @IntRange(min = 22, max = 90) int nanometers,
      @ForAll Flavor flavor,
      @ForAll @IntRange(min = 1, max = 64) int wordBytes,
      @ForAll @IntRange(min = 0, max = 5) int logBanks,
      @ForAll @IntRange(min = 64, max = 50_000) int words,
      @ForAll @IntRange(min = 0, max = 2) int ports) {
    int banks = 1 << logBanks;
    SramSpec spec =
        new SramSpec((long) words * wordBytes * banks, 8 * wordBytes, banks, 2 - ports, ports, 1);
    SramModel model = new SramModel(nanometers, flavor, 345);
    assertThat(model.cost(spec)).isEqualTo(bestOfAll(model, spec, SramSearch.MUCH_WORSE));
    // So tight a limit excludes the one of least merit here and there.
    assertThat(new SramSearch(model, spec, 1.02).best()).contains(bestOfAll(model, spec, 1.02));
  }

  /** What the search must find, all organizations priced one after another. */
  private static SramCost bestOfAll(SramModel model, SramSpec spec, double muchWorse) {
    List<SramCost> all = new ArrayList<>();
    for (Division division : SramModel.divisions(spec)) {
      all.add(model.cost(spec, division.organization()).orElseThrow());
    }
    double fastest = all.stream().mapToDouble(SramCost::accessNanoseconds).min().orElseThrow();
    double leanest = all.stream().mapToDouble(SramCost::readPicojoules).min().orElseThrow();
    return all.stream()
        .filter(
            cost ->
                cost.accessNanoseconds() <= muchWorse * fastest
                    || cost.readPicojoules() <= muchWorse * leanest)
        .min(
            Comparator.comparingDouble(
                cost ->
                    cost.accessNanoseconds() * cost.accessNanoseconds() * cost.readPicojoules()))
        .orElseThrow();
  }

  @Property(tries = 30)
  void cost_moreBytes_takesMoreAreaAndLeaksMore(
      @ForAll @IntRange(min = 11, max = 18) int log, @ForAll @IntRange(min = 0, max = 3) int wide) {
    SramModel model = new SramModel(45, Flavor.LOW_OPERATING_POWER, 300);
    SramCost small = model.cost(SramSpec.singlePorted(1L << log, 8 << wide, 1));
    SramCost large = model.cost(SramSpec.singlePorted(2L << log, 8 << wide, 1));
    assertThat(large.areaSquareMicrometers()).isGreaterThan(small.areaSquareMicrometers());
    assertThat(large.leakageMilliwatts()).isGreaterThan(small.leakageMilliwatts());
    assertThat(small.readPicojoules()).isPositive();
    assertThat(small.writePicojoules()).isPositive();
    assertThat(small.cellShare()).isBetween(0.0, 1.0);
  }

  @Test
  void cost_betweenNodes_isBetween() {
    SramSpec spec = SramSpec.singlePorted(65536, 64, 1);
    double larger = area(new SramModel(32, Flavor.HIGH_PERFORMANCE, 300), spec);
    double between = area(new SramModel(28, Flavor.HIGH_PERFORMANCE, 300), spec);
    double smaller = area(new SramModel(22, Flavor.HIGH_PERFORMANCE, 300), spec);
    assertThat(between).isBetween(smaller, larger);
  }

  private static double area(SramModel model, SramSpec spec) {
    return model.cost(spec).areaSquareMicrometers();
  }

  @Test
  void cost_morePorts_takeMoreArea() {
    SramModel model = new SramModel(32, Flavor.LOW_STANDBY_POWER, 300);
    double one = area(model, SramSpec.singlePorted(32768, 64, 1));
    double two = area(model, new SramSpec(32768, 64, 1, 2, 0, 0));
    double split = area(model, new SramSpec(32768, 64, 1, 0, 1, 1));
    assertThat(two).isGreaterThan(1.5 * one);
    assertThat(split).isGreaterThan(1.5 * one);
  }

  @Test
  void leakage_hotter_isMore() {
    SramSpec spec = SramSpec.singlePorted(32768, 64, 1);
    double cold = new SramModel(32, Flavor.HIGH_PERFORMANCE, 300).cost(spec).leakageMilliwatts();
    double warm = new SramModel(32, Flavor.HIGH_PERFORMANCE, 355).cost(spec).leakageMilliwatts();
    assertThat(warm).isGreaterThan(2 * cold);
  }

  @Test
  void spec_outOfRange_isRefused() {
    assertThatThrownBy(() -> SramSpec.singlePorted(0, 64, 1))
        .hasMessageStartingWith("bytes (0) must be above 0");
    assertThatThrownBy(() -> new SramModel(14, Flavor.HIGH_PERFORMANCE, 300))
        .hasMessage("nanometers (14) must be from 22 to 90");
    SramModel model = new SramModel(45, Flavor.HIGH_PERFORMANCE, 300);
    assertThatThrownBy(() -> model.cost(SramSpec.singlePorted(128, 64, 1)))
        .hasMessage("bytes (128) must be at least 256, 32 words for each of 1 banks");
  }
}
