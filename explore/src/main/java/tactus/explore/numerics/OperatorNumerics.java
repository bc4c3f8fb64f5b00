package tactus.explore.numerics;

/**
 * What an engine's arithmetic made of an operator's sums. Errors are of the finite ones.
 *
 * @param operator name of the operator
 * @param sums how many were computed
 * @param allSums how many the operator has
 * @param maxError largest absolute difference from double precision
 * @param rmsError root of the mean of the squared differences
 * @param signalToNoiseDecibels ten times the logarithm of the mean squared sum over the mean
 *     squared difference; infinite if there is no difference
 * @param differingSums sums that differ from those of the exact normalizer
 * @param differingBits bits of them that do
 * @param saturations operands and sums beyond the largest number of their format, or at it
 * @param underflows operands and sums other than zero that became zero
 */
public record OperatorNumerics(
    String operator,
    long sums,
    long allSums,
    double maxError,
    double rmsError,
    double signalToNoiseDecibels,
    long differingSums,
    long differingBits,
    long saturations,
    long underflows) {}
