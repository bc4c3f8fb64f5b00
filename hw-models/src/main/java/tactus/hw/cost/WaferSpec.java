package tactus.hw.cost;

/**
 * What a wafer costs and how many of its dies work.
 *
 * @param diameterMillimeters diameter, in mm
 * @param price price, in any currency
 * @param defectsPerSquareCentimeter density of defects
 * @param clustering how much defects cluster (alpha of the negative binomial yield), above 0
 */
public record WaferSpec(
    double diameterMillimeters,
    double price,
    double defectsPerSquareCentimeter,
    double clustering) {

  /**
   * {@return the dies of a wafer} C. Mallik's formula: the wafer's area by the die's, less those
   * cut by its edge.
   *
   * @param squareMillimeters area of a die, in mm²
   */
  public double dies(double squareMillimeters) {
    double radius = diameterMillimeters / 2;
    return Math.max(
        0,
        Math.floor(
            Math.PI * radius * radius / squareMillimeters
                - Math.PI * diameterMillimeters / Math.sqrt(2 * squareMillimeters)));
  }

  /**
   * {@return the share of dies without a defect, by the negative binomial model}
   *
   * @param squareMillimeters area of a die, in mm²
   */
  public double workingShare(double squareMillimeters) {
    double expected = squareMillimeters / 100 * defectsPerSquareCentimeter;
    return Math.pow(1 + expected / clustering, -clustering);
  }

  /**
   * {@return the price of a die that works; infinite if none fits}
   *
   * @param squareMillimeters area of a die, in mm²
   */
  public double pricePerDie(double squareMillimeters) {
    return price / (dies(squareMillimeters) * workingShare(squareMillimeters));
  }
}
