package tactus.explore.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tactus.hw.cost.sram.Flavor;
import tactus.hw.cost.sram.SramCost;
import tactus.hw.cost.sram.SramModel;
import tactus.hw.cost.sram.SramOrganization;
import tactus.hw.cost.sram.SramSpec;

/** Our SRAMs beside those of CACTI 7. */
final class CactiValidation implements Validation {

  /** Choosing an organization takes a while: not for every row. */
  private static final int EVERY = 6;

  private static final Map<String, ToDoubleFunction<SramCost>> FIGURES = figures();

  private final Map<String, SramModel> models = new TreeMap<>();

  private static Map<String, ToDoubleFunction<SramCost>> figures() {
    Map<String, ToDoubleFunction<SramCost>> figures = new LinkedHashMap<>();
    figures.put("read_pj", SramCost::readPicojoules);
    figures.put("write_pj", SramCost::writePicojoules);
    figures.put("leak_mw_total", SramCost::leakageMilliwatts);
    figures.put("area_mm2", cost -> cost.areaSquareMicrometers() / 1e6);
    figures.put("access_ns", SramCost::accessNanoseconds);
    figures.put("random_cycle_ns", SramCost::cycleNanoseconds);
    return figures;
  }

  @Override
  public String name() {
    return "cacti";
  }

  @Override
  public String title() {
    return "CACTI 7: SRAMs";
  }

  @Override
  public String explanation() {
    return "SRAMs of 2 KiB to 8 MiB at 22 to 65 nm, one port, as CACTI 7 prints them with the"
        + " weights of Accelergy's plug-in: with the organization that CACTI chose, and, for every"
        + " "
        + EVERY
        + "th row, with the one that our own search chooses. Ours follow from the same equations,"
        + " not from these numbers: docs/models/sram.md.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    List<GoldenRow> rows = golden.rows("energy/cacti7_sram.csv");
    List<GoldenRow> some = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += EVERY) {
      some.add(rows.get(i));
    }
    List<Comparison> comparisons = new ArrayList<>();
    compare(
        rows,
        "CACTI's organization",
        row -> model(row).cost(spec(row), organization(row)).orElseThrow(),
        comparisons);
    compare(some, "our organization", row -> model(row).cost(spec(row)), comparisons);
    return comparisons;
  }

  private static void compare(
      List<GoldenRow> rows,
      String which,
      java.util.function.Function<GoldenRow, SramCost> ours,
      List<Comparison> comparisons) {
    List<SramCost> costs = rows.stream().map(ours).toList();
    FIGURES.forEach(
        (figure, of) -> {
          Comparison.Builder builder = new Comparison.Builder(figure + ", " + which, "");
          for (int i = 0; i < rows.size(); i++) {
            builder.add(
                where(rows.get(i)), rows.get(i).number(figure), of.applyAsDouble(costs.get(i)));
          }
          comparisons.add(builder.build());
        });
  }

  private static String where(GoldenRow row) {
    return row.text("profile")
        + " "
        + row.text("tech_nm")
        + " nm, "
        + row.text("size_bytes")
        + " B x "
        + row.text("width_bits")
        + " bits, "
        + row.text("banks")
        + " banks";
  }

  private SramModel model(GoldenRow row) {
    Flavor flavor =
        row.text("profile").startsWith("hp") ? Flavor.HIGH_PERFORMANCE : Flavor.LOW_STANDBY_POWER;
    return models.computeIfAbsent(
        flavor + row.text("tech_nm"),
        key -> new SramModel(row.integer("tech_nm"), flavor, row.integer("temperature_k")));
  }

  private static SramSpec spec(GoldenRow row) {
    return new SramSpec(
        row.integer("size_bytes"),
        row.integer("width_bits"),
        row.integer("banks"),
        row.integer("rw_ports"),
        0,
        0);
  }

  private static SramOrganization organization(GoldenRow row) {
    return new SramOrganization(
        row.integer("ndwl"),
        row.integer("ndbl"),
        row.integer("nspd"),
        row.integer("ndcm"),
        row.integer("ndsam1"),
        row.integer("ndsam2"));
  }
}
