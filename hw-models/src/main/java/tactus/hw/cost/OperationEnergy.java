package tactus.hw.cost;

import java.util.OptionalDouble;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.cost.PublishedTable.Operation;

/**
 * The energy of one operation of its own, as published tables list them: an integer's without
 * registers, a floating-point number's in a unit of two stages with theirs.
 */
public final class OperationEnergy {

  private final CostSpec spec;

  /**
   * Creates the energies of a process.
   *
   * @param spec the process, as a machine has it
   */
  public OperationEnergy(CostSpec spec) {
    this.spec = spec;
  }

  /**
   * {@return the energy by the structure of its unit, in pJ}
   *
   * @param operation {@code add} or {@code mul}
   * @param format {@code int}, {@code fp} or {@code bf}
   * @param bits width
   * @param periodPicoseconds period of the clock, in ps
   */
  public double structural(String operation, String format, int bits, double periodPicoseconds) {
    boolean adds = operation.equals("add");
    Technology gate = spec.logic().technology();
    if (format.equals("int")) {
      Block block = adds ? Blocks.adder(bits) : Blocks.multiplier(bits, bits);
      return block.gates() * block.switching() * gate.gateFemtojoules() / 1e3;
    }
    FloatFormat of =
        bits == 32 ? FloatFormat.FP32 : format.equals("bf") ? FloatFormat.BF16 : FloatFormat.FP16;
    MultiplyAddCost unit = adds ? FloatUnits.adder(of) : FloatUnits.multiplier(of);
    return unit.pipelinedFor(periodPicoseconds, gate)
            .femtojoules(periodPicoseconds, gate, MultiplyAddCost.TYPICAL_ACTIVITY)
        / 1e3;
  }

  /**
   * {@return the energy in a published table, scaled to the process, in pJ; empty if the table does
   * not know it}
   *
   * @param set name of the table, such as {@code horowitz-45nm}
   * @param operation {@code add} or {@code mul}
   * @param format {@code int}, {@code fp} or {@code bf}
   * @param bits width
   */
  public OptionalDouble published(String set, String operation, String format, int bits) {
    PublishedTable table = new PublishedTable(set, spec.logic());
    Operation wanted = new Operation(operation, format, bits);
    return table.knows(wanted)
        ? OptionalDouble.of(table.picojoules(wanted, "arithmetic"))
        : OptionalDouble.empty();
  }
}
