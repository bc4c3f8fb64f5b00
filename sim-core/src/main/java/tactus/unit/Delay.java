package tactus.unit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wait that is written either as a time or in cycles of a clock that is known only later.
 *
 * @param amount ticks (fs) or cycles, at least 0
 * @param unit what the amount counts
 */
public record Delay(long amount, Unit unit) {
  private static final Pattern CYCLES = Pattern.compile("(0|[1-9][0-9]{0,17})\\s*cycles?");

  /** What a delay is counted in. */
  public enum Unit {
    /** Femtoseconds. */
    TICKS,
    /** Periods of the clock the delay is asked for. */
    CYCLES
  }

  /** Checks the range. */
  public Delay {
    if (amount < 0) {
      throw new IllegalArgumentException("amount (" + amount + ") must be at least 0");
    }
  }

  /**
   * {@return the delay of a number of cycles}
   *
   * @param cycles number of cycles, at least 0
   */
  public static Delay ofCycles(long cycles) {
    return new Delay(cycles, Unit.CYCLES);
  }

  /**
   * {@return the delay of a time}
   *
   * @param ticks time in ticks (fs), at least 0
   */
  public static Delay ofTicks(long ticks) {
    return new Delay(ticks, Unit.TICKS);
  }

  /** {@return what the text of a delay must be} */
  public static String must() {
    return "a delay such as '20 cycles' or '100 ns'";
  }

  /**
   * {@return the delay a text says}
   *
   * @param text cycles such as {@code 20 cycles} or a time such as {@code 100 ns}
   * @throws UnitException if the text is neither
   */
  public static Delay parse(String text) {
    Matcher matcher = CYCLES.matcher(text.strip());
    if (matcher.matches()) {
      return ofCycles(Long.parseLong(matcher.group(1)));
    }
    long ticks;
    try {
      ticks = Ticks.ofTime(text);
    } catch (UnitException e) {
      throw new UnitException(must(), e.detail().replace("(units: ", "(units: cycles, "));
    }
    if (ticks < 0) {
      throw new UnitException(must(), "but '" + text + "' is negative");
    }
    return ofTicks(ticks);
  }

  /**
   * {@return the delay, in ticks (fs)}
   *
   * @param periodTicks period of the clock, in ticks (fs), at least 1
   */
  public long ticks(long periodTicks) {
    return unit == Unit.TICKS ? amount : Math.multiplyExact(amount, periodTicks);
  }

  /**
   * {@return the delay in cycles, a broken one counting as a whole}
   *
   * @param periodTicks period of the clock, in ticks (fs), at least 1
   */
  public long cycles(long periodTicks) {
    if (unit == Unit.CYCLES) {
      return amount;
    }
    return amount / periodTicks + (amount % periodTicks == 0 ? 0 : 1);
  }

  /** {@return the text, such as {@code 20 cycles}} */
  @Override
  public String toString() {
    return unit == Unit.CYCLES
        ? amount + (amount == 1 ? " cycle" : " cycles")
        : Ticks.formatTime(amount);
  }
}
