package tactus.hw.cost;

/**
 * A block of combinational logic.
 *
 * @param name what it is
 * @param gates its smallest area, in gate equivalents
 * @param depth its smallest delay, in units of logic depth
 * @param switching how often its gates switch in an operation, against those of an adder: glitches
 *     included, which make it more than 1
 */
public record Block(String name, double gates, double depth, double switching) {

  /**
   * Creates a block whose gates switch as often as an adder's.
   *
   * @param name what it is
   * @param gates its smallest area, in gate equivalents
   * @param depth its smallest delay, in units of logic depth
   */
  public Block(String name, double gates, double depth) {
    this(name, gates, depth, 1);
  }

  /**
   * {@return the block with more logic after it}
   *
   * @param moreGates gates added
   * @param moreDepth depth added
   */
  Block plus(double moreGates, double moreDepth) {
    return new Block(name, gates + moreGates, depth + moreDepth, switching);
  }
}
