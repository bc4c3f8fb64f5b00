package tactus.unit;

import java.util.Locale;

/** Texts with numbers in them, in every country the same. */
public final class NumberText {

  /**
   * Numbers look as with {@link Locale#ROOT}. Of this locale alone the formatter knows that by
   * itself; for any other it loads a provider of locales, which takes as long as a short report.
   */
  private static final Locale PLAIN = Locale.US;

  private NumberText() {}

  /**
   * {@return a text with values in it, with '.' before decimals and ',' between thousands}
   *
   * @param pattern as {@link java.util.Formatter} takes it, without dates
   * @param values what stands in the places of the pattern
   */
  public static String format(String pattern, Object... values) {
    return String.format(PLAIN, pattern, values);
  }

  /**
   * {@return a whole number with ',' between thousands}
   *
   * @param number any number
   */
  public static String grouped(long number) {
    String digits = Long.toString(number);
    int first = number < 0 ? 1 : 0;
    StringBuilder text = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > first; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }
}
