package tactus.hw.cost.sram;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tactus.config.CsvTable;

/** The processes of the tables, and those between two of them. */
final class ProcessTable {
  private static final CsvTable DEVICES = CsvTable.resource(ProcessTable.class, "devices.csv");
  private static final CsvTable WIRES = CsvTable.resource(ProcessTable.class, "wires.csv");

  private ProcessTable() {}

  /** {@return the nodes of the tables, smallest first, in nm} */
  static List<Integer> nodes() {
    TreeMap<Integer, Boolean> nodes = new TreeMap<>();
    DEVICES.rows().forEach(row -> nodes.put((int) row.number("node_nm"), true));
    return new ArrayList<>(nodes.keySet());
  }

  static List<String> sources() {
    return List.of(DEVICES.source().orElseThrow(), WIRES.source().orElseThrow());
  }

  static SiliconProcess process(int nanometers, Flavor flavor, int kelvin) {
    List<Integer> nodes = nodes();
    int smaller = nodes.stream().filter(n -> n <= nanometers).reduce((a, b) -> b).orElseThrow();
    int larger = nodes.stream().filter(n -> n >= nanometers).findFirst().orElseThrow();
    double share = larger == smaller ? 1 : (double) (nanometers - smaller) / (larger - smaller);
    double feature = nanometers / 1000.0;
    Transistor transistor =
        Transistor.between(
            share, transistor(larger, flavor, kelvin), transistor(smaller, flavor, kelvin));
    return new SiliconProcess(
        feature,
        transistor,
        transistor,
        transistor(smaller, flavor, kelvin).supplyVolts(),
        layer(share, larger, smaller, "local", feature),
        layer(share, larger, smaller, "semi-global", feature),
        layer(share, larger, smaller, "semi-global", feature));
  }

  private static Transistor transistor(int node, Flavor flavor, int kelvin) {
    CsvTable.Row row =
        DEVICES.rows().stream()
            .filter(r -> (int) r.number("node_nm") == node && r.text("flavor").equals(flavor.key()))
            .findFirst()
            .orElseThrow();
    double low = row.number("off_" + kelvin / 10 * 10);
    double high = kelvin % 10 == 0 ? low : row.number("off_" + (kelvin / 10 * 10 + 10));
    double sense =
        row.number("mobility")
            / 2
            * row.number("oxide")
            / row.number("l_elec")
            * row.number("vdsat");
    return new Transistor(
        row.number("gate_ideal"),
        row.number("fringe"),
        row.number("junction"),
        row.number("sidewall"),
        row.number("resistance_multiplier") * row.number("vdd") / row.number("on"),
        row.number("p_to_n"),
        row.number("vdd"),
        row.number("vth"),
        Transistor.mix(kelvin % 10 / 10.0, high, low),
        row.number("gate_on"),
        sense,
        1 + row.number("gm_p_to_n"));
  }

  private static WireLayer layer(
      double share, int larger, int smaller, String name, double feature) {
    return WireLayer.between(share, layer(larger, name, feature), layer(smaller, name, feature));
  }

  private static WireLayer layer(int node, String name, double feature) {
    CsvTable.Row row =
        WIRES.rows().stream()
            .filter(r -> (int) r.number("node_nm") == node && r.text("layer").equals(name))
            .findFirst()
            .orElseThrow();
    double pitch = row.number("pitch") * feature;
    double width = pitch / 2;
    double thickness = row.number("aspect_ratio") * width;
    double barrier = row.number("barrier");
    double ohms =
        row.number("scatter")
            * row.number("resistivity")
            / ((thickness - barrier - row.number("dishing")) * (width - 2 * barrier));
    double farads =
        2
                * WireLayer.PERMITTIVITY
                * (row.number("vertical_dielectric") * width / row.number("ild")
                    + row.number("miller")
                        * row.number("horizontal_dielectric")
                        * thickness
                        / (pitch - width))
            + row.number("fringe");
    return new WireLayer(
        pitch,
        ohms,
        farads,
        row.number("aspect_ratio"),
        row.number("miller"),
        row.number("horizontal_dielectric"),
        row.number("vertical_dielectric"),
        row.number("ild"),
        row.number("fringe"));
  }
}
