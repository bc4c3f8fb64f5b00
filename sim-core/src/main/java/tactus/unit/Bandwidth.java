package tactus.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Bytes per second, exact.
 *
 * @param bytesPerSecond bytes per second, above zero
 */
public record Bandwidth(BigDecimal bytesPerSecond) implements Comparable<Bandwidth> {

  /** Checks the range and drops trailing zeros, so that equal bandwidths are equal records. */
  public Bandwidth {
    if (bytesPerSecond.signum() <= 0) {
      throw new IllegalArgumentException(
          "bytesPerSecond (" + bytesPerSecond + ") must be above zero");
    }
    bytesPerSecond = bytesPerSecond.stripTrailingZeros();
  }

  /**
   * {@return the bandwidth a text says}
   *
   * @param text a bandwidth such as {@code 25.6 GB/s}
   * @throws UnitException if the text is no bandwidth above zero
   */
  public static Bandwidth parse(String text) {
    BigDecimal value = Dimension.BANDWIDTH.parse(text);
    if (value.signum() <= 0) {
      throw new UnitException(Dimension.BANDWIDTH.must(), "but '" + text + "' is not above zero");
    }
    return new Bandwidth(value);
  }

  /**
   * {@return the ticks (fs) a number of bytes takes, rounded up to a whole tick}
   *
   * @param bytes number of bytes, at least 0
   * @throws ArithmeticException if it takes longer than a long of ticks can say
   */
  public long ticksFor(long bytes) {
    return BigDecimal.valueOf(bytes)
        .multiply(BigDecimal.valueOf(Ticks.PER_SECOND))
        .divide(bytesPerSecond, 0, RoundingMode.CEILING)
        .longValueExact();
  }

  @Override
  public int compareTo(Bandwidth other) {
    return bytesPerSecond.compareTo(other.bytesPerSecond);
  }

  /** {@return the text, such as {@code 25.6 GB/s}} */
  @Override
  public String toString() {
    return Dimension.BANDWIDTH.format(bytesPerSecond);
  }
}
