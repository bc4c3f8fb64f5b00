package tactus.explore.report;

import tactus.unit.NumberText;

/** Numbers as people read them: few digits, thousands separators, a unit. */
final class Figures {

  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final String[] DECIMAL = {"", " k", " M", " G", " T", " P", " E"};
  private static final String[] TIME = {"s", "ms", "\u00b5s", "ns", "ps"};

  private Figures() {}

  /** {@return a whole number with thousands separators} */
  static String count(long number) {
    return NumberText.grouped(number);
  }

  /** {@return a number in steps of a thousand, such as {@code 48.3 G}} */
  static String scaled(double number) {
    int unit = 0;
    double value = number;
    while (Math.abs(value) >= 999.5 && unit < DECIMAL.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 && value == Math.rint(value)
        ? NumberText.format("%.0f", value)
        : digits(value) + DECIMAL[unit];
  }

  /** {@return a size in steps of 1024} */
  static String bytes(long bytes) {
    int unit = 0;
    double value = (double) bytes;
    while (value >= 1000 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit == 0 ? NumberText.format("%.0f", value) : digits(value)) + " " + BINARY[unit];
  }

  /** {@return a duration in the largest unit in which it is at least 1} */
  static String seconds(double seconds) {
    if (seconds <= 0) {
      return "0 s";
    }
    int unit = 0;
    double value = seconds;
    while (value < 0.9995 && unit < TIME.length - 1) {
      value *= 1000;
      unit++;
    }
    return (value >= 1000 ? count(Math.round(value)) : digits(value)) + " " + TIME[unit];
  }

  /** {@return an energy in the largest unit in which it is at least 1} */
  static String joules(double picojoules) {
    String[] units = {"pJ", "nJ", "\u00b5J", "mJ", "J", "kJ", "MJ"};
    int unit = 0;
    double value = picojoules;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return significant(value) + " " + units[unit];
  }

  /** {@return a power in W, mW or \u00b5W} */
  static String watts(double watts) {
    if (watts >= 0.9995) {
      return significant(watts) + " W";
    }
    return watts >= 0.9995e-3
        ? significant(watts * 1e3) + " mW"
        : significant(watts * 1e6) + " \u00b5W";
  }

  /** {@return a number with three significant digits, such as {@code 0.0123}} */
  static String significant(double number) {
    if (number == 0) {
      return "0";
    }
    double size = Math.abs(number);
    if (size >= 1e6 || size < 1e-4) {
      return NumberText.format("%.2e", number);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return NumberText.format("%,." + decimals + "f", number);
  }

  /** {@return a whole number with thousands separators, any other with three digits} */
  static String exactly(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? count((long) number)
        : significant(number);
  }

  /** {@return a part of one in percent; what is not nothing is not shown as nothing} */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.05) {
      return "<0.1 %";
    }
    return NumberText.format("%.1f %%", percent);
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    String format = size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f";
    return NumberText.format(format, value);
  }
}
