package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.config.ValueType;
import tactus.explore.price.ComponentEnergy;
import tactus.explore.price.RunEnergy;
import tactus.explore.price.Saving;
import tactus.explore.price.TensorEnergy;
import tactus.hw.cost.ComponentCost;
import tactus.hw.cost.CostSpec;

/** Energy and area of a run, as the report has them. */
final class EnergyJson {

  private static final String TOTAL = "total";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EnergyJson() {}

  /** The energy of each component and their sum, in pJ. */
  static ObjectNode energies(RunEnergy energy) {
    ObjectNode json = JSON.objectNode();
    energy.byComponent().forEach(json::put);
    json.put(TOTAL, energy.picojoules());
    return json;
  }

  /** The area of each component and their sum, in µm². */
  static ObjectNode areas(RunEnergy energy) {
    ObjectNode json = JSON.objectNode();
    for (ComponentCost component : energy.cost().components()) {
      json.put(component.name(), component.areaSquareMicrometers());
    }
    json.put(TOTAL, energy.cost().areaSquareMicrometers());
    return json;
  }

  /** Where the energy went and what follows from it. */
  static ObjectNode details(RunEnergy energy) {
    CostSpec spec = energy.cost().spec();
    ObjectNode json = JSON.objectNode();
    json.putObject("process")
        .put("nodeNanometers", spec.nanometers())
        .put("supplyVolts", spec.volts())
        .put("transistors", ValueType.word(spec.flavor()))
        .put("temperatureKelvin", spec.kelvin())
        .put("dram", spec.dram().name());
    json.put("sentence", energy.sentence());
    json.put("averagePowerWatts", energy.averageWatts());
    json.put("peakPowerWatts", energy.power().peakWatts());
    json.put("windowSeconds", energy.power().windowSeconds());
    json.put("picojoulesPerMac", energy.picojoulesPerMac());
    json.put("teraOperationsPerJoule", energy.teraOperationsPerJoule());
    json.put("energyDelayJouleSeconds", energy.energyDelay());
    json.put("leakagePicojoules", energy.leakagePicojoules());
    json.put("activity", energy.activity());
    json.put("activityCounted", energy.isActivityCounted());
    ObjectNode levels = json.putObject("byLevelPicojoules");
    energy.levels().forEach((level, amount) -> levels.put(level.key(), amount));
    ObjectNode classes = json.putObject("byTensorClass");
    for (TensorEnergy row : energy.tensorClasses()) {
      put(classes.putObject(row.tensorClass().key()), row);
    }
    ArrayNode tensors = json.putArray("tensors");
    for (TensorEnergy row : energy.tensors()) {
      if (!row.tensor().isEmpty() && row.picojoules() > 0) {
        put(
            tensors.addObject().put("name", row.tensor()).put("class", row.tensorClass().key()),
            row);
      }
    }
    ArrayNode components = json.putArray("components");
    for (ComponentEnergy component : energy.components()) {
      components
          .addObject()
          .put("name", component.name())
          .put("level", component.level().key())
          .put("dynamicPicojoules", component.dynamicPicojoules())
          .put("idlePicojoules", component.idlePicojoules())
          .put("leakagePicojoules", component.leakagePicojoules())
          .put("picojoules", component.picojoules());
    }
    ObjectNode dram = json.putObject("dramByClassPicojoules");
    energy.dramClassPicojoules().forEach((part, amount) -> dram.put(ReportJson.key(part), amount));
    ArrayNode savings = json.putArray("savings");
    for (Saving saving : energy.savings()) {
      savings
          .addObject()
          .put("key", saving.key())
          .put("label", saving.label())
          .put("picojoules", saving.picojoules())
          .put("share", saving.picojoules() / energy.picojoules());
    }
    return json;
  }

  /** Where there is any, so that a report of many tensors stays small. */
  private static void put(ObjectNode json, TensorEnergy row) {
    ObjectNode levels = json.putObject("byLevelPicojoules");
    row.levels()
        .forEach(
            (level, amount) -> {
              if (amount > 0) {
                levels.put(level.key(), amount);
              }
            });
    json.put("picojoules", row.picojoules());
  }
}
