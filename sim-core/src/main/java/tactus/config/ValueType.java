package tactus.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tactus.unit.Bandwidth;
import tactus.unit.Delay;
import tactus.unit.Dimension;
import tactus.unit.Ticks;

/**
 * What may be written at a key and what it is read into. Immutable.
 *
 * @param <T> what it is read into
 */
public abstract class ValueType<T> {

  ValueType() {}

  /** {@return whole numbers that fit an int} */
  public static ValueType<Integer> integer() {
    return ScalarTypes.integer();
  }

  /** {@return whole numbers that fit a long} */
  public static ValueType<Long> count() {
    return ScalarTypes.count();
  }

  /** {@return finite decimal numbers without a unit} */
  public static ValueType<Double> number() {
    return ScalarTypes.number();
  }

  /** {@return {@code true} and {@code false}} */
  public static ValueType<Boolean> bool() {
    return ScalarTypes.bool();
  }

  /** {@return texts; any single value} */
  public static ValueType<String> string() {
    return ScalarTypes.string();
  }

  /** {@return values of any kind but a list, to be put at a key later} */
  public static ValueType<Written> written() {
    return new WrittenType();
  }

  /** {@return files, relative to the file that names them; whether they exist is not checked} */
  public static ValueType<Path> path() {
    return ScalarTypes.path();
  }

  /**
   * {@return the constants of an enum as words in kebab-case, such as {@code weight-stationary}}
   *
   * @param type the enum
   * @param <E> the enum
   */
  public static <E extends Enum<E>> ValueType<E> word(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(word(constant), constant);
    }
    return choice(words);
  }

  /**
   * {@return the word of an enum's constant, in kebab-case}
   *
   * @param constant the constant
   */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return given words}
   *
   * @param words what each word means, in the order to tell them
   * @param <T> what a word is read into
   */
  public static <T> ValueType<T> choice(Map<String, T> words) {
    return new ChoiceType<>(words);
  }

  /**
   * {@return given words that mean a list each, or a list that is written out, not empty}
   *
   * @param words what each word means, in the order to tell them
   * @param items type of the entries of a list that is written out
   * @param <T> what an entry is read into
   */
  public static <T> ValueType<List<T>> choiceOrList(
      Map<String, List<T>> words, ValueType<T> items) {
    return new ChoiceOrListType<>(words, items);
  }

  /** {@return sizes such as {@code 64 KiB}, in bytes} */
  public static ValueType<Long> size() {
    return ScalarTypes.quantity(
        Dimension.SIZE,
        Dimension.SIZE::parseWhole,
        bytes -> Dimension.SIZE.format(bytes.longValue()));
  }

  /** {@return frequencies such as {@code 1 GHz}, as a period in ticks (fs)} */
  public static ValueType<Long> clock() {
    return ScalarTypes.quantity(Dimension.FREQUENCY, Ticks::ofFrequency, Ticks::formatFrequency);
  }

  /** {@return times such as {@code 100 ns}, in ticks (fs)} */
  public static ValueType<Long> time() {
    return ScalarTypes.quantity(Dimension.TIME, Ticks::ofTime, Ticks::formatTime);
  }

  /** {@return bandwidths such as {@code 25.6 GB/s}} */
  public static ValueType<Bandwidth> bandwidth() {
    return ScalarTypes.quantity(Dimension.BANDWIDTH, Bandwidth::parse, Bandwidth::toString);
  }

  /** {@return delays, as a time or in cycles: {@code 100 ns}, {@code 20 cycles}} */
  public static ValueType<Delay> delay() {
    return ScalarTypes.delay();
  }

  /**
   * {@return quantities of any dimension, in its base unit}
   *
   * @param dimension the dimension, such as {@link Dimension#LENGTH}
   */
  public static ValueType<Double> quantity(Dimension dimension) {
    return ScalarTypes.quantity(
        dimension,
        text -> dimension.parse(text).doubleValue(),
        value -> dimension.format(BigDecimal.valueOf(value)));
  }

  /**
   * {@return sections of a type}
   *
   * @param type the type
   */
  public static ValueType<Section> section(SectionType type) {
    return new SectionValue(type, SectionValue.Instead.NOTHING);
  }

  /**
   * {@return sections of a type, or the name of a YAML file that holds one; a section may also
   * extend a file}
   *
   * @param type the type
   */
  public static ValueType<Section> sectionOrFile(SectionType type) {
    return new SectionValue(type, SectionValue.Instead.FILE);
  }

  /**
   * {@return sections of a type, or {@code on} for one with nothing written in it, or {@code off}
   * for none}
   *
   * @param type the type
   */
  public static ValueType<Section> sectionOrSwitch(SectionType type) {
    return new SectionValue(type, SectionValue.Instead.SWITCH);
  }

  /**
   * {@return lists}
   *
   * @param items type of the entries, not itself a list
   * @param <T> what an entry is read into
   */
  public static <T> ValueType<List<T>> list(ValueType<T> items) {
    return new ListType<>(items);
  }

  /**
   * {@return maps from any key to a value, in the order written}
   *
   * @param values type of the values
   * @param <T> what a value is read into
   */
  public static <T> ValueType<Map<String, T>> map(ValueType<T> values) {
    return new MapType<>(values);
  }

  /**
   * {@return this type with values from a smallest one on}
   *
   * @param least the smallest legal value
   */
  public ValueType<T> atLeast(T least) {
    return new ConstrainedType<>(this).from(least);
  }

  /**
   * {@return this type with values up to a largest one}
   *
   * @param most the largest legal value
   */
  public ValueType<T> atMost(T most) {
    return new ConstrainedType<>(this).upTo(most);
  }

  /**
   * {@return this type with a condition}
   *
   * @param condition which values are legal
   * @param must the condition in words that follow "must be", such as {@code a power of two}
   */
  public ValueType<T> where(Predicate<T> condition, String must) {
    return new ConstrainedType<>(this).with(condition, must);
  }

  /** {@return what a value must be, such as {@code an integer from 1 to 65536}} */
  public abstract String must();

  /**
   * {@return the text that is read into a value}
   *
   * @param value the value
   */
  abstract String text(T value);

  /** The value of an entry, or null after adding a problem. */
  final @Nullable T read(Entry entry, Problems problems) {
    return read(entry, must(), problems);
  }

  /** The same for a type that tells what a value must be for the types within. */
  abstract @Nullable T read(Entry entry, String must, Problems problems);

  /** The JSON Schema of a value. */
  abstract Map<String, Object> schema(JsonSchema schema);

  /** What a value between two bounds must be, without the bounds themselves. */
  String mustWithin(@Nullable T least, @Nullable T most) {
    return must();
  }

  /** The JSON Schema of a value between two bounds, which it need not tell. */
  Map<String, Object> schemaWithin(@Nullable T least, @Nullable T most, JsonSchema schema) {
    return schema(schema);
  }

  /** Whether a list stands here. */
  boolean isList() {
    return false;
  }

  /** The type of a list's entries; of anything else itself. */
  ValueType<?> item() {
    return this;
  }

  /** The type of section that may stand here, alone or in a list, or null. */
  @Nullable SectionType section() {
    return null;
  }

  /** Whether a file's name may stand here instead of a section. */
  boolean mayBeFile() {
    return false;
  }

  /** Whether {@code on} or {@code off} may stand here instead of a section. */
  boolean mayBeSwitch() {
    return false;
  }

  final @Nullable T mismatch(Entry entry, String must, String detail, Problems problems) {
    problems.add(ConfigProblem.at(entry.origin(), entry.path(), "must be " + must + ", " + detail));
    return null;
  }
}
