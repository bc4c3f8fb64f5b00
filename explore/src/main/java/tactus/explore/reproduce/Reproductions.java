package tactus.explore.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The papers whose results can be computed anew, and how they are reported. */
public final class Reproductions {

  private static final String SCHEMA = "tactus/reproduction/1";
  private static final String SCHEMA_OF_SEVERAL = "tactus/reproductions/1";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<Reproduction> ALL = List.of(new StreamingAttention());

  private Reproductions() {}

  /** {@return all} */
  public static List<Reproduction> all() {
    return ALL;
  }

  /**
   * {@return the one called so, if there is one}
   *
   * @param name its name
   */
  public static Optional<Reproduction> find(String name) {
    return ALL.stream().filter(reproduction -> reproduction.name().equals(name)).findFirst();
  }

  /**
   * {@return the report of one, whose figures are computed now}
   *
   * @param reproduction the paper
   */
  public static ObjectNode report(Reproduction reproduction) {
    ObjectNode report =
        JSON.objectNode()
            .put("schema", SCHEMA)
            .put("name", reproduction.name())
            .put("paper", reproduction.paper());
    ArrayNode rows = report.putArray("rows");
    for (Reproduction.Row row : reproduction.rows()) {
      ObjectNode node = rows.addObject().put("what", row.what());
      node.set("theirs", row.theirs().map(Reproductions::number).orElse(JSON.nullNode()));
      node.set("ours", number(row.ours()));
      node.put("unit", row.unit());
      node.set(
          "relativeError",
          row.relativeError().<JsonNode>map(JSON::numberNode).orElse(JSON.nullNode()));
      node.put("assumption", row.assumption());
    }
    return report;
  }

  /** A whole number is written as one. */
  private static JsonNode number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? JSON.numberNode((long) value)
        : JSON.numberNode(value);
  }

  /**
   * {@return reports as one object: the report itself if it is the only one}
   *
   * @param reports the reports
   */
  public static ObjectNode together(List<ObjectNode> reports) {
    if (reports.size() == 1) {
      return reports.get(0);
    }
    ObjectNode json = JSON.objectNode().put("schema", SCHEMA_OF_SEVERAL);
    json.putArray("reproductions").addAll(reports);
    return json;
  }

  /**
   * {@return a report as text, from the JSON alone}
   *
   * @param report the report
   */
  public static String render(JsonNode report) {
    StringBuilder text = new StringBuilder();
    text.append(report.path("name").asText()).append(": ").append(report.path("paper").asText());
    text.append("\n\n");
    int width = 4;
    for (JsonNode row : report.path("rows")) {
      width = Math.max(width, row.path("what").asText().length());
    }
    String format = "%-" + width + "s  %15s  %15s  %-7s  %9s";
    text.append(String.format(Locale.ROOT, format, "what", "theirs", "ours", "unit", "error"));
    text.append('\n');
    for (JsonNode row : report.path("rows")) {
      JsonNode error = row.path("relativeError");
      String line =
          String.format(
              Locale.ROOT,
              format,
              row.path("what").asText(),
              figure(row.path("theirs")),
              figure(row.path("ours")),
              row.path("unit").asText(),
              error.isNull() ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * error.asDouble()));
      text.append(line.stripTrailing());
      String assumption = row.path("assumption").asText();
      text.append(assumption.isEmpty() ? "" : "  " + assumption).append('\n');
    }
    return text.toString();
  }

  private static String figure(JsonNode number) {
    if (number.isNull()) {
      return "-";
    }
    return number.isIntegralNumber()
        ? String.format(Locale.ROOT, "%,d", number.asLong())
        : String.format(Locale.ROOT, "%,.4f", number.asDouble());
  }
}
