package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tactus.config.ValueType;
import tactus.explore.report.TextTable.Column;
import tactus.hw.cost.ComponentCost;
import tactus.hw.cost.MachineCost;

/** What a machine's components cost, for scripts and for people. */
final class CostText {

  private static final String TOTAL = "total";

  private CostText() {}

  /** Adds area, leakage and energy of an action by component to a machine's JSON. */
  static void add(ObjectNode json, MachineCost cost) {
    json.putObject("process")
        .put("nodeNanometers", cost.spec().nanometers())
        .put("supplyVolts", cost.spec().volts())
        .put("transistors", ValueType.word(cost.spec().flavor()))
        .put("temperatureKelvin", cost.spec().kelvin())
        .put("dram", cost.spec().dram().name());
    json.set("areaSquareMicrometers", areas(cost));
    if (!cost.spec().groups().isEmpty()) {
      ObjectNode groups = json.putObject("areaByGroupSquareMicrometers");
      cost.groupedAreas().forEach(groups::put);
    }
    cost.dieUtilization().ifPresent(share -> json.put("dieUtilization", share));
    cost.spec()
        .wafer()
        .ifPresent(
            wafer ->
                json.putObject("die")
                    .put("squareMillimeters", cost.dieSquareMillimeters())
                    .put("perWafer", wafer.dies(cost.dieSquareMillimeters()))
                    .put("workingShare", wafer.workingShare(cost.dieSquareMillimeters()))
                    .put("price", wafer.pricePerDie(cost.dieSquareMillimeters())));
    ArrayNode components = json.putArray("components");
    for (ComponentCost component : cost.components()) {
      ObjectNode row = components.addObject();
      row.put("name", component.name());
      row.put("level", component.level().key());
      row.put("units", component.units());
      row.put("areaSquareMicrometers", component.areaSquareMicrometers());
      row.put("leakageMilliwatts", component.leakageMilliwatts());
      ObjectNode actions = row.putObject("actionPicojoules");
      component
          .picojoules()
          .forEach((action, energy) -> actions.put(ValueType.word(action), energy));
      row.put("estimator", component.estimator());
      ArrayNode sources = row.putArray("sources");
      component.sources().forEach(sources::add);
    }
  }

  /** {@return the area of each component and their sum, in µm²} */
  static ObjectNode areas(MachineCost cost) {
    ObjectNode areas = JsonNodeFactory.instance.objectNode();
    cost.components()
        .forEach(component -> areas.put(component.name(), component.areaSquareMicrometers()));
    areas.put(TOTAL, cost.areaSquareMicrometers());
    return areas;
  }

  /** {@return the components as lines of text} */
  static List<String> components(JsonNode json, int width) {
    TextTable table =
        new TextTable(
            Column.words("component"),
            Column.numbers("area, mm2"),
            Column.numbers("share"),
            Column.numbers("leakage, mW"),
            Column.words("energy of an action, pJ"),
            Column.words("estimator").orNone());
    double total = json.path("areaSquareMicrometers").path(TOTAL).asDouble();
    double leakage = 0;
    for (JsonNode component : json.path("components")) {
      double area = component.path("areaSquareMicrometers").asDouble();
      leakage += component.path("leakageMilliwatts").asDouble();
      table.row(
          component.path("name").asText(),
          area == 0 ? "-" : Figures.significant(area / 1e6),
          area == 0 ? "-" : Figures.percent(area / total),
          Figures.significant(component.path("leakageMilliwatts").asDouble()),
          actions(component.path("actionPicojoules")),
          component.path("estimator").asText());
    }
    table.row(TOTAL, Figures.significant(total / 1e6), "", Figures.significant(leakage), "", "");
    return table.lines(width);
  }

  private static String actions(JsonNode actions) {
    StringBuilder text = new StringBuilder();
    actions
        .properties()
        .forEach(
            action ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(action.getKey().replace('-', ' '))
                    .append(' ')
                    .append(Figures.significant(action.getValue().asDouble())));
    return text.isEmpty() ? "-" : text.toString();
  }

  /** {@return each source once, with the components it is of} */
  static Map<String, Set<String>> sources(JsonNode json) {
    Map<String, Set<String>> sources = new LinkedHashMap<>();
    for (JsonNode component : json.path("components")) {
      for (JsonNode source : component.path("sources")) {
        sources
            .computeIfAbsent(source.asText(), key -> new LinkedHashSet<>())
            .add(component.path("name").asText());
      }
    }
    return sources;
  }
}
