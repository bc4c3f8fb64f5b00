package tactus.explore.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers and texts of a report, by their paths. */
final class ReportFigures {

  private ReportFigures() {}

  /** {@return every number that stands in no list, in the order of the report} */
  static Map<String, Double> numbers(JsonNode report) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    walk(
        "",
        report,
        (path, value) -> {
          if (value.isNumber()) {
            numbers.put(path, value.doubleValue());
          }
        });
    return numbers;
  }

  /** {@return what the machine and the workload are, as texts, in the order of the report} */
  static Map<String, String> configuration(JsonNode report) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String part : new String[] {"name", "machine", "workload", "fidelity"}) {
      walk(part, report.path(part), (path, value) -> texts.put(path, value.asText()));
    }
    walk(
        "energy.process",
        report.path("energy").path("process"),
        (path, value) -> texts.put(path, value.asText()));
    walk(
        "numerics.arithmetic",
        report.path("numerics").path("arithmetic"),
        (path, value) -> texts.put(path, value.asText()));
    return texts;
  }

  /** Told of each value. */
  private interface Visitor {
    void visit(String path, JsonNode value);
  }

  private static void walk(String path, JsonNode node, Visitor visitor) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  walk(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      visitor));
    } else if (node.isValueNode() && !node.isNull()) {
      visitor.visit(path, node);
    }
  }
}
