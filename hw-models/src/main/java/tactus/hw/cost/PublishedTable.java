package tactus.hw.cost;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tactus.config.CsvTable;

/** A published set of energies an operation and an SRAM access, scaled to a node. */
final class PublishedTable {
  private static final CsvTable ALL = CsvTable.resource(PublishedTable.class, "published.csv");
  private static final String ALADDIN = "aladdin-40nm";

  /** Nodes of the two tables that have operations in common, in nm. */
  static final int LARGER_NODE = 45;

  static final int SMALLER_NODE = 7;
  private static final String AT_LARGER_NODE = "horowitz-45nm";
  private static final String AT_SMALLER_NODE = "tpu-v4i-7nm";
  private static final double RATIO = ratio();

  private final String set;
  private final List<CsvTable.Row> rows;
  private final LogicProcess process;

  /**
   * Creates a table.
   *
   * @param set name of the set, such as {@code horowitz-45nm}
   * @param process what it is scaled to
   */
  PublishedTable(String set, LogicProcess process) {
    this.set = set;
    this.process = process;
    this.rows = rows(set);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("set (" + set + ") must be one of published.csv's");
    }
  }

  /** {@return the name of a set in the table from an enum's constant} */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return energy at 7 nm against energy at 45 nm: the geometric mean over the operations that
   * are in both tables}
   */
  static double operationsRatio() {
    return RATIO;
  }

  private static double ratio() {
    double logs = 0;
    int operations = 0;
    for (CsvTable.Row small : rows(AT_SMALLER_NODE)) {
      for (CsvTable.Row large : rows(AT_LARGER_NODE)) {
        if (isArithmetic(small)
            && isArithmetic(large)
            && operation(small).equals(operation(large))) {
          logs += Math.log(small.number("energy_pj") / large.number("energy_pj"));
          operations++;
        }
      }
    }
    return Math.exp(logs / operations);
  }

  private static List<CsvTable.Row> rows(String set) {
    return ALL.rows().stream().filter(row -> row.text("set").equals(set)).toList();
  }

  private static boolean isArithmetic(CsvTable.Row row) {
    return row.text("kind").equals("arithmetic");
  }

  private static Operation operation(CsvTable.Row row) {
    return new Operation(row.text("op"), row.text("format"), (int) row.number("bits"));
  }

  List<String> sources() {
    return rows.stream().map(row -> row.text("source")).distinct().toList();
  }

  private double energyFactor() {
    CsvTable.Row row = rows.get(0);
    return process.energyFactor((int) row.number("node_nm"), row.number("volts"));
  }

  private double areaFactor() {
    return NodeScaling.area((int) rows.get(0).number("node_nm"), process.nanometers());
  }

  /**
   * An operation.
   *
   * @param operation {@code add} or {@code mul}
   * @param format {@code int}, {@code fp} or {@code bf}
   * @param bits width
   */
  record Operation(String operation, String format, int bits) {}

  /** {@return whether it has an energy of an operation} */
  boolean knows(Operation operation) {
    return set.equals(ALADDIN)
        || rows.stream().anyMatch(row -> isArithmetic(row) && operation(row).equals(operation));
  }

  /** {@return the energy of an operation, in pJ} */
  double picojoules(Operation operation, String key) {
    return entry(operation, key).value("energy_pj").orElseThrow() * energyFactor();
  }

  /** {@return how far off it can be since it is printed with so many digits, in pJ} */
  double roundingPicojoules(Operation operation, String key) {
    Entry entry = entry(operation, key);
    return entry.row.halfDigit("energy_pj") * entry.share * energyFactor();
  }

  /** {@return the area of an operation's unit, in µm², if the set has areas} */
  Optional<Double> squareMicrometers(Operation operation, String key) {
    return entry(operation, key).value("area_um2").map(area -> area * areaFactor());
  }

  /**
   * What the set says of an operation.
   *
   * @param row its row, or that of the width from which others follow
   * @param share its numbers by the row's
   */
  private record Entry(CsvTable.Row row, double share) {
    Optional<Double> value(String column) {
      return row.has(column) ? Optional.of(row.number(column) * share) : Optional.empty();
    }
  }

  private Entry entry(Operation wanted, String key) {
    for (CsvTable.Row row : rows) {
      if (isArithmetic(row) && operation(row).equals(wanted)) {
        return new Entry(row, 1);
      }
    }
    if (set.equals(ALADDIN)) {
      return scaledByWidth(wanted);
    }
    throw new EstimateException(
        key,
        "has no "
            + wanted.operation
            + " of "
            + wanted.format
            + wanted.bits
            + " in "
            + set
            + "; it has "
            + String.join(", ", operations()));
  }

  private List<String> operations() {
    return rows.stream()
        .filter(PublishedTable::isArithmetic)
        .map(row -> row.text("op") + " of " + row.text("format") + row.text("bits"))
        .toList();
  }

  /** Aladdin's rule: adders grow with the bits, multipliers with their square. */
  private Entry scaledByWidth(Operation wanted) {
    String format = wanted.format.equals("int") ? "int" : "fp";
    CsvTable.Row row =
        rows.stream()
            .filter(r -> r.text("op").equals(wanted.operation) && r.text("format").equals(format))
            .findFirst()
            .orElseThrow();
    double share = wanted.bits / row.number("bits");
    return new Entry(row, wanted.operation.equals("mul") ? share * share : share);
  }

  /**
   * {@return the energy of an access to a memory, in pJ, between the sizes of the set on a
   * logarithmic scale}
   *
   * @param bytes size of the memory
   * @param bits bits of an access
   * @param extrapolates whether a size beyond the set's is priced too
   * @param key what the user wrote the choice under
   */
  double accessPicojoules(long bytes, int bits, boolean extrapolates, String key) {
    TreeMap<Long, Double> sizes = new TreeMap<>();
    int width = 0;
    for (CsvTable.Row row : rows) {
      if (row.text("kind").equals("sram")) {
        sizes.put((long) row.number("size_bytes"), row.number("energy_pj"));
        width = (int) row.number("bits");
      }
    }
    if (sizes.isEmpty()) {
      throw new EstimateException(key, "has no memories in " + set);
    }
    if ((bytes < sizes.firstKey() || bytes > sizes.lastKey()) && !extrapolates) {
      throw new EstimateException(
          key,
          "knows banks of "
              + sizes.firstKey()
              + " to "
              + sizes.lastKey()
              + " bytes in "
              + set
              + ", but one of the scratchpad's has "
              + bytes
              + "; write extrapolate: true to go beyond");
    }
    return interpolated(sizes, bytes) * bits / width * energyFactor();
  }

  private static double interpolated(NavigableMap<Long, Double> sizes, long bytes) {
    Map.Entry<Long, Double> low = sizes.floorEntry(bytes);
    Map.Entry<Long, Double> high = sizes.ceilingEntry(bytes);
    if (low == null) {
      low = sizes.firstEntry();
      high = sizes.higherEntry(low.getKey());
    } else if (high == null) {
      high = sizes.lastEntry();
      low = sizes.lowerEntry(high.getKey());
    }
    if (low == null || high == null || low.getKey().equals(high.getKey())) {
      return (low == null ? sizes.firstEntry() : low).getValue();
    }
    double share =
        Math.log((double) bytes / low.getKey()) / Math.log((double) high.getKey() / low.getKey());
    return low.getValue() * Math.pow(high.getValue() / low.getValue(), share);
  }
}
