package tactus.hw.cost;

import java.util.List;
import tactus.config.CsvTable;

/**
 * What a DRAM costs by its standard.
 *
 * @param name the standard
 * @param columnPicojoulesPerBit reading or writing a bit of an open row, in pJ
 * @param interfacePicojoulesPerBit moving it to the chip, in pJ
 * @param activatePicojoules opening and closing a row, in pJ; 0 where a bit's energy includes it
 * @param rowBytes bytes of a row
 * @param backgroundMilliwatts what a channel's devices take when idle, in mW
 * @param refreshMilliwatts what their refresh takes, in mW
 * @param channelBits data wires of a channel
 * @param pinGigabits data rate of a wire, in Gbit/s
 * @param interfaceSquareMillimeters area of the interface on the chip, in mm²
 * @param interfaceBits data wires it has
 * @param source where the numbers come from
 */
public record DramStandard(
    String name,
    double columnPicojoulesPerBit,
    double interfacePicojoulesPerBit,
    double activatePicojoules,
    long rowBytes,
    double backgroundMilliwatts,
    double refreshMilliwatts,
    int channelBits,
    double pinGigabits,
    double interfaceSquareMillimeters,
    int interfaceBits,
    String source) {

  private static final List<DramStandard> ALL =
      CsvTable.resource(DramStandard.class, "dram.csv").rows().stream()
          .map(DramStandard::of)
          .toList();

  private static DramStandard of(CsvTable.Row row) {
    return new DramStandard(
        row.text("standard"),
        row.number("column_pj_per_bit"),
        row.number("interface_pj_per_bit"),
        row.number("activate_pj"),
        (long) row.number("row_bytes"),
        row.number("background_mw"),
        row.number("refresh_mw"),
        (int) row.number("channel_bits"),
        row.number("pin_gbps"),
        row.number("phy_mm2"),
        (int) row.number("phy_bits"),
        row.text("source"));
  }

  /** {@return all standards, in the order of the table} */
  public static List<DramStandard> all() {
    return ALL;
  }

  /** {@return a standard} */
  static DramStandard named(String name) {
    return ALL.stream().filter(standard -> standard.name.equals(name)).findFirst().orElseThrow();
  }

  /**
   * {@return the data wires that a bandwidth takes}
   *
   * @param bytesPerSecond the bandwidth, in B/s
   */
  double wires(double bytesPerSecond) {
    return bytesPerSecond * 8 / (pinGigabits * 1e9);
  }
}
