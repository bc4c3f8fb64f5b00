package tactus.hw.cost;

import java.util.List;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Subnormals;

/**
 * Units of one floating-point operation, from the blocks of a multiply-add and what their
 * algorithms repeat. Structures are textbook ones (M. Ercegovac and T. Lang, Digital Arithmetic;
 * the exponential as in F. de Dinechin and B. Pasca, FPT 2010; both recalled), none is compared
 * with synthesis.
 */
final class FloatUnits {

  /** Of {@link Blocks}: a two-way multiplexer. */
  private static final double MULTIPLEXER_GATES = 2.3;

  /** A full adder of 6.25 gates (see {@link Blocks}) and an XOR, which adds or subtracts. */
  private static final double DIVIDER_CELL_GATES = 6.25 + 2;

  /** Gates of a bit of a table in logic: a guess. */
  private static final double TABLE_BIT_GATES = 0.25;

  /** Leading bits of the fraction that address the table of exponentials, as published. */
  private static final int TABLE_BITS = 9;

  /** Bits below a result's last one that keep the exponential's error below it: a guess. */
  private static final int GUARD_BITS = 4;

  private FloatUnits() {}

  private static int significand(FloatFormat format) {
    return format.fractionBits() + 1;
  }

  /** Two more than the format's hold every exponent on the way. */
  private static int exponent(FloatFormat format) {
    return format.exponentBits() + 2;
  }

  /** Sign, exponent and two flags beside a significand in a register. */
  private static int registered(FloatFormat format, int significandBits) {
    return 1 + exponent(format) + 2 + significandBits;
  }

  /**
   * Multiplies, normalizes, rounds: by a place only where subnormal numbers are zeros. A product of
   * one that is kept has leading zeros, which are counted and shifted out, and one that comes out
   * subnormal is shifted right.
   */
  static MultiplyAddCost multiplier(FloatFormat format, Subnormals subnormals) {
    int bits = significand(format);
    Block unpack = Blocks.unpacker(2 * format.bits() - 2);
    Block exponents = Blocks.exponentAdder(exponent(format));
    Block multiplier = Blocks.multiplier(bits, bits);
    // Below the result's last bit, one decides the rounding, and one stands for all the others.
    Block back = Blocks.rightShifter(bits + 2);
    Block shift =
        subnormals == Subnormals.KEPT
            ? Blocks.countingNormalizer(2 * bits, exponent(format)).plus(back.gates(), back.depth())
            : Blocks.carryShift(2 * bits, exponent(format));
    Block round = Blocks.rounder(bits, exponent(format));
    return new MultiplyAddCost(
        List.of(unpack, exponents, multiplier, shift, round),
        List.of(
            unpack.depth() + Math.max(exponents.depth(), multiplier.depth()),
            shift.depth() + round.depth()),
        registered(format, 2 * bits) + registered(format, bits));
  }

  /** Compares exponents, aligns, adds or subtracts, normalizes, rounds. */
  static MultiplyAddCost adder(FloatFormat format) {
    int bits = significand(format);
    int width = bits + 3;
    Block exponents = Blocks.exponentComparator(exponent(format));
    Block align = Blocks.aligner(width);
    Block add = Blocks.signMagnitudeAdder(width);
    Block normalize = Blocks.countingNormalizer(width, exponent(format));
    Block round = Blocks.rounder(bits, exponent(format));
    return new MultiplyAddCost(
        List.of(exponents, align, add, normalize, round),
        List.of(exponents.depth() + align.depth(), add.depth() + normalize.depth() + round.depth()),
        2 * registered(format, width) + registered(format, bits));
  }

  /** The larger of two numbers: their bits compare like integers. */
  static MultiplyAddCost maximum(FloatFormat format) {
    Block compare = Blocks.adder(format.bits());
    Block choose = new Block("multiplexers", MULTIPLEXER_GATES * format.bits(), 1);
    return new MultiplyAddCost(
        List.of(compare, choose), List.of(compare.depth(), choose.depth()), format.bits());
  }

  /**
   * Shifts to fixed point, multiplies by 1/log 2 for the result's exponent (by a constant: half of
   * the rows, a guess), looks the leading bits of the fraction up, corrects by a product, rounds.
   */
  static MultiplyAddCost exponential(FloatFormat format) {
    int bits = significand(format);
    int width = bits + GUARD_BITS;
    Block shift = Blocks.aligner(width + format.exponentBits());
    Block full = Blocks.multiplier(width, width);
    Block reduce =
        new Block("constant multiplier", full.gates() / 2, full.depth(), full.switching());
    int address = Math.min(TABLE_BITS, width);
    Block table = new Block("table", TABLE_BIT_GATES * (1 << address) * width, address);
    Block correct = Blocks.multiplier(width, width);
    Block round = Blocks.rounder(bits, exponent(format));
    return new MultiplyAddCost(
        List.of(shift, reduce, table, correct, round),
        List.of(shift.depth() + reduce.depth(), table.depth() + correct.depth() + round.depth()),
        registered(format, 2 * width) + registered(format, bits));
  }

  /** A row of cells that add or subtract for each bit of the quotient, without restoring. */
  static MultiplyAddCost divider(FloatFormat format) {
    int bits = significand(format);
    int rows = bits + 2;
    int width = bits + 1;
    Block exponents = Blocks.exponentAdder(exponent(format));
    Block array =
        new Block(
            "divider array",
            DIVIDER_CELL_GATES * rows * width,
            rows * (Blocks.adder(width).depth() + 1));
    Block round = Blocks.rounder(bits, exponent(format));
    return new MultiplyAddCost(
        List.of(exponents, array, round),
        List.of(array.depth() / 2, array.depth() / 2 + round.depth()),
        // Divisor, remainder and quotient in each stage.
        2 * registered(format, 3 * bits));
  }

  static String source() {
    return "units of one operation from a multiply-add's blocks and textbook structures"
        + " (Ercegovac and Lang; de Dinechin and Pasca; recalled), not compared with synthesis;"
        + " table bits, constant products and guard bits are guesses";
  }
}
