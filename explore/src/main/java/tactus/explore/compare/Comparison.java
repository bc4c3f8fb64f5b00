package tactus.explore.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two runs side by side.
 *
 * @param before name of the first one
 * @param after name of the second one
 * @param figures every number that both reports have, in the order of the first one
 * @param operators cycles and energy of the operators that both have, by name
 * @param operatorsGone names of operators that only the first one has
 * @param operatorsNew names of operators that only the second one has
 * @param configuration what differs in machine and workload: first and second, by path
 */
public record Comparison(
    String before,
    String after,
    List<Change> figures,
    List<OperatorChange> operators,
    List<String> operatorsGone,
    List<String> operatorsNew,
    Map<String, List<String>> configuration) {

  private static final String COMPONENTS = "energyPicojoules.";
  private static final String AREAS = "areaSquareMicrometers.";
  private static final String CAUSES = "cycleStack.";
  private static final String TOTAL = "total";

  /**
   * An operator in two runs.
   *
   * @param name its name
   * @param cycles its cycles
   * @param picojoules its energy, in pJ
   */
  public record OperatorChange(String name, Change cycles, Change picojoules) {}

  /**
   * A component of a machine in two runs.
   *
   * @param name its name
   * @param squareMicrometers its area, in µm²
   * @param watts its average power, in W
   */
  public record ComponentChange(String name, Change squareMicrometers, Change watts) {}

  public Comparison {
    figures = List.copyOf(figures);
    operators = List.copyOf(operators);
    operatorsGone = List.copyOf(operatorsGone);
    operatorsNew = List.copyOf(operatorsNew);
    configuration = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
  }

  /**
   * {@return the comparison of two runs}
   *
   * @param one report of the first one, of schema {@code tactus/run/1}
   * @param other report of the second one
   */
  public static Comparison of(JsonNode one, JsonNode other) {
    Map<String, Double> left = ReportFigures.numbers(one);
    Map<String, Double> right = ReportFigures.numbers(other);
    List<Change> figures = new ArrayList<>();
    left.forEach(
        (path, value) -> {
          Double theirs = right.get(path);
          if (theirs != null) {
            figures.add(new Change(path, value, theirs));
          }
        });
    Map<String, JsonNode> first = operators(one);
    Map<String, JsonNode> second = operators(other);
    List<OperatorChange> aligned = new ArrayList<>();
    first.forEach(
        (name, operator) -> {
          JsonNode same = second.get(name);
          if (same != null) {
            aligned.add(
                new OperatorChange(
                    name,
                    change("cycles", operator, same),
                    change("energyPicojoules", operator, same)));
          }
        });
    return new Comparison(
        one.path("name").asText(),
        other.path("name").asText(),
        figures,
        aligned,
        first.keySet().stream().filter(name -> !second.containsKey(name)).toList(),
        second.keySet().stream().filter(name -> !first.containsKey(name)).toList(),
        configuration(one, other));
  }

  private static Map<String, JsonNode> operators(JsonNode report) {
    Map<String, JsonNode> operators = new LinkedHashMap<>();
    report.path("operators").forEach(row -> operators.put(row.path("name").asText(), row));
    return operators;
  }

  private static Change change(String key, JsonNode one, JsonNode other) {
    return new Change(key, one.path(key).asDouble(), other.path(key).asDouble());
  }

  private static Map<String, List<String>> configuration(JsonNode one, JsonNode other) {
    Map<String, String> left = ReportFigures.configuration(one);
    Map<String, String> right = ReportFigures.configuration(other);
    Set<String> paths = new LinkedHashSet<>(left.keySet());
    paths.addAll(right.keySet());
    Map<String, List<String>> differing = new LinkedHashMap<>();
    for (String path : paths) {
      String mine = left.getOrDefault(path, "-");
      String theirs = right.getOrDefault(path, "-");
      if (!mine.equals(theirs)) {
        differing.put(path, List.of(mine, theirs));
      }
    }
    return differing;
  }

  /**
   * {@return a figure, if both reports have it}
   *
   * @param path its path
   */
  public Optional<Change> figure(String path) {
    return figures.stream().filter(change -> change.figure().equals(path)).findFirst();
  }

  /** {@return area and average power of the components that both machines have, then of all} */
  public List<ComponentChange> components() {
    double before = figure("seconds").map(Change::before).orElse(1.0);
    double after = figure("seconds").map(Change::after).orElse(1.0);
    List<ComponentChange> components = new ArrayList<>();
    for (Change energy : figures) {
      if (energy.figure().startsWith(COMPONENTS)) {
        String name = energy.figure().substring(COMPONENTS.length());
        Change area = figure(AREAS + name).orElse(new Change(AREAS + name, 0, 0));
        components.add(
            new ComponentChange(
                name,
                area,
                new Change(
                    name, energy.before() * 1e-12 / before, energy.after() * 1e-12 / after)));
      }
    }
    return components;
  }

  /** {@return what explains the difference in cycles and in energy most, in sentences} */
  public List<String> explanations() {
    List<String> sentences = new ArrayList<>();
    explanation("cycles", "cycles", CAUSES).ifPresent(sentences::add);
    explanation(COMPONENTS + TOTAL, "pJ", COMPONENTS).ifPresent(sentences::add);
    explanation(AREAS + TOTAL, "um2", AREAS).ifPresent(sentences::add);
    return sentences;
  }

  private Optional<String> explanation(String whole, String unit, String parts) {
    Optional<Change> total = figure(whole).filter(change -> !change.isNone());
    Optional<Change> largest =
        figures.stream()
            .filter(change -> change.figure().startsWith(parts))
            .filter(change -> !change.figure().endsWith("." + TOTAL))
            .max(Comparator.comparingDouble(change -> Math.abs(change.absolute())));
    if (total.isEmpty() || largest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Of %+,.4g %s in %s, %s is %+,.4g.",
            total.get().absolute(),
            unit,
            whole,
            largest.get().figure(),
            largest.get().absolute()));
  }
}
