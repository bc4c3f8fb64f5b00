package tactus.explore.space;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import tactus.unit.Dimension;
import tactus.unit.UnitException;

/** What an expression works with: a number with its unit, a word, or whether something holds. */
public sealed interface Value {

  /**
   * A number.
   *
   * @param number the number, in bytes, seconds, metres and joules
   * @param unit what it measures
   */
  record Quantity(double number, Unit unit) implements Value {
    @Override
    public String noun() {
      return unit.noun();
    }
  }

  /**
   * A word.
   *
   * @param word the word
   */
  record Word(String word) implements Value {
    @Override
    public String noun() {
      return "a word";
    }
  }

  /**
   * A truth.
   *
   * @param holds whether it holds
   */
  record Truth(boolean holds) implements Value {
    @Override
    public String noun() {
      return "a condition";
    }
  }

  /** {@return what kind of value it is, for messages} */
  String noun();

  /**
   * {@return a plain number}
   *
   * @param number the number
   */
  static Value of(double number) {
    return new Quantity(number, Unit.NONE);
  }

  /**
   * {@return what a text in YAML means: a number with or without a unit, a truth ({@code true},
   * {@code false}, {@code on}, {@code off}), or a word}
   *
   * @param text the text
   */
  static Value parse(String text) {
    String stripped = text.strip();
    if (Pattern.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", stripped)) {
      return of(Double.parseDouble(stripped));
    }
    return switch (stripped) {
      case "true", "on" -> new Truth(true);
      case "false", "off" -> new Truth(false);
      default -> quantity(stripped).orElseGet(() -> new Word(stripped));
    };
  }

  /**
   * {@return a number with a unit, if a text is one}
   *
   * @param text the text
   */
  static Optional<Value> quantity(String text) {
    for (Dimension dimension : Dimension.values()) {
      try {
        BigDecimal value = dimension.parse(text).multiply(Unit.scale(dimension));
        return Optional.of(new Quantity(value.doubleValue(), Unit.of(dimension)));
      } catch (UnitException e) {
        // Another dimension may have this unit.
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the value as it is written in YAML}
   *
   * @throws IllegalArgumentException if nothing can be written for it, such as a product of times
   */
  default String yaml() {
    if (this instanceof Word word) {
      return word.word();
    }
    if (!(this instanceof Quantity quantity)) {
      return String.valueOf(((Truth) this).holds());
    }
    if (!Double.isFinite(quantity.number())) {
      throw new IllegalArgumentException(
          Double.isNaN(quantity.number())
              ? "is no number: a division of zero by zero, or a root or logarithm of what has none"
              : "is infinite: a division by zero, or too large a number");
    }
    String number = new BigDecimal(quantity.number()).stripTrailingZeros().toPlainString();
    if (quantity.unit().isNone()) {
      return number.length() > 30 ? String.valueOf(quantity.number()) : number;
    }
    for (Dimension dimension : Dimension.values()) {
      if (Unit.of(dimension).equals(quantity.unit())) {
        return dimension.format(
            BigDecimal.valueOf(quantity.number()).divide(Unit.scale(dimension)));
      }
    }
    throw new IllegalArgumentException("is " + quantity.noun() + ", which no key takes");
  }
}
