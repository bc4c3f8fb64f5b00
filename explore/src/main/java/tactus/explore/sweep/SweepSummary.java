package tactus.explore.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    addFront(json, design, points, feasible, rowOf);
    return json;
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
