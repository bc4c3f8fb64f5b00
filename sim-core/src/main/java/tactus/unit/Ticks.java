package tactus.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Times and clock periods in ticks, that is, whole femtoseconds. A frequency whose period is not a
 * whole number of ticks is rounded to the nearest one: 700 MHz becomes 1428571 fs, 3e-7 of itself
 * too short. An error above 1e-5 of the value is refused.
 */
public final class Ticks {
  /** Ticks in a second. */
  public static final long PER_SECOND = 1_000_000_000_000_000L;

  private static final double LARGEST_ERROR = 1e-5;

  private Ticks() {}

  /**
   * {@return the period of a clock, in ticks}
   *
   * @param text a frequency such as {@code 1 GHz}
   * @throws UnitException if the text is no frequency or its period cannot be told in ticks
   */
  public static long ofFrequency(String text) {
    BigDecimal hertz = Dimension.FREQUENCY.parse(text);
    if (hertz.signum() <= 0) {
      throw new UnitException(Dimension.FREQUENCY.must(), "but '" + text + "' is not above zero");
    }
    BigDecimal period = BigDecimal.valueOf(PER_SECOND).divide(hertz, MathContext.DECIMAL64);
    return whole(period, Dimension.FREQUENCY, text);
  }

  /**
   * {@return a time, in ticks}
   *
   * @param text a time such as {@code 100 ns}
   * @throws UnitException if the text is no time or cannot be told in ticks
   */
  public static long ofTime(String text) {
    return whole(Dimension.TIME.parse(text), Dimension.TIME, text);
  }

  /**
   * {@return the frequency of a clock, to six digits, such as {@code 700 MHz}}
   *
   * @param periodTicks period in ticks, at least 1
   */
  public static String formatFrequency(long periodTicks) {
    BigDecimal hertz =
        BigDecimal.valueOf(PER_SECOND)
            .divide(BigDecimal.valueOf(periodTicks), new MathContext(6, RoundingMode.HALF_EVEN));
    return Dimension.FREQUENCY.format(hertz);
  }

  /**
   * {@return a time, exact, such as {@code 100 ns}}
   *
   * @param ticks time in ticks
   */
  public static String formatTime(long ticks) {
    return Dimension.TIME.format(BigDecimal.valueOf(ticks));
  }

  private static long whole(BigDecimal ticks, Dimension dimension, String text) {
    BigDecimal rounded = ticks.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal error = rounded.subtract(ticks).abs();
    if (error.compareTo(ticks.abs().multiply(BigDecimal.valueOf(LARGEST_ERROR))) > 0) {
      throw new UnitException(
          dimension.must(), "but '" + text + "' cannot be told in whole femtoseconds");
    }
    try {
      return rounded.longValueExact();
    } catch (ArithmeticException e) {
      throw new UnitException(
          dimension.must(), "but '" + text + "' is beyond 9223 seconds, the longest time");
    }
  }
}
