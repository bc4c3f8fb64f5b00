package tactus.hw.cost;

/**
 * Blocks of a floating-point multiply-add as functions of their widths. Areas follow from what a
 * block repeats: a full adder is 6.25 gate equivalents, a two-way multiplexer 2.3, less where
 * neighbours share logic; delays from the trees and prefix structures of the fastest versions,
 * logarithmic in the width. {@code docs/models/arithmetic-cost.md} derives them and compares them
 * with synthesis.
 */
final class Blocks {

  private static final double MULTIPLEXER = 2.3;

  /** Of {@link #treeSwitching}, by doubling of the rows. */
  private static final double TREE_SLOPE = 0.72;

  private Blocks() {}

  private static double log(double width) {
    return Math.log(width) / Math.log(2);
  }

  /** Levels of a barrel shifter. */
  private static int levels(int width) {
    return 32 - Integer.numberOfLeadingZeros(width - 1);
  }

  /** {@return the gates of a two-way multiplexer} */
  static double multiplexerGates(int bits) {
    return MULTIPLEXER * bits;
  }

  /** An AND gate and a full adder for each pair of bits, fewer at the edges; a tree of adders. */
  static Block multiplier(int n, int m) {
    return new Block(
        "multiplier",
        7.0 * n * m - 2.9 * (n + m),
        Math.max(2, 11 * log(n + m) - 19),
        treeSwitching(Math.min(n, m)));
  }

  /**
   * {@return how often a gate of a carry-save tree switches against one of an adder} Sums and
   * carries of a level arrive one after the other, and the next one follows each of them: spurious
   * transitions grow with the levels, which are log1.5(rows / 2). The slope is that of a simulation
   * with unit delays ({@code GlitchTest}), which agrees with T. Callaway and E. Swartzlander (1993,
   * adders; ARITH 1997, multipliers; recalled): 0.63 transitions a gate of a ripple adder, 0.9, 1.5
   * and 1.9 of Wallace trees of 8, 16 and 32 bits.
   *
   * @param rows rows of partial products
   */
  static double treeSwitching(int rows) {
    return rows <= 2 ? 1 : Math.max(1, TREE_SLOPE * log(rows / 2.0));
  }

  /** A full adder a bit when small, a prefix adder when fast. */
  static Block adder(int bits) {
    return new Block("adder", 6.4 * bits, 3 * log(bits));
  }

  /** Adds two biased exponents and subtracts the bias. */
  static Block exponentAdder(int bits) {
    return new Block("exponent adder", 6.6 * bits - 2, 3 * log(bits));
  }

  /** Difference of two exponents, its magnitude, the larger one. */
  static Block exponentComparator(int bits) {
    return new Block("exponent comparator", 12.1 * bits, 4.8 * log(bits));
  }

  /** Shifts right by any distance and gathers what falls out. */
  static Block rightShifter(int width) {
    return new Block("right shifter", 1.4 * width * levels(width), 2.5 * log(width));
  }

  /** Swaps two significands and shifts the smaller one right. */
  static Block aligner(int width) {
    Block shifter = rightShifter(width);
    return new Block("aligner", shifter.gates() + 4.8 * width, shifter.depth());
  }

  /** Adds or subtracts magnitudes, with an end-around carry and two rows of XORs. */
  static Block signMagnitudeAdder(int width) {
    return new Block("adder", 13.1 * width, 3.7 * log(width) + 5);
  }

  /** Shifts a carry right and adjusts the exponent: what every normalizer has. */
  static Block carryShift(int width, int exponentBits) {
    return new Block(
        "normalizer",
        2.9 * width + 4.2 * exponentBits,
        0.7 + 0.45 * log(width) + 1.7 * log(exponentBits));
  }

  /** Counts zeros as a tree, shifts left by any distance, subtracts it from the exponent. */
  static Block countingNormalizer(int width, int exponentBits) {
    double counter = 2.6 * width;
    double shifter = 1.6 * width * levels(width);
    double exponent = 5.5 * exponentBits + 0.9 * width;
    return new Block(
        "normalizer", counter + shifter + exponent, 2.8 * log(width) + 2 * log(exponentBits));
  }

  /** Detects and shifts by powers of two, one after the other: no counter, a longer path. */
  static Block serialNormalizer(int width, int exponentBits) {
    Block counting = countingNormalizer(width, exponentBits);
    return new Block("normalizer", 0.94 * counting.gates(), 1.08 * counting.depth());
  }

  /**
   * Anticipates the count beside the adder and corrects it by one place. Its indicator is 12 gates
   * a bit alone; whole units ask for 7.7, since it shares the adder's first row, and for a path
   * that is shorter by as much.
   */
  static Block anticipatingNormalizer(int width, int exponentBits) {
    double indicator = 7.7 * width;
    double correction = MULTIPLEXER * width;
    return new Block(
        "normalizer",
        countingNormalizer(width, exponentBits).gates() + indicator + correction,
        1.4 * log(width) + 2 * log(exponentBits));
  }

  /**
   * A second adder for close exponents with rows of multiplexers that swap, shift by a place and
   * select, a counting normalizer behind it, and a choice; the longer path is the far one, which
   * shifts by one place at most. Rows and path are those that whole units ask for.
   */
  static Block dualPathNormalizer(int width, int exponentBits) {
    double near = signMagnitudeAdder(width).gates() + 4 * MULTIPLEXER * width;
    double choice = MULTIPLEXER * (width + exponentBits);
    return new Block(
        "normalizer", countingNormalizer(width, exponentBits).gates() + near + choice, 7.9);
  }

  /**
   * ORs of the windows and a row of multiplexers for each shift. Synthesized alone, a bit of it is
   * 1.75 gates; of whole units with a relaxed clock, which differ in nothing else, 2.4 (nine units,
   * three libraries). This lies between.
   */
  static Block windowNormalizer(int width, int exponentBits, int shifts) {
    return carryShift(width, exponentBits)
        .plus((2.2 * width + 0.7 * exponentBits) * shifts, 4.5 - 0.25 * log(width));
  }

  /** A row of multiplexers behind the multiplier, and the exponent with it. */
  static Block productNormalizer(int width) {
    return new Block("product normalizer", MULTIPLEXER * width, 1.6);
  }

  /** Recognizes zeros and hides the hidden bit. */
  static Block unpacker(int operandBits) {
    return new Block("unpacker", 1.1 * operandBits, 3);
  }

  /** An incrementer of the result and of its exponent, and the detection of overflow. */
  static Block rounder(int significandBits, int exponentBits) {
    return new Block(
        "rounder", 4.4 * significandBits + 5.1 * exponentBits, 5 + 3 * log(significandBits));
  }
}
