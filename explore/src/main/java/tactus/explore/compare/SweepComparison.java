package tactus.explore.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.explore.pareto.Hypervolume;
import tactus.explore.store.StoreQuery;

/**
 * Two sweeps side by side: how many points, how good their fronts are on one scale, and what points
 * of the same configuration gave.
 */
public final class SweepComparison {

  /** The reference point, on a scale where the least and greatest of both sweeps are 0 and 1. */
  private static final double REFERENCE = 1.1;

  /** Columns of a store that say how a point came about, not what it gave. */
  private static final List<String> PROVENANCE =
      List.of("point", "design", "rank", "front", "version", "seed", "config_hash");

  private SweepComparison() {}

  /**
   * {@return the comparison of two sweeps}
   *
   * @param one summary of the first one, of schema {@code tactus/sweep/1}
   * @param first directory of its store
   * @param other summary of the second one
   * @param second directory of its store
   * @throws ConfigException if they have different objectives
   */
  public static Comparison of(JsonNode one, Path first, JsonNode other, Path second) {
    if (!one.path("objectives").equals(other.path("objectives"))) {
      throw ConfigException.at(
          second,
          0,
          0,
          "objectives",
          "must be those of '"
              + first
              + "', "
              + one.path("objectives")
              + ", but are "
              + other.path("objectives"));
    }
    List<Change> figures = new ArrayList<>();
    for (String figure : List.of("points", "failedPoints", "feasiblePoints")) {
      figures.add(new Change(figure, one.path(figure).asDouble(), other.path(figure).asDouble()));
    }
    figures.add(new Change("frontPoints", one.path("front").size(), other.path("front").size()));
    addFronts(figures, one, other);
    addCommonPoints(figures, first, second);
    return new Comparison(
        one.path("name").asText(),
        other.path("name").asText(),
        figures,
        List.of(),
        List.of(),
        List.of(),
        configuration(one, other));
  }

  private static void addFronts(List<Change> figures, JsonNode one, JsonNode other) {
    JsonNode mine = one.path("ranges");
    JsonNode theirs = other.path("ranges");
    if (mine.isEmpty() || theirs.isEmpty()) {
      return; // One of them has no feasible point.
    }
    int count = mine.size();
    double[] least = new double[count];
    double[] greatest = new double[count];
    for (int i = 0; i < count; i++) {
      double before = mine.get(i).path("least").asDouble();
      double after = theirs.get(i).path("least").asDouble();
      least[i] = Math.min(before, after);
      greatest[i] =
          Math.max(
              mine.get(i).path("greatest").asDouble(), theirs.get(i).path("greatest").asDouble());
      figures.add(new Change("least." + mine.get(i).path("objective").asText(), before, after));
    }
    figures.add(
        new Change("hypervolume", volume(one, least, greatest), volume(other, least, greatest)));
  }

  private static double volume(JsonNode sweep, double[] least, double[] greatest) {
    List<double[]> points = new ArrayList<>();
    for (JsonNode row : sweep.path("front")) {
      double[] point = new double[least.length];
      for (int i = 0; i < point.length; i++) {
        String objective = sweep.path("objectives").get(i).asText();
        double range = greatest[i] - least[i];
        double value = row.path("objectives").path(objective).asDouble();
        point[i] = range > 0 ? (value - least[i]) / range : 0;
      }
      points.add(point);
    }
    double[] reference = new double[least.length];
    Arrays.fill(reference, REFERENCE);
    return Hypervolume.of(points, reference);
  }

  /** What points of the same configuration gave, in sum, so that any difference shows. */
  private static void addCommonPoints(List<Change> figures, Path first, Path second) {
    Map<String, Map<String, Double>> mine = results(first);
    Map<String, Map<String, Double>> theirs = results(second);
    mine.keySet().retainAll(theirs.keySet());
    Map<String, double[]> sums = new LinkedHashMap<>();
    long differing = 0;
    for (Map.Entry<String, Map<String, Double>> point : mine.entrySet()) {
      Map<String, Double> same = theirs.getOrDefault(point.getKey(), Map.of());
      differing += point.getValue().equals(same) ? 0 : 1;
      point
          .getValue()
          .forEach(
              (column, value) -> {
                double[] sum = sums.computeIfAbsent(column, key -> new double[2]);
                sum[0] += value;
                sum[1] += same.getOrDefault(column, 0.0);
              });
    }
    figures.add(new Change("commonPoints.count", mine.size(), mine.size()));
    figures.add(new Change("commonPoints.differing", 0, (double) differing));
    sums.forEach(
        (column, sum) -> figures.add(new Change("commonPoints." + column, sum[0], sum[1])));
  }

  /** The results of the points that were done, by the hash of their configuration. */
  private static Map<String, Map<String, Double>> results(Path directory) {
    StoreQuery all =
        StoreQuery.ask(directory, "select * from points where status = 'done' order by point");
    int hash = all.columns().indexOf("config_hash");
    int message = all.columns().indexOf("message");
    Map<String, Map<String, Double>> results = new TreeMap<>();
    for (List<@Nullable Object> row : all.rows()) {
      Map<String, Double> figures = new LinkedHashMap<>();
      // Inputs stand before the message, and are in the hash.
      for (int i = message; i < row.size(); i++) {
        if (row.get(i) instanceof Number number && !PROVENANCE.contains(all.columns().get(i))) {
          figures.put(all.columns().get(i), number.doubleValue());
        }
      }
      results.put(String.valueOf(row.get(hash)), figures);
    }
    return results;
  }

  private static Map<String, List<String>> configuration(JsonNode one, JsonNode other) {
    Map<String, List<String>> differing = new LinkedHashMap<>();
    for (String key : List.of("method", "seed", "spacePoints", "axes", "complete")) {
      if (!one.path(key).equals(other.path(key))) {
        differing.put(key, List.of(text(one.path(key)), text(other.path(key))));
      }
    }
    return differing;
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
