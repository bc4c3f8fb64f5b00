package tactus.explore.space;

import java.util.List;

/**
 * A unit for people.
 *
 * @param text such as {@code mJ}; empty for a plain number
 * @param size what one of it is in bytes, seconds, metres and joules
 */
public record DisplayUnit(String text, double size) {

  static final DisplayUnit NONE = new DisplayUnit("", 1);

  private static final List<String> PREFIXES = List.of("", "m", "\u00b5", "n", "p", "f");

  /** {@return the largest unit of which a number is at least one} */
  static DisplayUnit prefixed(String unit, double number) {
    int thousands = 0;
    while (Math.abs(number) < Math.pow(10, -3 * thousands) && thousands < PREFIXES.size() - 1) {
      thousands++;
    }
    return new DisplayUnit(PREFIXES.get(thousands) + unit, Math.pow(10, -3 * thousands));
  }

  /**
   * {@return a name with the unit behind it}
   *
   * @param name what has the unit
   */
  public String label(String name) {
    return text.isEmpty() ? name : name + " (" + text + ")";
  }
}
