package tactus.explore.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A comparison as JSON, of schema {@code tactus/comparison/1}. */
public final class ComparisonJson {

  private static final String SCHEMA = "tactus/comparison/1";

  private ComparisonJson() {}

  /**
   * {@return a comparison as JSON}
   *
   * @param comparison the comparison
   */
  public static ObjectNode of(Comparison comparison) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("before", comparison.before());
    json.put("after", comparison.after());
    ArrayNode configuration = json.putArray("configuration");
    comparison
        .configuration()
        .forEach(
            (path, texts) ->
                configuration
                    .addObject()
                    .put("path", path)
                    .put("before", texts.get(0))
                    .put("after", texts.get(1)));
    ArrayNode figures = json.putArray("figures");
    for (Change change : comparison.figures()) {
      put(figures.addObject().put("figure", change.figure()), change);
    }
    ArrayNode components = json.putArray("components");
    for (Comparison.ComponentChange component : comparison.components()) {
      ObjectNode row = components.addObject().put("name", component.name());
      put(row.putObject("areaSquareMicrometers"), component.squareMicrometers());
      put(row.putObject("averagePowerWatts"), component.watts());
    }
    ArrayNode operators = json.putArray("operators");
    for (Comparison.OperatorChange operator : comparison.operators()) {
      ObjectNode row = operators.addObject().put("name", operator.name());
      put(row.putObject("cycles"), operator.cycles());
      put(row.putObject("energyPicojoules"), operator.picojoules());
    }
    ArrayNode gone = json.putArray("operatorsOnlyBefore");
    comparison.operatorsGone().forEach(gone::add);
    ArrayNode fresh = json.putArray("operatorsOnlyAfter");
    comparison.operatorsNew().forEach(fresh::add);
    ArrayNode explanations = json.putArray("explanations");
    comparison.explanations().forEach(explanations::add);
    return json;
  }

  private static void put(ObjectNode json, Change change) {
    json.put("before", change.before());
    json.put("after", change.after());
    json.put("absolute", change.absolute());
    // JSON has no infinity: a change from nothing is null.
    if (Double.isFinite(change.relative())) {
      json.put("relative", change.relative());
    } else {
      json.putNull("relative");
    }
  }
}
