package tactus.hw.cost;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A part of a chip that no cycle is simulated of, but that has area and leaks.
 *
 * @param name name, a key in reports
 * @param level where it is
 * @param count how many equal ones there are, at least 1
 * @param unit name of a unit of {@code die.csv}, if it is one
 * @param transistors transistors of each, if they are known
 * @param sramBytes bytes of memory of each, if it is one
 * @param registers what register file each is, if it is one
 * @param squareMicrometers area of each in µm², if it is known
 */
public record BlockSpec(
    String name,
    Level level,
    long count,
    Optional<String> unit,
    OptionalDouble transistors,
    OptionalLong sramBytes,
    Optional<RegisterFileSpec> registers,
    OptionalDouble squareMicrometers) {

  /**
   * A register file.
   *
   * @param entries registers
   * @param bits bits of a register
   * @param ports ports that read or write
   */
  public record RegisterFileSpec(int entries, int bits, int ports) {}
}
