package tactus.explore.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.Written;
import tactus.explore.run.ConfigKind;
import tactus.explore.run.ContentHash;
import tactus.explore.run.RunReader;
import tactus.explore.run.Workloads;
import tactus.explore.space.Axis;
import tactus.explore.space.Condition;
import tactus.explore.space.DerivedKey;
import tactus.explore.space.ExpressionException;
import tactus.explore.space.Measure;
import tactus.explore.space.Space;
import tactus.explore.space.SpaceReader;
import tactus.explore.space.SpaceSpec;

/** Sweeps as they are written in YAML. Whatever can be found wrong before a run is found here. */
public final class SweepReader {

  /** Axes with more values are checked by their first ones. */
  private static final int MOST_CHECKED_VALUES = 200;

  /** Points of a space that are looked through for one that meets the constraints. */
  private static final long MOST_CHECKED_POINTS = 200_000;

  private final Path file;
  private final ConfigDocument document;
  private final ConfigDocument run;
  private final Problems problems = new Problems();

  private SweepReader(Path file, List<Setting> settings) {
    this.file = file;
    this.document = ConfigDocument.read(file, RunReader.SWEEP, settings);
    this.run = document.only(RunReader.RUN);
  }

  /**
   * {@return the sweep of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong
   */
  public static SweepSpec read(Path file, List<Setting> settings) {
    ConfigKind kind = ConfigKind.of(file);
    if (kind != ConfigKind.SWEEP) {
      throw ConfigException.at(
          file,
          0,
          0,
          "",
          "must hold a sweep, with the keys axes and objectives, but is " + kind.words());
    }
    return new SweepReader(file, settings).read();
  }

  private SweepSpec read() {
    SpaceSpec design = SpaceReader.read(document.section(), problems);
    problems.throwIfAny();
    design.axes().forEach(axis -> checkKey(axis.key(), axis.origin()));
    design.derived().forEach(key -> checkKey(key.key(), key.origin()));
    Space space = space(design);
    DesignPoints points = new DesignPoints(run, design, space);
    checkNames(design, points);
    problems.throwIfAny();
    checkExpressions(design, space, points);
    problems.throwIfAny();
    checkDerived(design, space, points);
    problems.throwIfAny();
    checkValues(design, points);
    problems.throwIfAny();
    checkSatisfiable(space, points);
    problems.throwIfAny();
    RunReader.read(run.section(), file, new Workloads());
    return new SweepSpec(
        file,
        RunReader.name(run.section()).orElseGet(() -> TextFile.stem(file)),
        run,
        design,
        space,
        hash(design));
  }

  private void checkKey(String key, tactus.config.Origin origin) {
    run.unknownPart(key).ifPresent(what -> problems.add(ConfigProblem.at(origin, key, what)));
  }

  private Space space(SpaceSpec design) {
    try {
      return new Space(design.axes());
    } catch (ArithmeticException e) {
      throw ConfigException.at(file, 0, 0, "axes", "have more points than fit 63 bits");
    }
  }

  private void checkNames(SpaceSpec design, DesignPoints points) {
    List<String> inputs = new ArrayList<>();
    for (Axis axis : design.axes()) {
      inputs.add(axis.name());
      inputs.add(axis.key());
    }
    for (DerivedKey key : design.derived()) {
      if (isWordOf(key, inputs, points)) {
        problems.add(
            ConfigProblem.at(
                key.value().origin(),
                key.key(),
                "a word must stand in quotes of its own: \"'" + key.value().text() + "'\""));
      } else {
        Condition condition = new Condition(key.expression(), key.value().origin());
        checkNames(condition, key.key(), inputs, points);
      }
      inputs.add(key.name());
      inputs.add(key.key());
    }
    List<String> all = new ArrayList<>(inputs);
    for (Measure measure : Measure.values()) {
      all.add(measure.word());
    }
    for (Condition constraint : design.constraints()) {
      checkNames(constraint, "constraints", all, points);
    }
    for (Condition objective : design.objectives()) {
      checkNames(objective, "objectives", all, points);
      if (!points.usesResults(objective)) {
        problems.add(
            ConfigProblem.at(
                objective.origin(),
                "objectives",
                "'" + objective.expression() + "' must name a result" + hintOf(objective)));
      }
    }
  }

  /** Whether what stands there is no expression over what is known, but a value of the key. */
  private boolean isWordOf(DerivedKey key, List<String> known, DesignPoints points) {
    return key.expression().names().stream()
            .noneMatch(name -> known.contains(name) || points.other(name).isPresent())
        && !key.expression().names().isEmpty()
        && run.wrongPart(key.at(key.value().text())).isEmpty();
  }

  /**
   * Works out each derived key at points that may be run until it has a value that may be written
   * there. One that never has is wrong; elsewhere, single points fail.
   */
  private void checkDerived(SpaceSpec design, Space space, DesignPoints points) {
    List<DerivedKey> open = new ArrayList<>(design.derived());
    Map<DerivedKey, ConfigProblem> wrong = new LinkedHashMap<>();
    Map<Setting, Optional<String>> checked = new LinkedHashMap<>();
    long stride = Math.max(1, space.size() / MOST_CHECKED_POINTS);
    for (long number = 0; number < space.size() && !open.isEmpty(); number += stride) {
      DesignPoint point = points.point(number);
      if (!points.isAllowed(point)) {
        continue;
      }
      for (DerivedKey key : List.copyOf(open)) {
        String text = point.labels().get(design.axes().size() + design.derived().indexOf(key));
        if (!point.inputs().containsKey(key.key())) {
          point.failure().ifPresent(failure -> wrong.putIfAbsent(key, failure));
          continue;
        }
        Optional<String> message = checked.computeIfAbsent(key.at(text), run::wrongPart);
        if (message.isEmpty()) {
          open.remove(key);
        } else {
          wrong.putIfAbsent(key, DesignPoints.problem(key, message.get()));
        }
      }
    }
    open.stream().map(wrong::get).filter(Objects::nonNull).forEach(problems::add);
  }

  private static String hintOf(Condition objective) {
    List<String> words = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      words.add(measure.word());
    }
    return NearestMatch.hint(objective.expression().text(), words);
  }

  private void checkNames(
      Condition condition, String key, List<String> known, DesignPoints points) {
    for (String name : condition.expression().names()) {
      if (!known.contains(name) && points.other(name).isEmpty()) {
        TreeSet<String> shown = new TreeSet<>(known);
        shown.removeIf(one -> one.contains(".") != name.contains("."));
        problems.add(
            ConfigProblem.at(
                condition.origin(),
                key,
                "unknown name '" + name + "'" + NearestMatch.hint(name, shown)));
      }
    }
  }

  /** The first point at which every derived key has a value. */
  private static Optional<DesignPoint> first(Space space, DesignPoints points) {
    return LongStream.range(0, Math.min(space.size(), MOST_CHECKED_POINTS))
        .mapToObj(points::point)
        .filter(point -> point.failure().isEmpty())
        .findFirst();
  }

  /** Evaluates each expression once, to see that its parts fit together. */
  private void checkExpressions(SpaceSpec design, Space space, DesignPoints points) {
    double[] ones = new double[Measure.values().length];
    Arrays.fill(ones, 1);
    Optional<DesignPoint> whole = first(space, points);
    if (whole.isEmpty()) {
      return;
    }
    DesignPoint first = whole.get();
    for (Condition constraint : design.constraints()) {
      check(constraint, "constraints", () -> points.meetsAll(first, ones, constraint));
    }
    for (Condition objective : design.objectives()) {
      check(objective, "objectives", () -> points.number(first, ones, objective));
    }
  }

  private void check(Condition condition, String key, Runnable evaluation) {
    try {
      evaluation.run();
    } catch (ExpressionException e) {
      problems.add(
          ConfigProblem.at(
              condition.origin(), key, "'" + condition.expression() + "' " + e.getMessage()));
    }
  }

  /** Reads the run with each value of each axis, the others at their first one. */
  private void checkValues(SpaceSpec design, DesignPoints points) {
    long stride = 1;
    for (int i = design.axes().size() - 1; i >= 0; i--) {
      Axis axis = design.axes().get(i);
      for (int j = 0; j < Math.min(axis.values().size(), MOST_CHECKED_VALUES); j++) {
        checkValue(axis.values().get(j), points.point(stride * j));
      }
      stride *= axis.values().size();
    }
  }

  /** Rules between keys may hold at other points; what is wrong with a value itself never does. */
  private void checkValue(Written value, DesignPoint point) {
    try {
      run.with(point.settings());
    } catch (ConfigException e) {
      for (ConfigProblem problem : e.problems()) {
        boolean ofValue =
            problem.file().equals(value.origin().file())
                && problem.line() == value.origin().line()
                && problem.column() == value.origin().column();
        if (ofValue && !problem.message().contains("must be a multiple of")) {
          problems.add(problem);
        }
      }
    }
  }

  private void checkSatisfiable(Space space, DesignPoints points) {
    if (points.inputConstraints().isEmpty()) {
      return;
    }
    long stride = Math.max(1, space.size() / MOST_CHECKED_POINTS);
    boolean[] met = new boolean[points.inputConstraints().size()];
    for (long number = 0; number < space.size(); number += stride) {
      DesignPoint point = points.point(number);
      boolean all = true;
      for (int i = 0; i < met.length; i++) {
        boolean holds = points.meets(point, points.inputConstraints().get(i));
        met[i] |= holds;
        all &= holds;
      }
      if (all) {
        return;
      }
    }
    if (stride > 1) {
      return;
    }
    for (int i = 0; i < met.length; i++) {
      Condition constraint = points.inputConstraints().get(i);
      if (!met[i]) {
        problems.add(
            ConfigProblem.at(
                constraint.origin(),
                "constraints",
                "'"
                    + constraint.expression()
                    + "' holds at none of the "
                    + space.size()
                    + " points"));
      }
    }
    if (problems.count() == 0) {
      problems.add(
          ConfigProblem.at(
              points.inputConstraints().get(0).origin(),
              "constraints",
              "hold together at none of the " + space.size() + " points"));
    }
  }

  /** Everything that decides what the points are and what comes out of them. */
  private String hash(SpaceSpec design) {
    StringBuilder text = new StringBuilder();
    text.append(new ContentHash().of(run.section())).append('\n');
    for (Axis axis : design.axes()) {
      text.append(axis.key()).append('|').append(axis.name()).append('|').append(axis.labels());
      axis.values().forEach(value -> text.append('|').append(value.yaml()));
      text.append('\n');
    }
    design
        .derived()
        .forEach(d -> text.append(d.key()).append('=').append(d.expression()).append('\n'));
    design
        .constraints()
        .forEach(c -> text.append("constraint ").append(c.expression()).append('\n'));
    design.objectives().forEach(o -> text.append("objective ").append(o.expression()).append('\n'));
    text.append(design.method())
        .append(' ')
        .append(design.budget())
        .append(' ')
        .append(design.seed());
    return ContentHash.sha256(text.toString());
  }

  /** {@return the inputs of a point as they are written, for messages} */
  static String text(SpaceSpec design, DesignPoint point) {
    List<String> parts = new ArrayList<>();
    List<String> names = design.inputNames();
    for (int i = 0; i < names.size(); i++) {
      parts.add(names.get(i) + "=" + point.labels().get(i));
    }
    return String.join(" ", parts);
  }

  /** {@return facts that must be the same for whoever adds points to a store} */
  static Map<String, String> facts(SweepSpec sweep, String version) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("schema", "tactus/sweep/1");
    facts.put("name", sweep.name());
    facts.put("version", version);
    facts.put("content_hash", sweep.hash());
    facts.put("method", tactus.config.ValueType.word(sweep.design().method()));
    facts.put("seed", String.valueOf(sweep.design().seed()));
    facts.put("axes", String.join(",", sweep.design().axes().stream().map(Axis::name).toList()));
    facts.put("objectives", objectives(sweep.design()));
    return facts;
  }

  private static String objectives(SpaceSpec design) {
    return String.join(
        ",", design.objectives().stream().map(one -> one.expression().text()).toList());
  }
}
