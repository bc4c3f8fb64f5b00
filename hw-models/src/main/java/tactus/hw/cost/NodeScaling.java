package tactus.hw.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tactus.config.CsvTable;

/**
 * How area, delay and energy of logic change from node to node: Stillmaker and Baas' factors and
 * polynomials from 180 nm to 7 nm, and a foundry's own figures below. Between nodes of the tables,
 * factors are interpolated on logarithmic scales.
 */
public final class NodeScaling {
  private static final CsvTable AREA = CsvTable.resource(NodeScaling.class, "scaling-area.csv");
  private static final CsvTable POLYNOMIALS =
      CsvTable.resource(NodeScaling.class, "scaling-polynomials.csv");
  private static final CsvTable NODES = CsvTable.resource(NodeScaling.class, "nodes.csv");

  private static final int SMALLEST_OF_THE_TABLES = 7;
  private static final int AREA_BASE = 45;

  private NodeScaling() {}

  /** {@return the nodes a machine may be built in, largest first, in nm} */
  public static List<Integer> nodes() {
    List<Integer> nodes = new ArrayList<>();
    NODES.rows().forEach(row -> nodes.add((int) row.number("node_nm")));
    return nodes;
  }

  /** {@return where the factors come from} */
  static List<String> sources() {
    return List.of(
        AREA.source().orElseThrow(),
        POLYNOMIALS.source().orElseThrow(),
        NODES.source().orElseThrow());
  }

  private static CsvTable.Row node(int nanometers) {
    return NODES.rows().stream()
        .filter(row -> (int) row.number("node_nm") == nanometers)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nanometers (" + nanometers + ") must be one of " + nodes()));
  }

  /**
   * {@return the nominal supply, in V}
   *
   * @param nanometers a node of {@link #nodes}
   */
  public static double nominalVolts(int nanometers) {
    return node(nanometers).number("nominal_volts");
  }

  /**
   * {@return the nominal supply of a node, or of the next larger one that is in the table, in V}
   */
  static double supplyNear(int nanometers) {
    int listed =
        nodes().stream().filter(node -> node >= nanometers).min(Integer::compare).orElseThrow();
    return nominalVolts(listed);
  }

  /**
   * {@return the area of logic against another node's}
   *
   * @param from the other node, in nm
   * @param to the node, in nm
   */
  static double area(int from, int to) {
    return areaFromBase(to) / areaFromBase(from);
  }

  private static double areaFromBase(int to) {
    if (to < SMALLEST_OF_THE_TABLES) {
      return areaFromBase(SMALLEST_OF_THE_TABLES) * node(to).number("area_factor");
    }
    TreeMap<Integer, Double> factors = new TreeMap<>();
    CsvTable.Row base =
        AREA.rows().stream()
            .filter(row -> (int) row.number("from_nm") == AREA_BASE)
            .findFirst()
            .orElseThrow();
    for (String column : AREA.columns()) {
      if (column.startsWith("to_")) {
        factors.put(Integer.valueOf(column.substring("to_".length())), base.number(column));
      }
    }
    return between(factors, to);
  }

  /**
   * {@return the energy of an operation against another node's}
   *
   * @param from the other node, in nm
   * @param fromVolts its supply, in V
   * @param to the node, in nm
   * @param toVolts its supply, in V
   */
  static double energy(int from, double fromVolts, int to, double toVolts) {
    return energyOf(to, toVolts) / energyOf(from, fromVolts);
  }

  private static double energyOf(int node, double volts) {
    if (node < SMALLEST_OF_THE_TABLES) {
      return energyOf(SMALLEST_OF_THE_TABLES, volts) * node(node).number("energy_factor");
    }
    TreeMap<Integer, Double> values = new TreeMap<>();
    for (CsvTable.Row row : POLYNOMIALS.rows()) {
      double value =
          (row.number("energy_b2") * volts + row.number("energy_b1")) * volts
              + row.number("energy_b0");
      values.put((int) row.number("node_nm"), value);
    }
    return between(values, node);
  }

  /**
   * {@return the delay of logic against another node's}
   *
   * @param from the other node, in nm
   * @param fromVolts its supply, in V
   * @param to the node, in nm
   * @param toVolts its supply, in V
   */
  static double delay(int from, double fromVolts, int to, double toVolts) {
    return delayOf(to, toVolts) / delayOf(from, fromVolts);
  }

  private static double delayOf(int node, double volts) {
    if (node < SMALLEST_OF_THE_TABLES) {
      return delayOf(SMALLEST_OF_THE_TABLES, volts) * node(node).number("delay_factor");
    }
    TreeMap<Integer, Double> values = new TreeMap<>();
    for (CsvTable.Row row : POLYNOMIALS.rows()) {
      double value =
          ((row.number("delay_a3") * volts + row.number("delay_a2")) * volts
                      + row.number("delay_a1"))
                  * volts
              + row.number("delay_a0");
      values.put((int) row.number("node_nm"), value);
    }
    return between(values, node);
  }

  /** A value between those of the neighbouring nodes, on logarithmic scales. */
  private static double between(NavigableMap<Integer, Double> values, int node) {
    Map.Entry<Integer, Double> low = values.floorEntry(node);
    Map.Entry<Integer, Double> high = values.ceilingEntry(node);
    if (low == null || high == null) {
      throw new IllegalArgumentException(
          "node (" + node + ") must be from " + values.firstKey() + " to " + values.lastKey());
    }
    if (low.getKey().equals(high.getKey())) {
      return low.getValue();
    }
    double share =
        Math.log((double) node / low.getKey()) / Math.log((double) high.getKey() / low.getKey());
    return low.getValue() * Math.pow(high.getValue() / low.getValue(), share);
  }
}
