package tactus.hw.cost;

import java.util.Optional;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Subnormals;
import tactus.hw.cost.PublishedTable.Operation;

/**
 * The energy of one operation of its own, as published tables list them: an integer's without
 * registers, a floating-point number's in a unit of two stages with theirs. Units of the IEEE
 * formats keep subnormal numbers, as IEEE 754 asks; those of bf16 do not (N. Jouppi et al., CACM
 * 2020; recalled).
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
    boolean isIeee = !format.equals("bf");
    FloatFormat of = bits == 32 ? FloatFormat.FP32 : isIeee ? FloatFormat.FP16 : FloatFormat.BF16;
    // An adder's results have no more zeros for it: only the shift that takes them out ends
    // earlier.
    MultiplyAddCost unit =
        adds
            ? FloatUnits.adder(of)
            : FloatUnits.multiplier(of, isIeee ? Subnormals.KEPT : Subnormals.FLUSHED);
    return unit.pipelinedFor(periodPicoseconds, gate)
            .femtojoules(periodPicoseconds, gate, MultiplyAddCost.TYPICAL_ACTIVITY)
        / 1e3;
  }

  /**
   * An energy that was published, scaled to the process.
   *
   * @param picojoules the energy, in pJ
   * @param roundingPicojoules how far off it can be since it is printed with so many digits, in pJ
   */
  public record Published(double picojoules, double roundingPicojoules) {}

  /**
   * {@return the energy in a published table, scaled to the process; empty if the table does not
   * know it}
   *
   * @param set name of the table, such as {@code horowitz-45nm}
   * @param operation {@code add} or {@code mul}
   * @param format {@code int}, {@code fp} or {@code bf}
   * @param bits width
   */
  public Optional<Published> published(String set, String operation, String format, int bits) {
    PublishedTable table = new PublishedTable(set, spec.logic());
    Operation wanted = new Operation(operation, format, bits);
    return table.knows(wanted)
        ? Optional.of(
            new Published(
                table.picojoules(wanted, "arithmetic"),
                table.roundingPicojoules(wanted, "arithmetic")))
        : Optional.empty();
  }
}
