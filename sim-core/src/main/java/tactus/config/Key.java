package tactus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tactus.unit.Bandwidth;
import tactus.unit.Delay;
import tactus.unit.Dimension;

/**
 * One key of a section: its name, what may be written there, what holds when nothing is, and what
 * it means. The one declaration serves reading, checking, JSON Schema and documentation. Immutable;
 * each method that changes something returns a new key. A key is required unless it says otherwise.
 *
 * @param <T> what its value is read into
 */
public final class Key<T> {
  // Other programs' files have names in capitals.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*|[A-Z]+");

  /** What holds when the key is not written. */
  enum Absence {
    REFUSED,
    EMPTY,
    DEFAULT,
    EMPTY_SECTION
  }

  private final String name;
  private final ValueType<T> type;
  private final Absence absence;
  private final @Nullable T fallback;
  private final String doc;

  private Key(String name, ValueType<T> type, Absence absence, @Nullable T fallback, String doc) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name (" + name + ") must be in snake_case");
    }
    this.name = name;
    this.type = type;
    this.absence = absence;
    this.fallback = fallback;
    this.doc = doc;
  }

  /**
   * {@return a key of a type}
   *
   * @param name name in snake_case
   * @param type what may be written there
   * @param <T> what it is read into
   */
  public static <T> Key<T> of(String name, ValueType<T> type) {
    return new Key<>(name, type, Absence.REFUSED, null, "");
  }

  /**
   * {@return a key of a whole number that fits an int}
   *
   * @param name name in snake_case
   */
  public static Key<Integer> integer(String name) {
    return of(name, ValueType.integer());
  }

  /**
   * {@return a key of a whole number that fits a long}
   *
   * @param name name in snake_case
   */
  public static Key<Long> count(String name) {
    return of(name, ValueType.count());
  }

  /**
   * {@return a key of a decimal number without a unit}
   *
   * @param name name in snake_case
   */
  public static Key<Double> number(String name) {
    return of(name, ValueType.number());
  }

  /**
   * {@return a key of a truth value}
   *
   * @param name name in snake_case
   */
  public static Key<Boolean> bool(String name) {
    return of(name, ValueType.bool());
  }

  /**
   * {@return a key of a text}
   *
   * @param name name in snake_case
   */
  public static Key<String> string(String name) {
    return of(name, ValueType.string());
  }

  /**
   * {@return a key of a file, relative to the file the key is written in}
   *
   * @param name name in snake_case
   */
  public static Key<Path> path(String name) {
    return of(name, ValueType.path());
  }

  /**
   * {@return a key of an enum's constant, written as a word in kebab-case}
   *
   * @param name name in snake_case
   * @param type the enum
   * @param <E> the enum
   */
  public static <E extends Enum<E>> Key<E> word(String name, Class<E> type) {
    return of(name, ValueType.word(type));
  }

  /**
   * {@return a key of a size, in bytes}
   *
   * @param name name in snake_case
   */
  public static Key<Long> size(String name) {
    return of(name, ValueType.size());
  }

  /**
   * {@return a key of a frequency, read as a period in ticks (fs)}
   *
   * @param name name in snake_case
   */
  public static Key<Long> clock(String name) {
    return of(name, ValueType.clock());
  }

  /**
   * {@return a key of a time, in ticks (fs)}
   *
   * @param name name in snake_case
   */
  public static Key<Long> time(String name) {
    return of(name, ValueType.time());
  }

  /**
   * {@return a key of a bandwidth}
   *
   * @param name name in snake_case
   */
  public static Key<Bandwidth> bandwidth(String name) {
    return of(name, ValueType.bandwidth());
  }

  /**
   * {@return a key of a delay, a time or a number of cycles}
   *
   * @param name name in snake_case
   */
  public static Key<Delay> delay(String name) {
    return of(name, ValueType.delay());
  }

  /**
   * {@return a key of a quantity of any dimension, in its base unit}
   *
   * @param name name in snake_case
   * @param dimension the dimension
   */
  public static Key<Double> quantity(String name, Dimension dimension) {
    return of(name, ValueType.quantity(dimension));
  }

  /**
   * {@return a key of a section}
   *
   * @param name name in snake_case
   * @param type type of the section
   */
  public static Key<Section> section(String name, SectionType type) {
    return of(name, ValueType.section(type));
  }

  /**
   * {@return a key of a section or of the name of a YAML file that holds it}
   *
   * @param name name in snake_case
   * @param type type of the section
   */
  public static Key<Section> sectionOrFile(String name, SectionType type) {
    return of(name, ValueType.sectionOrFile(type));
  }

  /**
   * {@return a key of a section, or of {@code on} for one with nothing written in it and {@code
   * off} for none}
   *
   * @param name name in snake_case
   * @param type type of the section
   */
  public static Key<Section> sectionOrSwitch(String name, SectionType type) {
    return of(name, ValueType.sectionOrSwitch(type));
  }

  /**
   * {@return a key of a list}
   *
   * @param name name in snake_case
   * @param items type of the entries
   * @param <T> what an entry is read into
   */
  public static <T> Key<List<T>> list(String name, ValueType<T> items) {
    return of(name, ValueType.list(items));
  }

  /**
   * {@return a key of a section with any keys}
   *
   * @param name name in snake_case
   * @param values type of the values
   * @param <T> what a value is read into
   */
  public static <T> Key<Map<String, T>> map(String name, ValueType<T> values) {
    return of(name, ValueType.map(values));
  }

  /**
   * {@return this key with a smallest value}
   *
   * @param least the smallest legal value
   */
  public Key<T> atLeast(T least) {
    return new Key<>(name, type.atLeast(least), absence, fallback, doc);
  }

  /**
   * {@return this key with a largest value}
   *
   * @param most the largest legal value
   */
  public Key<T> atMost(T most) {
    return new Key<>(name, type.atMost(most), absence, fallback, doc);
  }

  /**
   * {@return this key with a condition}
   *
   * @param condition which values are legal
   * @param must the condition in words that follow "must be", such as {@code a power of two}
   */
  public Key<T> where(Predicate<T> condition, String must) {
    return new Key<>(name, type.where(condition, must), absence, fallback, doc);
  }

  /**
   * {@return this key with a value that holds when nothing is written}
   *
   * @param value the value
   */
  public Key<T> byDefault(T value) {
    return new Key<>(name, type, Absence.DEFAULT, value, doc);
  }

  /** {@return this key of a section, which when not written is one with nothing written in it} */
  public Key<T> orEmptySection() {
    if (type.section() == null) {
      throw new IllegalStateException("key " + name + " is not of a section");
    }
    return new Key<>(name, type, Absence.EMPTY_SECTION, null, doc);
  }

  /** {@return this key, which need not be written and then has no value} */
  public Key<T> optional() {
    return new Key<>(name, type, Absence.EMPTY, null, doc);
  }

  /**
   * {@return this key with its documentation}
   *
   * @param text what the key means, as a phrase or sentences of Markdown
   */
  public Key<T> doc(String text) {
    return new Key<>(name, type, absence, fallback, text);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return what may be written there} */
  public ValueType<T> type() {
    return type;
  }

  /** {@return the documentation} */
  public String doc() {
    return doc;
  }

  /** {@return whether the key must be written} */
  public boolean isRequired() {
    return absence == Absence.REFUSED;
  }

  Absence absence() {
    return absence;
  }

  @Nullable T fallback() {
    return fallback;
  }

  /** The default as it would be written, or null if there is none. */
  @Nullable String fallbackText() {
    return fallback == null ? null : type.text(fallback);
  }

  /** {@return the name and what it must be} */
  @Override
  public String toString() {
    return name + ": " + type.must();
  }
}
