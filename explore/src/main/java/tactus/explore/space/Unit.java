package tactus.explore.space;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tactus.unit.Dimension;

/**
 * What a number measures, as powers of base units; all zero for a plain number.
 *
 * @param bytes power of bytes
 * @param seconds power of seconds
 * @param metres power of metres
 * @param joules power of joules
 */
record Unit(int bytes, int seconds, int metres, int joules) {

  static final Unit NONE = new Unit(0, 0, 0, 0);

  static Unit of(Dimension dimension) {
    return switch (dimension) {
      case SIZE -> new Unit(1, 0, 0, 0);
      case FREQUENCY -> new Unit(0, -1, 0, 0);
      case BANDWIDTH -> new Unit(1, -1, 0, 0);
      case TIME -> new Unit(0, 1, 0, 0);
      case LENGTH -> new Unit(0, 0, 1, 0);
      case ENERGY -> new Unit(0, 0, 0, 1);
      case AREA -> new Unit(0, 0, 2, 0);
    };
  }

  /** What one of a dimension's base unit is in bytes, seconds, metres and joules. */
  static BigDecimal scale(Dimension dimension) {
    return switch (dimension) {
      case SIZE, FREQUENCY, BANDWIDTH -> BigDecimal.ONE;
      case TIME -> new BigDecimal("1E-15");
      case LENGTH -> new BigDecimal("1E-9");
      case ENERGY, AREA -> new BigDecimal("1E-12");
    };
  }

  Unit times(Unit other) {
    return new Unit(
        bytes + other.bytes, seconds + other.seconds, metres + other.metres, joules + other.joules);
  }

  Unit power(int exponent) {
    return new Unit(bytes * exponent, seconds * exponent, metres * exponent, joules * exponent);
  }

  boolean isNone() {
    return equals(NONE);
  }

  /** {@return a word for people, such as {@code a size} or {@code in B s^-2}} */
  String noun() {
    if (isNone()) {
      return "a plain number";
    }
    for (Dimension dimension : Dimension.values()) {
      if (of(dimension).equals(this)) {
        String must = dimension.must();
        return must.substring(0, must.indexOf(" such as"));
      }
    }
    return "in " + powers();
  }

  /**
   * {@return what numbers of it are shown in}
   *
   * @param typical such a number
   */
  DisplayUnit display(double typical) {
    if (isNone()) {
      return DisplayUnit.NONE;
    }
    for (Dimension dimension : Dimension.values()) {
      if (of(dimension).equals(this)) {
        return switch (dimension) {
          case SIZE -> new DisplayUnit("MiB", 1 << 20);
          case FREQUENCY -> new DisplayUnit("MHz", 1e6);
          case BANDWIDTH -> new DisplayUnit("GB/s", 1e9);
          case TIME -> DisplayUnit.prefixed("s", typical);
          case LENGTH -> new DisplayUnit("mm", 1e-3);
          case ENERGY -> DisplayUnit.prefixed("J", typical);
          case AREA -> new DisplayUnit("mm\u00b2", 1e-6);
        };
      }
    }
    return new DisplayUnit(powers(), 1);
  }

  private String powers() {
    List<String> parts = new ArrayList<>();
    add(parts, "B", bytes);
    add(parts, "s", seconds);
    add(parts, "m", metres);
    add(parts, "J", joules);
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, String unit, int power) {
    if (power != 0) {
      parts.add(power == 1 ? unit : String.format(Locale.ROOT, "%s^%d", unit, power));
    }
  }
}
