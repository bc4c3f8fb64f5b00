package tactus.hw.cost;

/**
 * A block of combinational logic.
 *
 * @param name what it is
 * @param gates its smallest area, in gate equivalents
 * @param depth its smallest delay, in units of logic depth
 */
public record Block(String name, double gates, double depth) {

  /**
   * {@return the block with more logic after it}
   *
   * @param moreGates gates added
   * @param moreDepth depth added
   */
  Block plus(double moreGates, double moreDepth) {
    return new Block(name, gates + moreGates, depth + moreDepth);
  }
}
