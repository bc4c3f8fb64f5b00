package tactus.hw.cost.sram;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of a predecoder: {@code bits} address bits become 2^bits lines, in one level of NANDs of
 * two or three inputs, or in two levels, the second of which combines groups of two and three bits.
 */
final class PredecoderBlock {

  /**
   * NANDs of the first level that decode a group of bits.
   *
   * @param groupBits bits of a group: 2 or 3
   * @param groups groups of this size
   * @param driver what drives each address bit
   * @param nand a NAND and its driver
   */
  private record Group(int groupBits, int groups, GateChain driver, GateChain nand) {}

  private final SiliconProcess process;
  private final int bits;
  private final double wireSeconds;
  private final List<Group> groups = new ArrayList<>();
  private final @Nullable GateChain secondLevel;

  PredecoderBlock(SiliconProcess process, int bits, double load, double wireOhms) {
    if (bits > 9) {
      throw new IllegalArgumentException("bits (" + bits + ") must be at most 9");
    }
    this.process = process;
    this.bits = bits;
    this.wireSeconds = wireOhms * load / 2;
    // Groups of three bits, and of two where three do not divide the bits.
    int pairs = bits == 1 ? 1 : (3 - bits % 3) % 3;
    int triples = bits == 1 ? 0 : (bits - 2 * pairs) / 3;
    int levelInputs = pairs + triples;
    this.secondLevel =
        levelInputs < 2 ? null : new GateChain(process, process.gateHeight(), levelInputs, load);
    addGroups(2, pairs, load);
    addGroups(3, triples, load);
  }

  private void addGroups(int groupBits, int count, double load) {
    if (count == 0) {
      return;
    }
    double nandLoad =
        secondLevel == null ? load : (lines() >> groupBits) * secondLevel.inputFarads();
    GateChain nand = new GateChain(process, process.gateHeight(), groupBits, nandLoad);
    int nandsPerBit = Math.min(1 << groupBits, lines());
    GateChain driver =
        new GateChain(process, process.gateHeight(), 1, nandsPerBit * nand.inputFarads());
    groups.add(new Group(groupBits, count, driver, nand));
  }

  /** {@return the lines, of which one is active} */
  int lines() {
    return 1 << bits;
  }

  /** {@return the slowest line's signal} */
  Signal output() {
    Signal latest = Signal.START;
    for (Group group : groups) {
      Signal signal = group.driver.drive(Signal.START, 0);
      signal = group.nand.drive(signal, secondLevel == null ? wireSeconds : 0);
      if (secondLevel != null) {
        signal = secondLevel.drive(signal, wireSeconds);
      }
      latest = latest.later(signal);
    }
    return latest;
  }

  /** {@return the energy of a change of address, in J: half of the bits change, one line moves} */
  double energy() {
    double farads = secondLevel == null ? 0 : secondLevel.switchedFarads();
    for (Group group : groups) {
      int groupInputs = bits == 1 ? 1 : group.groups * group.groupBits;
      farads += groupInputs * group.driver.switchedFarads() / 2;
      farads += group.groups * group.nand.switchedFarads();
    }
    double volts = process.peripheral().supplyVolts();
    return farads * volts * volts;
  }

  /** {@return the leakage, in W} */
  double leakage() {
    double amperes = secondLevel == null ? 0 : lines() * secondLevel.leakage();
    for (Group group : groups) {
      amperes += drivers(group) * group.driver.leakage() + nands(group) * group.nand.leakage();
    }
    return amperes * process.peripheral().supplyVolts();
  }

  /** {@return the area, in µm²} */
  double area() {
    double area = secondLevel == null ? 0 : lines() * secondLevel.area();
    for (Group group : groups) {
      area += drivers(group) * group.driver.area() + nands(group) * group.nand.area();
    }
    return area;
  }

  private int drivers(Group group) {
    return bits == 1 ? 1 : group.groups * group.groupBits;
  }

  private int nands(Group group) {
    return bits == 1 ? 2 : group.groups << group.groupBits;
  }
}
