package tactus.explore.regress;

import java.math.BigDecimal;

/**
 * What a figure of a report should be.
 *
 * @param figure dotted path in {@code report.json}
 * @param value the recorded value
 * @param tolerance how far it may be off, relative to the value; 0 for exact
 */
record Expectation(String figure, BigDecimal value, double tolerance) {

  /** {@return whether another value is near enough} */
  boolean meets(BigDecimal other) {
    if (tolerance == 0) {
      return value.compareTo(other) == 0;
    }
    BigDecimal most = value.abs().multiply(new BigDecimal(tolerance));
    return other.subtract(value).abs().compareTo(most) <= 0;
  }
}
