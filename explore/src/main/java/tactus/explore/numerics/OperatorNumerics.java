package tactus.explore.numerics;

/**
 * What an engine's arithmetic made of an operator's sums.
 *
 * @param operator name of the operator
 * @param sums how many there are
 * @param maxError largest absolute difference from double precision
 * @param rmsError root of the mean of the squared differences
 * @param signalToNoiseDecibels ten times the logarithm of the mean squared sum over the mean
 *     squared difference; infinite if there is no difference
 * @param differingSums sums that differ from those of the exact normalizer
 * @param differingBits bits of them that do
 * @param saturations operands and sums beyond the largest number of their format
 * @param underflows operands and sums other than zero that became zero
 */
public record OperatorNumerics(
    String operator,
    long sums,
    double maxError,
    double rmsError,
    double signalToNoiseDecibels,
    long differingSums,
    long differingBits,
    long saturations,
    long underflows) {}
