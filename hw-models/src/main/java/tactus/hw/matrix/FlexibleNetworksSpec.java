package tactus.hw.matrix;

/**
 * The networks around the multipliers of a flexible engine.
 *
 * @param distributionBandwidth values that enter in a cycle, at least 1: each goes to as many
 *     multipliers of its own group as need it; the groups are equal
 * @param reductionBandwidth sums that leave in a cycle, at least 1
 */
public record FlexibleNetworksSpec(int distributionBandwidth, int reductionBandwidth) {
  public FlexibleNetworksSpec {
    if (distributionBandwidth < 1 || reductionBandwidth < 1) {
      throw new IllegalArgumentException(
          "distributionBandwidth ("
              + distributionBandwidth
              + ") and reductionBandwidth ("
              + reductionBandwidth
              + ") must be at least 1");
    }
  }
}
