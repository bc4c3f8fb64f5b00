package tactus.explore.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tactus.config.ValueType;
import tactus.explore.pareto.Dominance;
import tactus.explore.pareto.Hypervolume;
import tactus.explore.space.Axis;
import tactus.explore.space.Measure;
import tactus.explore.space.SpaceSpec;

/** What came of a sweep, for scripts: counts, and the Pareto front with all its figures. */
final class SweepSummary {

  /** The version of the contract. */
  static final String SCHEMA = "tactus/sweep/1";

  private SweepSummary() {}

  static ObjectNode of(
      SweepSpec sweep,
      DesignPoints points,
      Map<Long, Outcome> known,
      Map<Long, Long> rowOf,
      boolean isComplete,
      long expected) {
    SpaceSpec design = sweep.design();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("name", sweep.name());
    json.put("method", ValueType.word(design.method()));
    json.put("seed", design.seed());
    json.put("contentHash", sweep.hash());
    json.put("spacePoints", sweep.space().size());
    json.put("plannedPoints", expected);
    json.put("complete", isComplete);
    List<Outcome> feasible = new ArrayList<>();
    long failed = 0;
    for (Outcome outcome : known.values()) {
      failed += outcome.isDone() ? 0 : 1;
      if (outcome.isDone() && outcome.isFeasible()) {
        feasible.add(outcome);
      }
    }
    json.put("points", known.size());
    json.put("failedPoints", failed);
    json.put("feasiblePoints", feasible.size());
    ArrayNode axes = json.putArray("axes");
    for (Axis axis : design.axes()) {
      axes.addObject()
          .put("key", axis.key())
          .put("name", axis.name())
          .put("values", axis.values().size());
    }
    ArrayNode objectives = json.putArray("objectives");
    design.objectives().forEach(one -> objectives.add(one.expression().text()));
    addUnits(json, points, feasible);
    addFront(json, design, points, feasible, rowOf);
    addSensitivity(json, design, points, feasible);
    return json;
  }

  /** What people read the objectives in; the figures themselves are in base units. */
  private static void addUnits(ObjectNode json, DesignPoints points, List<Outcome> feasible) {
    ArrayNode units = json.putArray("objectiveUnits");
    feasible.stream()
        .min(Comparator.comparingLong(one -> one.point().number()))
        .map(one -> points.units(one.point(), one.measures().array()))
        .orElse(List.of())
        .forEach(unit -> units.addObject().put("text", unit.text()).put("size", unit.size()));
  }

  /** For each axis the share of each objective's variance that is between its values. */
  private static void addSensitivity(
      ObjectNode json, SpaceSpec design, DesignPoints points, List<Outcome> feasible) {
    List<double[]> objectives =
        feasible.stream()
            .map(one -> points.objectives(one.point(), one.measures().array()))
            .toList();
    ArrayNode rows = json.putArray("sensitivity");
    for (int axis = 0; axis < design.axes().size(); axis++) {
      ObjectNode row = rows.addObject().put("axis", design.axes().get(axis).name());
      ArrayNode shares = row.putArray("shares");
      for (int goal = 0; goal < design.objectives().size(); goal++) {
        shares.add(mainEffect(feasible, objectives, axis, goal));
      }
    }
  }

  private static double mainEffect(
      List<Outcome> feasible, List<double[]> objectives, int axis, int goal) {
    double mean = objectives.stream().mapToDouble(one -> one[goal]).average().orElse(0);
    double total = 0;
    Map<String, double[]> groups = new TreeMap<>();
    for (int i = 0; i < objectives.size(); i++) {
      double off = objectives.get(i)[goal] - mean;
      total += off * off;
      double[] group =
          groups.computeIfAbsent(feasible.get(i).point().labels().get(axis), k -> new double[2]);
      group[0] += off;
      group[1]++;
    }
    double between = 0;
    for (double[] group : groups.values()) {
      between += group[0] * group[0] / group[1];
    }
    return total > 0 ? Math.min(1, between / total) : 0;
  }

  /** {@return the result with all its points, for the page} */
  static ObjectNode page(
      SweepSpec sweep,
      DesignPoints points,
      ObjectNode summary,
      Map<Long, Outcome> known,
      Map<Long, Long> rowOf) {
    ObjectNode page = summary.deepCopy();
    page.put("file", sweep.file().toString());
    ArrayNode names = page.putArray("inputNames");
    sweep.design().inputNames().forEach(names::add);
    for (int i = 0; i < sweep.design().axes().size(); i++) {
      ArrayNode labels = ((ObjectNode) page.get("axes").get(i)).putArray("labels");
      sweep.design().axes().get(i).labels().forEach(labels::add);
    }
    Set<Long> front = new TreeSet<>();
    summary.get("front").forEach(row -> front.add(row.get("point").longValue()));
    Map<Long, Outcome> ordered = new TreeMap<>();
    known.forEach((number, outcome) -> ordered.put(rowOf.getOrDefault(number, number), outcome));
    ArrayNode rows = page.putArray("rows");
    ordered.forEach(
        (number, outcome) -> {
          ArrayNode row = rows.addArray().add(number);
          ArrayNode inputs = row.addArray();
          outcome.point().labels().forEach(inputs::add);
          ArrayNode goals = row.addArray();
          if (outcome.isDone()) {
            for (double goal : points.objectives(outcome.point(), outcome.measures().array())) {
              goals.add(goal);
            }
          }
          row.add(outcome.isFeasible() ? 1 : 0);
          row.add(front.contains(number) ? 1 : 0);
          outcome.failure().ifPresent(row::add);
        });
    return page;
  }

  private static void addFront(
      ObjectNode json,
      SpaceSpec design,
      DesignPoints points,
      List<Outcome> feasible,
      Map<Long, Long> rowOf) {
    List<double[]> objectives =
        feasible.stream()
            .map(one -> points.objectives(one.point(), one.measures().array()))
            .toList();
    boolean[] front = Dominance.front(objectives);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < front.length; i++) {
      if (front[i]) {
        order.add(i);
      }
    }
    order.sort(
        Comparator.comparing((Integer i) -> objectives.get(i), Arrays::compare)
            .thenComparing(i -> feasible.get(i).point().number()));
    addRanges(json, design, objectives);
    json.put("hypervolume", hypervolume(objectives, order));
    double[] crowding = Dominance.crowding(order.stream().map(objectives::get).toList());
    ArrayNode rows = json.putArray("front");
    for (int place = 0; place < crowding.length; place++) {
      int i = order.get(place);
      Outcome outcome = feasible.get(i);
      ObjectNode row = rows.addObject();
      row.put("point", rowOf.get(outcome.point().number()));
      if (Double.isFinite(crowding[place])) {
        row.put("crowding", crowding[place]);
      }
      ObjectNode inputs = row.putObject("inputs");
      List<String> names = design.inputNames();
      for (int name = 0; name < names.size(); name++) {
        inputs.put(names.get(name), outcome.point().labels().get(name));
      }
      ObjectNode goals = row.putObject("objectives");
      for (int goal = 0; goal < design.objectives().size(); goal++) {
        goals.put(design.objectives().get(goal).expression().text(), objectives.get(i)[goal]);
      }
      ObjectNode results = row.putObject("results");
      for (Measure measure : Measure.values()) {
        if (measure.isCount()) {
          results.put(measure.column(), (long) outcome.measures().get(measure));
        } else {
          results.put(measure.column(), outcome.measures().get(measure));
        }
      }
    }
  }

  /** For each objective the least and the greatest value of all feasible points. */
  private static void addRanges(ObjectNode json, SpaceSpec design, List<double[]> objectives) {
    ArrayNode ranges = json.putArray("ranges");
    for (int goal = 0; goal < design.objectives().size() && !objectives.isEmpty(); goal++) {
      int which = goal;
      DoubleSummaryStatistics values =
          objectives.stream().mapToDouble(one -> one[which]).summaryStatistics();
      ranges
          .addObject()
          .put("objective", design.objectives().get(goal).expression().text())
          .put("least", values.getMin())
          .put("greatest", values.getMax());
    }
  }

  /**
   * The volume that the front dominates, with each objective scaled so that the least of all
   * feasible points is 0 and the greatest is 1, up to 1.1 in each.
   */
  private static double hypervolume(List<double[]> objectives, List<Integer> front) {
    if (objectives.isEmpty()) {
      return 0;
    }
    int count = objectives.get(0).length;
    double[] least = objectives.get(0).clone();
    double[] greatest = objectives.get(0).clone();
    for (double[] one : objectives) {
      for (int i = 0; i < count; i++) {
        least[i] = Math.min(least[i], one[i]);
        greatest[i] = Math.max(greatest[i], one[i]);
      }
    }
    List<double[]> scaled = new ArrayList<>();
    for (int index : front) {
      double[] one = new double[count];
      for (int i = 0; i < count; i++) {
        double range = greatest[i] - least[i];
        one[i] = range > 0 ? (objectives.get(index)[i] - least[i]) / range : 0;
      }
      scaled.add(one);
    }
    double[] reference = new double[count];
    Arrays.fill(reference, 1.1);
    return Hypervolume.of(scaled, reference);
  }
}
