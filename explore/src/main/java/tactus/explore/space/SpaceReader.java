package tactus.explore.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Origin;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.config.Written;
import tactus.unit.Dimension;
import tactus.unit.UnitException;

/** The keys that make a run's file a sweep's, and what is written there. */
public final class SpaceReader {

  /** How the values of a range follow each other. */
  private enum Scale {
    LINEAR,
    LOG2,
    LOG10
  }

  private static final int MOST_VALUES = 1_000_000;
  private static final MathContext DIGITS = new MathContext(20, RoundingMode.HALF_EVEN);
  private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_EVEN);

  private static final Key<String> KEY =
      Key.string("key").doc("Dotted path of a key of the run, as in `--set`.");
  private static final Key<String> NAME =
      Key.string("name")
          .optional()
          .where(name -> name.matches("[a-z][a-z0-9_]*"), "in snake_case")
          .doc("Short name in columns and expressions; the last words of the key if not written.");
  private static final Key<List<Written>> VALUES =
      Key.list("values", ValueType.written())
          .optional()
          .doc("What is written there in turn: values, files, or whole sections.");
  private static final Key<List<String>> LABELS =
      Key.list("labels", ValueType.string())
          .optional()
          .doc(
              "How each of the values is called in results; the values themselves if not written.");
  private static final Key<String> FROM =
      Key.string("from").optional().doc("First value of a range, with its unit.");
  private static final Key<String> TO =
      Key.string("to").optional().doc("Last value of a range, with its unit.");
  private static final Key<Scale> SCALE =
      Key.word("scale", Scale.class)
          .byDefault(Scale.LINEAR)
          .doc(
              "How the values of a range follow each other: by equal steps, or by equal factors: of"
                  + " 2, of 10, or as `points` says.");
  private static final Key<String> STEP =
      Key.string("step").optional().doc("Step of a linear range, with its unit.");
  private static final Key<Integer> POINTS =
      Key.integer("points").atLeast(1).atMost(MOST_VALUES).optional().doc("Values of a range.");

  private static final SectionType AXIS =
      SectionType.builder("axis", "A key of the run that varies: a list of values or a range.")
          .keys(KEY, NAME, VALUES, LABELS, FROM, TO, SCALE, STEP, POINTS)
          .exactlyOneOf(VALUES, FROM)
          .rule(SpaceReader::checkAxis)
          .build();

  private static final Key<Written> VALUE =
      Key.of("value", ValueType.written())
          .doc(
              "An expression over the axes and what is derived above, such as `2 * rows`, `rows * 16"
                  + " KiB`, `rows > 32` for on or off, or `if(rows > 32, 'output-stationary',"
                  + " 'weight-stationary')`; words stand in quotes.");
  private static final SectionType DERIVED =
      SectionType.of("derived", "A key of the run that follows from the axes.", KEY, NAME, VALUE);

  private static final Key<List<Section>> AXES =
      Key.list("axes", ValueType.section(AXIS)).doc("What varies. The last axis varies fastest.");
  private static final Key<List<Section>> DERIVE =
      Key.list("derive", ValueType.section(DERIVED))
          .byDefault(List.of())
          .doc("What follows from the axes.");
  private static final Key<List<Written>> CONSTRAINTS =
      Key.list("constraints", ValueType.written())
          .byDefault(List.of())
          .doc(
              "Conditions such as `rows * columns <= 16384` or `area <= 50 mm2`. Points that do not"
                  + " meet those on inputs are not run; those that do not meet those on results are"
                  + " run and do not count.");
  private static final Key<List<Written>> OBJECTIVES =
      Key.list("objectives", ValueType.written())
          .doc("What is to be small: cycles, time, energy, area, edp, or expressions over them.");
  private static final Key<Method> METHOD =
      Key.word("method", Method.class).byDefault(Method.GRID).doc("How points are chosen.");
  private static final Key<Integer> BUDGET =
      Key.integer("budget")
          .atLeast(1)
          .optional()
          .doc("The most points to run; every method but `grid` needs it.");
  private static final Key<Long> SEED =
      Key.count("seed").byDefault(1L).doc("Decides chance, where the method has any.");

  /** The keys beside those of a run. */
  public static final List<Key<?>> KEYS =
      List.of(AXES, DERIVE, CONSTRAINTS, OBJECTIVES, METHOD, BUDGET, SEED);

  private final Section section;
  private final Problems problems;

  private SpaceReader(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  /**
   * The rule that a sweep's section must meet.
   *
   * @param section a section with {@link #KEYS}
   * @param problems gets what is wrong
   */
  public static void check(Section section, Problems problems) {
    if (section.get(AXES).isEmpty()) {
      problems.add(section, AXES, "must have at least one axis");
    }
    if (section.get(OBJECTIVES).isEmpty()) {
      problems.add(section, OBJECTIVES, "must have at least one objective");
    }
    if (section.get(METHOD) != Method.GRID && !section.isWritten(BUDGET)) {
      problems.add(section, BUDGET, "is required with method '" + word(section) + "'");
    }
    if (section.get(METHOD) == Method.SOBOL
        && section.get(AXES).size() > Sampling.MOST_SOBOL_AXES) {
      problems.add(section, AXES, "must be at most 1000 with method 'sobol'");
    }
  }

  private static String word(Section section) {
    return ValueType.word(section.get(METHOD));
  }

  /**
   * {@return the design space of a sweep}
   *
   * @param section a section with {@link #KEYS}
   * @param problems gets what is wrong
   */
  public static SpaceSpec read(Section section, Problems problems) {
    return new SpaceReader(section, problems).read();
  }

  private SpaceSpec read() {
    Set<String> names = new LinkedHashSet<>();
    Set<String> keys = new LinkedHashSet<>();
    List<Axis> axes = new ArrayList<>();
    for (Section axis : section.get(AXES)) {
      checkOnce(axis, keys);
      axes.add(axis(axis, name(axis, names)));
    }
    List<DerivedKey> derived = new ArrayList<>();
    for (Section one : section.get(DERIVE)) {
      checkOnce(one, keys);
      String name = name(one, names);
      Written value = one.get(VALUE);
      expression(value, one.get(KEY))
          .ifPresent(
              e -> derived.add(new DerivedKey(one.get(KEY), name, e, one.origin(KEY), value)));
    }
    return new SpaceSpec(
        axes,
        derived,
        conditions(section.get(CONSTRAINTS), CONSTRAINTS),
        conditions(section.get(OBJECTIVES), OBJECTIVES),
        section.get(METHOD),
        section.find(BUDGET),
        section.get(SEED));
  }

  private void checkOnce(Section one, Set<String> keys) {
    if (!keys.add(one.get(KEY)) && one.isWritten(NAME)) {
      problems.add(one, KEY, "must not be the key of another axis or derived key too");
    }
  }

  private List<Condition> conditions(List<Written> texts, Key<?> key) {
    List<Condition> conditions = new ArrayList<>();
    for (Written text : texts) {
      expression(text, key.name() + "[" + conditions.size() + "]")
          .ifPresent(e -> conditions.add(new Condition(e, text.origin())));
    }
    return conditions;
  }

  private Optional<Expression> expression(Written written, String path) {
    try {
      return Optional.of(Expression.parse(written.text()));
    } catch (ExpressionException e) {
      problems.add(
          ConfigProblem.at(written.origin(), path, "'" + written.text() + "' " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** The written name, or the last words of the key that tell it from the others. */
  private String name(Section axis, Set<String> names) {
    String key = axis.get(KEY);
    List<String> reserved = SpaceSpec.reservedNames();
    if (axis.isWritten(NAME)) {
      String name = axis.find(NAME).orElseThrow();
      if (reserved.contains(name)) {
        problems.add(axis, NAME, "must not be the name of a result");
      } else if (!names.add(name)) {
        problems.add(axis, NAME, "must not be the name of two axes");
      }
      return name;
    }
    String[] words = key.replaceAll("[^A-Za-z0-9_.]", "").split("\\.", -1);
    String name = "";
    for (int i = words.length - 1; i >= 0; i--) {
      name = name.isEmpty() ? words[i] : words[i] + "_" + name;
      if (!reserved.contains(name) && names.add(name)) {
        return name;
      }
    }
    problems.add(axis, KEY, "must not be the key of two axes");
    return name;
  }

  private Axis axis(Section axis, String name) {
    List<Written> values = axis.isWritten(VALUES) ? axis.find(VALUES).orElseThrow() : range(axis);
    List<String> labels =
        axis.find(LABELS).orElseGet(() -> values.stream().map(SpaceReader::label).toList());
    return new Axis(axis.get(KEY), name, values, labels, axis.origin(KEY));
  }

  /** The value, of a file its name without directories and ending. */
  private static String label(Written value) {
    String text = value.text();
    if (text.matches(".*\\.(ya?ml|json|csv)")) {
      Path file = Path.of(text);
      String name = String.valueOf(file.getFileName());
      @Nullable Path parent = file.getParent();
      return name.equals("config.json") && parent != null
          ? String.valueOf(parent.getFileName())
          : name.substring(0, name.lastIndexOf('.'));
    }
    return text;
  }

  private static void checkAxis(Section axis, Problems problems) {
    if (axis.isWritten(VALUES)) {
      for (Key<?> key : List.of(TO, SCALE, STEP, POINTS)) {
        if (axis.isWritten(key)) {
          problems.add(axis, key, "must not be written beside 'values'");
        }
      }
      int values = axis.find(VALUES).orElseThrow().size();
      if (values == 0) {
        problems.add(axis, VALUES, "must have at least one value");
      }
      if (axis.isWritten(LABELS) && axis.find(LABELS).orElseThrow().size() != values) {
        problems.add(axis, LABELS, "must be as many as values (" + values + ")");
      }
      return;
    }
    if (!axis.isWritten(TO)) {
      problems.add(axis, TO, "is required beside 'from'");
    } else {
      new Range(axis, problems).check();
    }
  }

  private static List<Written> range(Section axis) {
    return new Range(axis, new Problems()).values();
  }

  /** A range of numbers, exact where its scale is. */
  private static final class Range {
    private final Section axis;
    private final Problems problems;
    private final @Nullable Dimension dimension;
    private final @Nullable BigDecimal from;
    private final @Nullable BigDecimal to;
    private final @Nullable BigDecimal step;

    Range(Section axis, Problems problems) {
      this.axis = axis;
      this.problems = problems;
      this.dimension = dimension(axis.find(FROM).orElse(""));
      this.from = number(FROM);
      this.to = number(TO);
      this.step = axis.isWritten(STEP) ? number(STEP) : null;
    }

    private static @Nullable Dimension dimension(String text) {
      for (Dimension dimension : Dimension.values()) {
        try {
          dimension.parse(text);
          return dimension;
        } catch (UnitException e) {
          // Another dimension may have this unit.
        }
      }
      return null;
    }

    private @Nullable BigDecimal number(Key<String> key) {
      String text = axis.find(key).orElse("").strip();
      try {
        if (dimension != null) {
          return dimension.parse(text);
        }
        if (text.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,40})?")) {
          return new BigDecimal(text);
        }
        problems.add(axis, key, "must be a number, with a unit if the key takes one");
      } catch (UnitException e) {
        problems.add(axis, key, "must have the same kind of unit as 'from'");
      }
      return null;
    }

    void check() {
      if (from == null || to == null || (axis.isWritten(STEP) && step == null)) {
        return;
      }
      Scale scale = axis.get(SCALE);
      if (from.compareTo(to) > 0) {
        problems.add(axis, TO, "must not be below 'from' (" + axis.find(FROM).orElse("") + ")");
      } else if (scale != Scale.LINEAR && from.signum() <= 0) {
        problems.add(axis, FROM, "must be above 0 with scale '" + ValueType.word(scale) + "'");
      } else if (scale != Scale.LINEAR && axis.isWritten(STEP)) {
        problems.add(axis, STEP, "must only be written with scale 'linear'");
      } else if (axis.isWritten(STEP) && axis.isWritten(POINTS)) {
        problems.add(axis, POINTS, "must not be written beside 'step'");
      } else if (scale == Scale.LINEAR && !axis.isWritten(STEP) && !axis.isWritten(POINTS)) {
        problems.add(axis, POINTS, "or 'step' is required with scale 'linear'");
      } else if (step != null && step.signum() <= 0) {
        problems.add(axis, STEP, "must be above 0");
      } else if (axis.find(POINTS).orElse(2) == 1 && from.compareTo(to) != 0) {
        problems.add(axis, POINTS, "must be at least 2, as 'from' is not 'to'");
      } else if (step != null
          && to.subtract(from).divide(step, DIGITS).compareTo(BigDecimal.valueOf(MOST_VALUES))
              > 0) {
        problems.add(axis, STEP, "must not make more than " + MOST_VALUES + " values");
      }
    }

    List<Written> values() {
      if (from == null || to == null) {
        throw new IllegalStateException(axis.path() + " must be checked before it is read");
      }
      Set<String> texts = new LinkedHashSet<>();
      numbers(from, to).forEach(number -> texts.add(text(number)));
      Origin origin = axis.origin(FROM);
      return texts.stream().map(text -> new Written(text, text, origin)).toList();
    }

    private List<BigDecimal> numbers(BigDecimal first, BigDecimal last) {
      List<BigDecimal> numbers = new ArrayList<>();
      Optional<Integer> points = axis.find(POINTS);
      Scale scale = axis.get(SCALE);
      if (scale != Scale.LINEAR && points.isEmpty()) {
        BigDecimal factor = BigDecimal.valueOf(scale == Scale.LOG2 ? 2 : 10);
        for (BigDecimal x = first; x.compareTo(last) <= 0; x = x.multiply(factor)) {
          numbers.add(x);
        }
        return numbers;
      }
      if (step != null) {
        for (BigDecimal x = first; x.compareTo(last) <= 0; x = x.add(step)) {
          numbers.add(x);
        }
        return numbers;
      }
      boolean whole = dimension == null && isWhole(first) && isWhole(last);
      int count = points.orElse(1);
      for (int i = 0; i < count; i++) {
        BigDecimal x = between(first, last, i, count, scale);
        boolean bytes = dimension == Dimension.SIZE || dimension == Dimension.TIME;
        numbers.add(whole || bytes ? x.setScale(0, RoundingMode.HALF_EVEN) : x);
      }
      return numbers;
    }

    /** The ends are exact; what lies between has six digits, or is exact in a linear range. */
    private static BigDecimal between(
        BigDecimal first, BigDecimal last, int i, int count, Scale scale) {
      if (i == 0) {
        return first;
      }
      if (i == count - 1) {
        return last;
      }
      if (scale == Scale.LINEAR) {
        return first.add(
            last.subtract(first)
                .multiply(BigDecimal.valueOf(i))
                .divide(BigDecimal.valueOf((long) count - 1), DIGITS));
      }
      double share = (double) i / (count - 1);
      double factor = StrictMath.pow(last.divide(first, DIGITS).doubleValue(), share);
      return first.multiply(new BigDecimal(factor)).round(SHOWN);
    }

    private static boolean isWhole(BigDecimal number) {
      return number.stripTrailingZeros().scale() <= 0;
    }

    private String text(BigDecimal number) {
      if (dimension != null) {
        return dimension.format(number.round(DIGITS));
      }
      return number.stripTrailingZeros().toPlainString();
    }
  }
}
