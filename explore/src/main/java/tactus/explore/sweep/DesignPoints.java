package tactus.explore.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tactus.config.ConfigDocument;
import tactus.config.ConfigProblem;
import tactus.config.Setting;
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

  /** {@return a point} */
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
    Optional<ConfigProblem> failure = Optional.empty();
    for (DerivedKey key : design.derived()) {
      try {
        Value value = key.expression().value(name -> input(inputs, name));
        String text = yaml(key, value);
        inputs.put(key.key(), value);
        inputs.put(key.name(), value);
        labels.add(text);
        settings.add(key.at(text));
      } catch (ExpressionException | IllegalArgumentException e) {
        labels.add("");
        failure = failure.or(() -> Optional.of(problem(key, String.valueOf(e.getMessage()))));
      }
    }
    // What stands for a whole section comes before what changes it.
    settings.sort(Comparator.comparingInt(setting -> setting.key().split("\\.", -1).length));
    return new DesignPoint(number, labels, settings, inputs, failure);
  }

  /** {@return what is wrong with a derived key, as a line} */
  static ConfigProblem problem(DerivedKey key, String message) {
    return ConfigProblem.at(
        key.value().origin(), key.key(), "'" + key.expression() + "' " + message);
  }

  /** Conditions are {@code on} and {@code off} where a section may be switched. */
  private String yaml(DerivedKey key, Value value) {
    if (value instanceof Value.Truth truth && run.isSwitch(key.key())) {
      return truth.holds() ? "on" : "off";
    }
    return value.yaml();
  }

  private Value input(Map<String, Value> inputs, String name) {
    Value value = inputs.get(name);
    if (value == null && isInput(name)) {
      throw new ExpressionException("needs '" + name + "', which has no value here");
    }
    return value != null
        ? value
        : other(name).orElseThrow(() -> new IllegalStateException(name + " must be checked"));
  }

  /** {@return whether a point meets the constraints on inputs} */
  boolean isAllowed(DesignPoint point) {
    return inputConstraints.stream().allMatch(one -> meets(point, one));
  }

  /**
   * {@return whether a point meets one constraint on inputs; also if it needs a derived key that
   * has no value there, since the point then fails and says why}
   */
  boolean meets(DesignPoint point, Condition constraint) {
    try {
      return constraint.expression().holds(name -> input(point.inputs(), name));
    } catch (ExpressionException e) {
      if (point.failure().isPresent()) {
        return true;
      }
      throw e;
    }
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
