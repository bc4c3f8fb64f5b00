package tactus.explore.space;

import java.util.Locale;

/** A result of a point that constraints and objectives may name. */
public enum Measure {
  /** Cycles from start to end. */
  CYCLES("cycles", Unit.NONE, 1),
  /** The same as a time. */
  TIME("seconds", new Unit(0, 1, 0, 0), 1),
  /** Multiply-accumulates. */
  MACS("macs", Unit.NONE, 1),
  /** Multiply-accumulates of those that the matrix engines could have done. */
  UTILIZATION("utilization", Unit.NONE, 1),
  /** Bytes read from DRAM. */
  DRAM_READ("dram_read_bytes", new Unit(1, 0, 0, 0), 1),
  /** Bytes written to DRAM. */
  DRAM_WRITE("dram_write_bytes", new Unit(1, 0, 0, 0), 1),
  /** Bytes read from the scratchpad. */
  SCRATCHPAD_READ("scratchpad_read_bytes", new Unit(1, 0, 0, 0), 1),
  /** Bytes written to the scratchpad. */
  SCRATCHPAD_WRITE("scratchpad_write_bytes", new Unit(1, 0, 0, 0), 1),
  /** The most bytes of the scratchpad in use at once. */
  PEAK_SCRATCHPAD("peak_scratchpad_bytes", new Unit(1, 0, 0, 0), 1),
  /** Energy of the run. */
  ENERGY("energy_picojoules", new Unit(0, 0, 0, 1), 1e-12),
  /** Area of the machine. */
  AREA("area_square_micrometers", new Unit(0, 0, 2, 0), 1e-12),
  /** Energy times time. */
  EDP("edp_joule_seconds", new Unit(0, 1, 0, 1), 1);

  private final String column;

  @SuppressWarnings("ImmutableEnumChecker") // A record of numbers.
  private final Unit unit;

  private final double scale;

  Measure(String column, Unit unit, double scale) {
    this.column = column;
    this.unit = unit;
    this.scale = scale;
  }

  /** {@return its name in expressions} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return its column in the store, with the unit} */
  public String column() {
    return column;
  }

  /** {@return whether it is a whole number} */
  public boolean isCount() {
    return switch (this) {
      case TIME, UTILIZATION, ENERGY, AREA, EDP -> false;
      case CYCLES,
          MACS,
          DRAM_READ,
          DRAM_WRITE,
          SCRATCHPAD_READ,
          SCRATCHPAD_WRITE,
          PEAK_SCRATCHPAD ->
          true;
    };
  }

  /**
   * {@return a value of it, for expressions}
   *
   * @param number the number in the unit of the column
   */
  public Value value(double number) {
    return new Value.Quantity(number * scale, unit);
  }
}
