package tactus.explore.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.config.Written;
import tactus.explore.space.Axis;
import tactus.explore.space.Condition;
import tactus.explore.space.DerivedKey;
import tactus.explore.space.DisplayUnit;
import tactus.explore.space.ExpressionException;
import tactus.explore.space.Measure;
import tactus.explore.space.Space;
import tactus.explore.space.SpaceSpec;
import tactus.explore.space.Value;

/** The points of a sweep by their numbers, and what expressions mean for them. Thread-safe. */
final class DesignPoints {

  private final ConfigDocument run;
  private final SpaceSpec design;
  private final Space space;
  private final List<List<Value>> values = new ArrayList<>();
  private final Map<String, Optional<Value>> others = new ConcurrentHashMap<>();
  private final List<Condition> inputConstraints;
  private final List<Condition> resultConstraints;

  DesignPoints(ConfigDocument run, SpaceSpec design, Space space) {
    this.run = run;
    this.design = design;
    this.space = space;
    for (Axis axis : space.axes()) {
      values.add(axis.values().stream().map(value -> Value.parse(value.text())).toList());
    }
    this.inputConstraints = design.constraints().stream().filter(one -> !usesResults(one)).toList();
    this.resultConstraints = design.constraints().stream().filter(this::usesResults).toList();
  }

  /** {@return the constraints that are known before a point is run} */
  List<Condition> inputConstraints() {
    return inputConstraints;
  }

  /** {@return whether a condition needs results} */
  boolean usesResults(Condition condition) {
    return condition.expression().names().stream()
        .anyMatch(name -> !isInput(name) && measure(name).isPresent());
  }

  private boolean isInput(String name) {
    return design.axes().stream().anyMatch(a -> a.name().equals(name) || a.key().equals(name))
        || design.derived().stream().anyMatch(d -> d.name().equals(name) || d.key().equals(name));
  }

  static Optional<Measure> measure(String name) {
    for (Measure measure : Measure.values()) {
      if (measure.word().equals(name)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }

  /** {@return the value of a key of the run that does not vary, if it is written} */
  Optional<Value> other(String key) {
    return others.computeIfAbsent(key, name -> run.text(name).map(Value::parse));
  }

  /**
   * {@return a point}
   *
   * @throws ExpressionException if a derived key has no value there
   */
  DesignPoint point(long number) {
    int[] choices = space.choices(number);
    Map<String, Value> inputs = new TreeMap<>();
    List<String> labels = new ArrayList<>();
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < choices.length; i++) {
      Axis axis = space.axes().get(i);
      inputs.put(axis.key(), values.get(i).get(choices[i]));
      inputs.put(axis.name(), values.get(i).get(choices[i]));
      labels.add(axis.labels().get(choices[i]));
      settings.add(axis.values().get(choices[i]).at(axis.key()));
    }
    for (DerivedKey key : design.derived()) {
      Value value = key.expression().value(name -> input(inputs, name));
      inputs.put(key.key(), value);
      inputs.put(key.name(), value);
      String text = yaml(key, value);
      labels.add(text);
      settings.add(new Written(text, text, key.origin()).at(key.key()));
    }
    // What stands for a whole section comes before what changes it.
    settings.sort(Comparator.comparingInt(setting -> setting.key().split("\\.", -1).length));
    return new DesignPoint(number, labels, settings, inputs);
  }

  private static String yaml(DerivedKey key, Value value) {
    try {
      return value.yaml();
    } catch (IllegalArgumentException e) {
      throw ConfigException.at(
          Path.of(key.origin().file()),
          key.origin().line(),
          key.origin().column(),
          key.key(),
          "'" + key.expression() + "' " + e.getMessage());
    }
  }

  private Value input(Map<String, Value> inputs, String name) {
    Value value = inputs.get(name);
    return value != null
        ? value
        : other(name).orElseThrow(() -> new IllegalStateException(name + " must be checked"));
  }

  /** {@return whether a point meets the constraints on inputs} */
  boolean isAllowed(DesignPoint point) {
    return inputConstraints.stream()
        .allMatch(one -> one.expression().holds(name -> input(point.inputs(), name)));
  }

  /** {@return whether a point meets one constraint on inputs} */
  boolean meets(DesignPoint point, Condition constraint) {
    return constraint.expression().holds(name -> input(point.inputs(), name));
  }

  /** {@return whether a point meets a constraint of any kind} */
  boolean meetsAll(DesignPoint point, double[] measures, Condition constraint) {
    return constraint.expression().holds(scope(point, measures));
  }

  /** {@return one objective of a point} */
  double number(DesignPoint point, double[] measures, Condition objective) {
    return objective.expression().number(scope(point, measures));
  }

  /** {@return whether a point's results meet the constraints on results} */
  boolean isFeasible(DesignPoint point, double[] measures) {
    return resultConstraints.stream().allMatch(one -> meetsAll(point, measures, one));
  }

  /** {@return the objectives of a point} */
  double[] objectives(DesignPoint point, double[] measures) {
    return design.objectives().stream().mapToDouble(one -> number(point, measures, one)).toArray();
  }

  /** {@return what each objective is shown in, as a point shows} */
  List<DisplayUnit> units(DesignPoint point, double[] measures) {
    return design.objectives().stream()
        .map(one -> one.expression().unit(scope(point, measures)))
        .toList();
  }

  private Function<String, Value> scope(DesignPoint point, double[] measures) {
    return name -> {
      Value value = point.inputs().get(name);
      if (value != null) {
        return value;
      }
      Optional<Measure> measure = measure(name);
      return measure.isPresent()
          ? measure.get().value(measures[measure.get().ordinal()])
          : input(point.inputs(), name);
    };
  }
}
