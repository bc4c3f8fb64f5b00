package tactus.explore.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tactus.config.ValueType;
import tactus.explore.report.TableText;
import tactus.explore.space.Axis;
import tactus.explore.space.DisplayUnit;

/** A sweep as text for a terminal. */
public final class SweepText {

  private static final int MOST_ROWS = 20;

  private SweepText() {}

  /**
   * {@return the result of a sweep as text}
   *
   * @param summary its result
   * @param width columns of the terminal
   */
  public static String render(ObjectNode summary, int width) {
    StringBuilder text = new StringBuilder();
    text.append(summary.path("name").asText()).append(": ");
    text.append(summary.path("points").asLong()).append(" of ");
    text.append(summary.path("plannedPoints").asLong()).append(" points");
    long failed = summary.path("failedPoints").asLong();
    if (failed > 0) {
      text.append(", ").append(failed).append(" failed");
    }
    long feasible = summary.path("feasiblePoints").asLong();
    if (feasible + failed < summary.path("points").asLong()) {
      text.append(", ").append(feasible).append(" meet the constraints");
    }
    if (!summary.path("complete").asBoolean()) {
      return text.append("; interrupted, go on with --resume\n").toString();
    }
    JsonNode front = summary.path("front");
    text.append("\n\nPareto front, ")
        .append(front.size())
        .append(front.size() == 1 ? " point" : " points");
    text.append(
        String.format(
            Locale.ROOT, " (hypervolume %.6f)%n", summary.path("hypervolume").asDouble()));
    List<String> columns = new ArrayList<>(List.of("point"));
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode point : front) {
      if (rows.size() == MOST_ROWS) {
        break;
      }
      List<Object> row = new ArrayList<>();
      row.add(point.path("point").asLong());
      int place = 0;
      for (Map.Entry<String, JsonNode> goal : point.path("objectives").properties()) {
        DisplayUnit unit = unit(summary, place++);
        row.add(figure(goal.getValue().asDouble() / unit.size()));
        if (rows.isEmpty()) {
          columns.add(unit.label(goal.getKey()));
        }
      }
      // Inputs last: of a line that is too long, they are what is cut off.
      point.path("inputs").properties().forEach(input -> row.add(input.getValue().asText()));
      if (rows.isEmpty()) {
        point.path("inputs").fieldNames().forEachRemaining(columns::add);
      }
      rows.add(row);
    }
    for (String line : TableText.of(columns, List.copyOf(rows)).split("\n", -1)) {
      text.append(line.length() > width ? line.substring(0, width) : line).append('\n');
    }
    if (front.size() > MOST_ROWS) {
      text.append("... ").append(front.size() - MOST_ROWS).append(" more in points.csv\n");
    }
    return text.toString();
  }

  private static DisplayUnit unit(ObjectNode summary, int objective) {
    JsonNode unit = summary.path("objectiveUnits").path(objective);
    return new DisplayUnit(unit.path("text").asText(), unit.path("size").asDouble(1));
  }

  private static String figure(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : String.format(Locale.ROOT, "%.5g", number);
  }

  /**
   * {@return what a sweep would run, in lines}
   *
   * @param sweep the sweep
   * @param plan its points; none if results decide
   * @param most the most points to list
   */
  public static List<String> plan(SweepSpec sweep, Optional<long[]> plan, int most) {
    List<String> lines = new ArrayList<>();
    String method = ValueType.word(sweep.design().method());
    StringBuilder axes = new StringBuilder();
    for (Axis axis : sweep.space().axes()) {
      axes.append(axes.length() == 0 ? "" : " x ").append(axis.name());
      axes.append(" (").append(axis.values().size()).append(')');
    }
    lines.add(sweep.name() + ": " + axes + ", " + sweep.space().size() + " points in all");
    if (plan.isEmpty()) {
      lines.add("method " + method + ": at most " + sweep.design().budget().orElse(0) + " points");
      return lines;
    }
    long[] numbers = plan.get();
    lines.add("method " + method + ": " + numbers.length + " points");
    for (int i = 0; i < Math.min(most, numbers.length); i++) {
      lines.add("  " + i + ": " + SweepRun.describe(sweep, numbers[i]));
    }
    if (numbers.length > most) {
      lines.add("  ...");
    }
    return lines;
  }
}
