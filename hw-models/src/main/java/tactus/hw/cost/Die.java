package tactus.hw.cost;

import java.util.List;
import java.util.TreeMap;
import tactus.config.CsvTable;
import tactus.config.NearestMatch;

/** Areas of a die's blocks from published densities, counts of transistors and die photos. */
final class Die {
  private static final CsvTable UNITS = CsvTable.resource(Die.class, "die.csv");
  private static final CsvTable DENSITIES = CsvTable.resource(Die.class, "density.csv");
  private static final CsvTable EFFICIENCIES = CsvTable.resource(Die.class, "array-efficiency.csv");

  private static final int BASE = 7;
  private static final int REGISTER_FILE_BASE = 90;
  private static final double TRANSISTORS_PER_GATE = 4;

  /** Bytes of the largest array that an SRAM of a block is made of. */
  static final long LARGEST_ARRAY = 1L << 19;

  private static final long SMALLEST_ARRAY = 1L << 12;

  private Die() {}

  /**
   * What one unit of a block costs.
   *
   * @param squareMicrometers its area, in µm²
   * @param gates gate equivalents that leak, four transistors each; 0 where they are not known, and
   *     of an SRAM, whose cells leak otherwise
   * @param estimator how that was found
   * @param sources where the numbers come from
   */
  record Block(double squareMicrometers, double gates, String estimator, List<String> sources) {}

  static List<String> sources() {
    return List.of(DENSITIES.source().orElseThrow(), EFFICIENCIES.source().orElseThrow());
  }

  /** {@return the names of the units} */
  static List<String> units() {
    return UNITS.rows().stream().map(row -> row.text("what")).toList();
  }

  private static double density(String column, int nanometers) {
    for (CsvTable.Row row : DENSITIES.rows()) {
      if ((int) row.number("node_nm") == nanometers && row.has(column)) {
        return row.number(column);
      }
    }
    double base =
        DENSITIES.rows().stream()
            .filter(row -> (int) row.number("node_nm") == BASE)
            .findFirst()
            .orElseThrow()
            .number(column);
    double area = NodeScaling.area(BASE, nanometers);
    return column.startsWith("million") ? base / area : base * area;
  }

  private static double transistorsArea(double transistors, int nanometers) {
    return transistors / density("million_transistors_per_mm2", nanometers);
  }

  /** {@return the area of an SRAM of arrays of at most 512 KiB, in µm²} */
  static double sramSquareMicrometers(long bytes, int nanometers) {
    long array = Math.max(SMALLEST_ARRAY, Math.min(bytes, LARGEST_ARRAY));
    TreeMap<Long, Double> efficiencies = new TreeMap<>();
    for (CsvTable.Row row : EFFICIENCIES.rows()) {
      efficiencies.put((long) row.number("size_bytes"), row.number("efficiency"));
    }
    double arrays = Math.max(1, Math.ceil((double) bytes / array));
    double efficiency = efficiencies.ceilingEntry(array).getValue();
    return arrays * array * 8 * density("sram_um2_per_bit", nanometers) / efficiency;
  }

  static Block block(BlockSpec spec, int nanometers) {
    if (spec.unit().isPresent()) {
      return unit(spec.unit().get(), nanometers);
    }
    if (spec.transistors().isPresent()) {
      double transistors = spec.transistors().getAsDouble();
      return new Block(
          transistorsArea(transistors, nanometers),
          transistors / TRANSISTORS_PER_GATE,
          "count of transistors",
          List.of(DENSITIES.source().orElseThrow()));
    }
    if (spec.sramBytes().isPresent()) {
      return new Block(
          sramSquareMicrometers(spec.sramBytes().getAsLong(), nanometers),
          0,
          "density of cells",
          sources());
    }
    if (spec.registers().isPresent()) {
      BlockSpec.RegisterFileSpec file = spec.registers().get();
      // In µm², and so in transistors: a million of them a mm² is one a µm².
      double transistors =
          registerFileArea(file) * density("million_transistors_per_mm2", REGISTER_FILE_BASE);
      return new Block(
          transistorsArea(transistors, nanometers),
          transistors / TRANSISTORS_PER_GATE,
          "regression of register files",
          List.of(
              "EMPIRE's regression at 90 nm, as in the LLMCompass cost model",
              DENSITIES.source().orElseThrow()));
    }
    return new Block(
        spec.squareMicrometers().orElseThrow(), 0, "given", List.of("the machine's file"));
  }

  private static Block unit(String name, int nanometers) {
    for (CsvTable.Row row : UNITS.rows()) {
      if (row.text("what").equals(name)) {
        boolean counted = row.has("transistors");
        double transistors = counted ? row.number("transistors") : 0;
        return new Block(
            counted ? transistorsArea(transistors, nanometers) : row.number("mm2") * 1e6,
            transistors / TRANSISTORS_PER_GATE,
            counted ? "count of transistors" : "die photo",
            List.of(UNITS.source().orElseThrow()));
      }
    }
    throw new EstimateException(
        "blocks", "has no unit '" + name + "'" + NearestMatch.hint(name, units()));
  }

  /** {@return the area at 90 nm, in µm²} */
  private static double registerFileArea(BlockSpec.RegisterFileSpec file) {
    double d = file.entries();
    double w = file.bits();
    double p = file.ports();
    return Math.max(
        0,
        3.29e4
            - 1.09e3 * d
            - 883 * w
            - 5.55e3 * p
            + 53.5 * d * w
            + 0.015 * d * d
            + 0.0108 * w * w
            + 0.586 * p * p
            + 142 * d * p
            + 368 * w * p);
  }
}
