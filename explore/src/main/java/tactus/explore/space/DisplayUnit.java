package tactus.explore.space;

/**
 * A unit for people.
 *
 * @param text such as {@code mJ}; empty for a plain number
 * @param size what one of it is in bytes, seconds, metres and joules
 */
public record DisplayUnit(String text, double size) {

  static final DisplayUnit NONE = new DisplayUnit("", 1);

  /**
   * {@return a name with the unit behind it}
   *
   * @param name what has the unit
   */
  public String label(String name) {
    return text.isEmpty() ? name : name + " (" + text + ")";
  }
}
