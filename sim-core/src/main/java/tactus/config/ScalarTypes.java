package tactus.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tactus.unit.Delay;
import tactus.unit.Dimension;
import tactus.unit.UnitException;

/** The types of single values. */
final class ScalarTypes {
  // YAML 1.1 would also take 010 (eight), 1_000 and 1:30 (ninety); what cannot be read in one way
  // only is refused.
  private static final Pattern INTEGER = Pattern.compile("[+-]?(0|[1-9][0-9]{0,29})");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

  private ScalarTypes() {}

  static ValueType<Integer> integer() {
    return new Plain<>(
        "an integer",
        Map.of("type", "integer"),
        text -> INTEGER.matcher(text).matches() ? new BigDecimal(text).intValueExact() : null);
  }

  static ValueType<Long> count() {
    return new Plain<>(
        "an integer",
        Map.of("type", "integer"),
        text -> INTEGER.matcher(text).matches() ? new BigDecimal(text).longValueExact() : null);
  }

  static ValueType<Double> number() {
    return new Plain<>(
        "a number",
        Map.of("type", "number"),
        text -> NUMBER.matcher(text).matches() ? finite(Double.parseDouble(text)) : null);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  static ValueType<Boolean> bool() {
    return new Plain<>(
        "true or false",
        Map.of("type", "boolean"),
        text ->
            switch (text) {
              case "true" -> Boolean.TRUE;
              case "false" -> Boolean.FALSE;
              default -> null;
            });
  }

  static ValueType<String> string() {
    return new Text<>("a text", text -> text, text -> text);
  }

  static ValueType<Path> path() {
    return new PathType();
  }

  static ValueType<Delay> delay() {
    return new Quantity<>(
        example -> Delay.must(),
        "cycles?|" + String.join("|", Dimension.TIME.units()),
        "20 cycles",
        Delay::parse,
        Delay::toString);
  }

  static <T> ValueType<T> quantity(
      Dimension dimension, Function<String, T> parser, Function<T, String> formatter) {
    return new Quantity<>(
        dimension::must,
        String.join("|", dimension.units()),
        dimension.example(),
        parser,
        formatter);
  }

  /** A value that is a number or truth value of JSON; a quoted text is none. */
  private static final class Plain<T> extends ValueType<T> {
    private final String must;
    private final Map<String, Object> schema;
    private final Function<String, @Nullable T> parser;

    Plain(String must, Map<String, Object> schema, Function<String, @Nullable T> parser) {
      this.must = must;
      this.schema = schema;
      this.parser = parser;
    }

    @Override
    public String must() {
      return must;
    }

    @Override
    String text(T value) {
      return value.toString();
    }

    @Override
    @Nullable T read(Entry entry, String mustBe, Problems problems) {
      @Nullable T value = null;
      if (!entry.isList() && entry.kind() == Entry.Kind.PLAIN) {
        try {
          value = parser.apply(entry.text());
        } catch (ArithmeticException e) {
          return mismatch(entry, mustBe, "but " + entry.found() + " is too large", problems);
        }
      }
      return value == null ? mismatch(entry, mustBe, "but was " + entry.found(), problems) : value;
    }

    @Override
    Map<String, Object> schema(JsonSchema unused) {
      return new LinkedHashMap<>(schema);
    }
  }

  /** A value that is any text. */
  private static final class Text<T> extends ValueType<T> {
    private final String must;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;

    Text(String must, Function<String, T> parser, Function<T, String> formatter) {
      this.must = must;
      this.parser = parser;
      this.formatter = formatter;
    }

    @Override
    public String must() {
      return must;
    }

    @Override
    String text(T value) {
      return formatter.apply(value);
    }

    @Override
    @Nullable T read(Entry entry, String mustBe, Problems problems) {
      return entry.isScalar()
          ? parser.apply(entry.text())
          : mismatch(entry, mustBe, "but was " + entry.found(), problems);
    }

    @Override
    Map<String, Object> schema(JsonSchema unused) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", List.of("string", "number", "boolean"));
      return schema;
    }
  }

  private static final class PathType extends ValueType<Path> {
    @Override
    public String must() {
      return "the path of a file";
    }

    @Override
    String text(Path value) {
      return value.toString();
    }

    @Override
    @Nullable Path read(Entry entry, String mustBe, Problems problems) {
      if (entry.isScalar() && !entry.text().isEmpty()) {
        try {
          return entry.origin().directory().resolve(entry.text()).normalize();
        } catch (InvalidPathException e) {
          return mismatch(entry, mustBe, "but was " + entry.found(), problems);
        }
      }
      return mismatch(entry, mustBe, "but was " + entry.found(), problems);
    }

    @Override
    Map<String, Object> schema(JsonSchema unused) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      return schema;
    }
  }

  /** A number with a unit. */
  private static final class Quantity<T> extends ValueType<T> {
    private final UnaryOperator<String> must;
    private final String units;
    private final String example;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;

    Quantity(
        UnaryOperator<String> must,
        String units,
        String example,
        Function<String, T> parser,
        Function<T, String> formatter) {
      this.must = must;
      this.units = units;
      this.example = example;
      this.parser = parser;
      this.formatter = formatter;
    }

    @Override
    public String must() {
      return must.apply(example);
    }

    @Override
    String mustWithin(@Nullable T least, @Nullable T most) {
      return must.apply(exampleWithin(least, most));
    }

    /** The example, or the bound that it is beyond. */
    private String exampleWithin(@Nullable T least, @Nullable T most) {
      T value = parser.apply(example);
      if (least != null && ConstrainedType.compare(value, least) < 0) {
        return formatter.apply(least);
      }
      return most != null && ConstrainedType.compare(value, most) > 0
          ? formatter.apply(most)
          : example;
    }

    @Override
    String text(T value) {
      return formatter.apply(value);
    }

    @Override
    @Nullable T read(Entry entry, String mustBe, Problems problems) {
      if (!entry.isScalar()) {
        return mismatch(entry, mustBe, "but was " + entry.found(), problems);
      }
      try {
        return parser.apply(entry.text());
      } catch (UnitException e) {
        return mismatch(entry, mustBe, e.detail(), problems);
      }
    }

    @Override
    Map<String, Object> schema(JsonSchema unused) {
      return schema(example);
    }

    @Override
    Map<String, Object> schemaWithin(@Nullable T least, @Nullable T most, JsonSchema unused) {
      return schema(exampleWithin(least, most));
    }

    private Map<String, Object> schema(String shown) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("pattern", "^[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?\\s*(" + units + ")$");
      schema.put("examples", List.of(shown));
      return schema;
    }
  }
}
