package tactus.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a quantity measures: the units it may be written in and the base unit it is read into.
 * Numbers are exact decimals; a unit is always required.
 */
public enum Dimension {
  /** Bytes; binary and decimal multiples. Base unit: byte. */
  SIZE(
      "a size",
      "64 KiB",
      "B 1, KiB 1024, MiB 1048576, GiB 1073741824, TiB 1099511627776",
      "kB 1E3, MB 1E6, GB 1E9, TB 1E12"),
  /** Cycles per second. Base unit: hertz. */
  FREQUENCY("a frequency", "1 GHz", "Hz 1, kHz 1E3, MHz 1E6, GHz 1E9", ""),
  /** Bytes per second. Base unit: byte per second. */
  BANDWIDTH(
      "a bandwidth",
      "25.6 GB/s",
      "B/s 1, kB/s 1E3, MB/s 1E6, GB/s 1E9, TB/s 1E12",
      "KiB/s 1024, MiB/s 1048576, GiB/s 1073741824, TiB/s 1099511627776,"
          + " Mbit/s 125E3, Gbit/s 125E6, Tbit/s 125E9"),
  /** Time. Base unit: tick, that is, femtosecond. */
  TIME("a time", "100 ns", "fs 1, ps 1E3, ns 1E6, us 1E9, ms 1E12, s 1E15", ""),
  /** Length. Base unit: nanometre. */
  LENGTH("a length", "28 nm", "nm 1, um 1E3, mm 1E6", ""),
  /** Energy. Base unit: picojoule. */
  ENERGY("an energy", "1.5 pJ", "fJ 1E-3, pJ 1, nJ 1E3, uJ 1E6, mJ 1E9, J 1E12", ""),
  /** Area. Base unit: square micrometre. */
  AREA("an area", "0.5 mm2", "um2 1, mm2 1E6", "");

  // Bounded digits keep a hostile exponent from becoming a number of a billion digits.
  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?[0-9]{1,40}(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?)\\s*(.*)");

  private final String noun;
  private final String example;

  // Filled by the constructor and never changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, BigDecimal> preferred;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, BigDecimal> units;

  Dimension(String noun, String example, String preferred, String others) {
    this.noun = noun;
    this.example = example;
    this.preferred = table(preferred);
    this.units = table(preferred);
    this.units.putAll(table(others));
  }

  private static Map<String, BigDecimal> table(String text) {
    Map<String, BigDecimal> table = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        String unit = entry.strip();
        int space = unit.indexOf(' ');
        table.put(unit.substring(0, space), new BigDecimal(unit.substring(space + 1)));
      }
    }
    return table;
  }

  /** {@return what a text of this dimension must be, such as {@code a size such as '64 KiB'}} */
  public String must() {
    return must(example);
  }

  /**
   * {@return what a text of this dimension must be, with another example}
   *
   * @param text a legal text
   */
  public String must(String text) {
    return noun + " such as '" + text + "'";
  }

  /** {@return a legal text} */
  public String example() {
    return example;
  }

  /** {@return the units a text may have} */
  public List<String> units() {
    return List.copyOf(units.keySet());
  }

  /**
   * {@return the value of a text, exact, in base units}
   *
   * @param text a number and a unit, with or without spaces between them
   * @throws UnitException if the text is no number, or has no unit or one of another dimension
   */
  public BigDecimal parse(String text) {
    Matcher matcher = QUANTITY.matcher(text.strip());
    if (!matcher.matches()) {
      throw new UnitException(must(), "but was '" + text + "'");
    }
    String unit = matcher.group(2);
    if (unit.isEmpty()) {
      throw new UnitException(must(), "but '" + text + "' has no unit" + allowed());
    }
    BigDecimal factor = units.get(unit);
    if (factor == null) {
      throw new UnitException(must(), "but was '" + text + "'" + hint(unit) + allowed());
    }
    return new BigDecimal(matcher.group(1)).multiply(factor);
  }

  /**
   * {@return the value of a text in whole base units}
   *
   * @param text a number and a unit
   * @throws UnitException if the text is not of this dimension, is not a whole number of base units
   *     or does not fit a long
   */
  public long parseWhole(String text) {
    BigDecimal value = parse(text);
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      boolean whole = value.stripTrailingZeros().scale() <= 0;
      String base = units.keySet().iterator().next();
      throw new UnitException(
          must(),
          whole
              ? "but '" + text + "' is too large"
              : "but '" + text + "' is not a whole number of " + base);
    }
  }

  /**
   * {@return the shortest exact text of a value: the largest unit that needs at most three
   * decimals}
   *
   * @param value value in base units
   */
  public String format(BigDecimal value) {
    String best = null;
    for (Map.Entry<String, BigDecimal> unit : preferred.entrySet()) {
      BigDecimal number = quotient(value, unit.getValue());
      if (number == null) {
        continue;
      }
      boolean large = number.abs().compareTo(BigDecimal.ONE) >= 0;
      if (best == null || (large && number.scale() <= 3)) {
        best = number.toPlainString() + " " + unit.getKey();
      }
    }
    if (best == null) {
      throw new IllegalStateException("no unit divides " + value);
    }
    return best;
  }

  /**
   * {@return the shortest exact text of a whole value}
   *
   * @param value value in base units
   */
  public String format(long value) {
    return format(BigDecimal.valueOf(value));
  }

  /**
   * {@return the text of a value for people: four significant digits in the fitting unit}
   *
   * @param value value in base units, finite
   */
  public String formatRounded(double value) {
    BigDecimal exact = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
    BigDecimal best = exact;
    String bestUnit = "";
    for (Map.Entry<String, BigDecimal> unit : preferred.entrySet()) {
      BigDecimal number = exact.divide(unit.getValue(), new MathContext(4, RoundingMode.HALF_EVEN));
      if (bestUnit.isEmpty() || number.abs().compareTo(BigDecimal.ONE) >= 0) {
        best = number;
        bestUnit = unit.getKey();
      }
    }
    BigDecimal digits = best.signum() == 0 ? BigDecimal.ZERO : best.stripTrailingZeros();
    return digits.toPlainString() + " " + bestUnit;
  }

  /** The exact quotient without trailing zeros, or null if its decimals do not end. */
  private static @Nullable BigDecimal quotient(BigDecimal value, BigDecimal factor) {
    try {
      BigDecimal number = value.divide(factor).stripTrailingZeros();
      return number.scale() < 0 ? number.setScale(0) : number;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private String allowed() {
    return " (units: " + String.join(", ", units.keySet()) + ")";
  }

  private String hint(String unit) {
    List<String> candidates = new ArrayList<>();
    for (String known : units.keySet()) {
      if (known.toLowerCase(Locale.ROOT).equals(unit.toLowerCase(Locale.ROOT))) {
        candidates.add("'" + known + "'");
      }
    }
    return candidates.isEmpty() ? "" : "; did you mean " + String.join(" or ", candidates) + "?";
  }
}
