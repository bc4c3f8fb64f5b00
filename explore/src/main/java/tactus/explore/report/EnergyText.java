package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tactus.explore.price.TensorClass;
import tactus.explore.report.TextTable.Column;
import tactus.hw.cost.Level;

/** The energy of a run in words and tables. */
final class EnergyText {

  private final JsonNode report;
  private final JsonNode energy;
  private final double total;

  EnergyText(JsonNode report) {
    this.report = report;
    this.energy = report.path("energy");
    this.total = report.path("energyPicojoules").path("total").asDouble();
  }

  /** {@return energy, power, efficiency and area as lines of text} */
  List<String> headline(int width) {
    JsonNode process = energy.path("process");
    TextTable table = new TextTable(Column.words(""), Column.numbers(""), Column.words(""));
    table.row(
        "energy",
        Figures.joules(total),
        process.path("nodeNanometers").asInt()
            + " nm, "
            + Figures.significant(process.path("supplyVolts").asDouble())
            + " V, "
            + process.path("dram").asText());
    table.row(
        "power",
        Figures.watts(energy.path("averagePowerWatts").asDouble()),
        "on average, "
            + Figures.watts(energy.path("peakPowerWatts").asDouble())
            + " at most over "
            + Figures.seconds(energy.path("windowSeconds").asDouble()));
    if (report.path("macs").asLong() > 0) {
      table.row(
          "efficiency",
          Figures.significant(energy.path("teraOperationsPerJoule").asDouble()),
          "TOPS/W, "
              + Figures.significant(energy.path("picojoulesPerMac").asDouble())
              + " pJ a MAC with everything, "
              + (energy.path("activityCounted").asBoolean() ? "counted" : "assumed")
              + " activity "
              + Figures.significant(energy.path("activity").asDouble()));
    }
    table.row(
        "energy x delay",
        Figures.significant(energy.path("energyDelayJouleSeconds").asDouble()),
        "J s");
    table.row(
        "area",
        Figures.significant(report.path("areaSquareMicrometers").path("total").asDouble() / 1e6),
        "mm2");
    return table.body(width);
  }

  /** {@return the energy of each level, the largest first} */
  TextTable levels() {
    Map<String, double[]> parts = new TreeMap<>();
    for (JsonNode component : energy.path("components")) {
      double[] part =
          parts.computeIfAbsent(component.path("level").asText(), level -> new double[3]);
      part[0] += component.path("dynamicPicojoules").asDouble();
      part[1] += component.path("idlePicojoules").asDouble();
      part[2] += component.path("leakagePicojoules").asDouble();
    }
    TextTable table =
        new TextTable(
            Column.words("level"),
            Column.numbers("energy"),
            Column.numbers("share"),
            Column.numbers("actions"),
            Column.numbers("idle"),
            Column.numbers("leakage"));
    List<Level> levels = new ArrayList<>(List.of(Level.values()));
    levels.sort(
        Comparator.comparingDouble(level -> -sum(parts.getOrDefault(level.key(), new double[3]))));
    for (Level level : levels) {
      double[] part = parts.getOrDefault(level.key(), new double[3]);
      double sum = sum(part);
      if (sum > 0) {
        table.row(
            level.label(),
            Figures.joules(sum),
            Figures.percent(sum / total),
            Figures.percent(part[0] / sum),
            part[1] == 0 ? "-" : Figures.percent(part[1] / sum),
            Figures.percent(part[2] / sum));
      }
    }
    return table;
  }

  /** {@return the energy of each class of tensors as shares of all, the largest first, by level} */
  TextTable tensors() {
    List<Level> levels = new ArrayList<>();
    for (Level level : Level.values()) {
      if (energy.path("byLevelPicojoules").path(level.key()).asDouble() > 0) {
        levels.add(level);
      }
    }
    levels.sort(
        Comparator.comparingDouble(
            level -> -energy.path("byLevelPicojoules").path(level.key()).asDouble()));
    List<Column> columns =
        new ArrayList<>(
            List.of(Column.words("spent on"), Column.numbers("energy"), Column.numbers("share")));
    levels.forEach(level -> columns.add(Column.numbers(level.key())));
    TextTable table = new TextTable(columns.toArray(new Column[0]));
    JsonNode classes = energy.path("byTensorClass");
    List<TensorClass> rows = new ArrayList<>(List.of(TensorClass.values()));
    rows.removeIf(part -> !classes.has(part.key()));
    rows.sort(
        Comparator.comparingDouble(
            part -> -classes.path(part.key()).path("picojoules").asDouble()));
    for (TensorClass part : rows) {
      JsonNode row = classes.path(part.key());
      double sum = row.path("picojoules").asDouble();
      List<String> cells =
          new ArrayList<>(List.of(part.label(), Figures.joules(sum), Figures.percent(sum / total)));
      for (Level level : levels) {
        double there = row.path("byLevelPicojoules").path(level.key()).asDouble();
        cells.add(there == 0 ? "-" : Figures.percent(there / total));
      }
      table.row(cells.toArray(new String[0]));
    }
    return table;
  }

  private static double sum(double[] part) {
    return part[0] + part[1] + part[2];
  }
}
