package tactus.hw.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tactus.config.ConfigDocument;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;

/**
 * Accelergy's energy reference table (ERT) and area reference table (ART): energy of the actions
 * and area of each component, read and written in its YAML of version 0.4.
 *
 * @param energies energy of each action in pJ, by component
 * @param areas area in µm², by component
 */
public record AccelergyTables(
    Map<String, Map<String, Double>> energies, Map<String, Double> areas) {

  private static final Key<String> VERSION = Key.string("version").optional().doc("Version.");
  private static final Key<String> NAME = Key.string("name").doc("Name of the component.");
  private static final Key<String> ACTION_NAME = Key.string("name").doc("Name of the action.");
  private static final Key<Map<String, String>> ARGUMENTS =
      Key.map("arguments", ValueType.string()).optional().doc("Arguments; they must be empty.");
  private static final Key<Double> ENERGY = Key.number("energy").doc("Energy, in pJ.");
  private static final Key<String> ESTIMATOR =
      Key.string("estimator").optional().doc("Who estimated it.");
  private static final SectionType ACTION_TYPE =
      SectionType.of("ert.action", "An action.", ACTION_NAME, ARGUMENTS, ENERGY, ESTIMATOR);
  private static final Key<List<Section>> ACTIONS =
      Key.list("actions", ValueType.section(ACTION_TYPE)).doc("The component's actions.");
  private static final SectionType ERT_ENTRY =
      SectionType.of("ert.entry", "A component.", NAME, ACTIONS);
  private static final Key<List<Section>> ERT_TABLES =
      Key.list("tables", ValueType.section(ERT_ENTRY)).doc("The components.");
  private static final Key<Section> ERT =
      Key.section(
              "ERT", SectionType.of("ert", "Energy of components' actions.", VERSION, ERT_TABLES))
          .doc("The table.");
  private static final SectionType ERT_FILE =
      SectionType.of("ert_file", "Accelergy's energy reference table.", ERT);

  private static final Key<String> ART_NAME = Key.string("name").doc("Name of the component.");
  private static final Key<Double> AREA = Key.number("area").doc("Area, in square micrometres.");
  private static final Key<String> ART_ESTIMATOR =
      Key.string("estimator").optional().doc("Who estimated it.");
  private static final SectionType ART_ENTRY =
      SectionType.of("art.entry", "A component.", ART_NAME, AREA, ART_ESTIMATOR);
  private static final Key<String> ART_VERSION = Key.string("version").optional().doc("Version.");
  private static final Key<List<Section>> ART_TABLES =
      Key.list("tables", ValueType.section(ART_ENTRY)).doc("The components.");
  private static final Key<Section> ART =
      Key.section("ART", SectionType.of("art", "Area of components.", ART_VERSION, ART_TABLES))
          .doc("The table.");
  private static final SectionType ART_FILE =
      SectionType.of("art_file", "Accelergy's area reference table.", ART);

  private static final String LEAK = "leak";

  /** Copies the tables. */
  public AccelergyTables {
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    energies.forEach((name, actions) -> copy.put(name, new LinkedHashMap<>(actions)));
    energies = java.util.Collections.unmodifiableMap(copy);
    areas = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(areas));
  }

  /**
   * {@return the tables of files}
   *
   * @param ert file of the energies, if there is one
   * @param art file of the areas, if there is one
   * @throws tactus.config.ConfigException if anything in them is wrong
   */
  public static AccelergyTables read(Optional<Path> ert, Optional<Path> art) {
    Map<String, Map<String, Double>> energies = new LinkedHashMap<>();
    Map<String, Double> areas = new LinkedHashMap<>();
    ert.ifPresent(
        file -> {
          for (Section entry :
              ConfigDocument.read(file, ERT_FILE).section().get(ERT).get(ERT_TABLES)) {
            Map<String, Double> actions = new LinkedHashMap<>();
            for (Section action : entry.get(ACTIONS)) {
              if (action.get(ENERGY) < 0) {
                throw action.failure(ENERGY, "must be at least 0");
              }
              actions.put(action.get(ACTION_NAME), action.get(ENERGY));
            }
            energies.put(entry.get(NAME), actions);
          }
        });
    art.ifPresent(
        file -> {
          for (Section entry :
              ConfigDocument.read(file, ART_FILE).section().get(ART).get(ART_TABLES)) {
            if (entry.get(AREA) < 0) {
              throw entry.failure(AREA, "must be at least 0");
            }
            areas.put(entry.get(ART_NAME), entry.get(AREA));
          }
        });
    return new AccelergyTables(energies, areas);
  }

  /**
   * {@return a machine's costs in Accelergy's form, by the names of our components; leakage is the
   * energy of a cycle}
   *
   * @param cost the machine's costs
   * @param clockHz its core clock, in Hz
   */
  public static AccelergyTables of(MachineCost cost, double clockHz) {
    Map<String, Map<String, Double>> energies = new LinkedHashMap<>();
    Map<String, Double> areas = new LinkedHashMap<>();
    for (ComponentCost component : cost.components()) {
      Map<String, Double> actions = new LinkedHashMap<>();
      component.picojoules().forEach((action, energy) -> actions.put(theirName(action), energy));
      actions.put(LEAK, component.leakageMilliwatts() / component.units() * 1e9 / clockHz);
      energies.put(component.name(), actions);
      areas.put(component.name(), component.areaSquareMicrometers() / component.units());
    }
    return new AccelergyTables(energies, areas);
  }

  private static String theirName(Action action) {
    return action == Action.MAC ? "compute" : action.name().toLowerCase(Locale.ROOT);
  }

  /** {@return the names of the components, those with energies first} */
  public List<String> names() {
    List<String> names = new ArrayList<>(energies.keySet());
    areas.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  /**
   * {@return what is known of one instance of a component}
   *
   * @param name its name
   * @param clockHz clock whose cycle the leakage is the energy of, in Hz
   */
  EstimateTable.Entry entry(String name, double clockHz) {
    Map<String, Double> theirs = energies.getOrDefault(name, Map.of());
    Map<Action, Double> ours = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      Double energy = theirs.get(theirName(action));
      if (energy != null) {
        ours.put(action, energy);
      }
    }
    Double leak = theirs.get(LEAK);
    Double area = areas.get(name);
    return new EstimateTable.Entry(
        area == null ? OptionalDouble.empty() : OptionalDouble.of(area),
        leak == null ? OptionalDouble.empty() : OptionalDouble.of(leak * clockHz / 1e9),
        ours,
        "Accelergy",
        "Accelergy's tables, component " + name);
  }

  /** {@return the energies as Accelergy writes them} */
  public String ertYaml() {
    StringBuilder yaml = new StringBuilder("ERT:\n  version: '0.4'\n  tables:\n");
    energies.forEach(
        (name, actions) -> {
          yaml.append("  - name: ").append(quoted(name)).append("\n    actions:\n");
          actions.forEach(
              (action, energy) ->
                  yaml.append("    - name: ")
                      .append(action)
                      .append("\n      arguments: {}\n      energy: ")
                      .append(energy)
                      .append('\n'));
        });
    return yaml.toString();
  }

  /** {@return the areas as Accelergy writes them} */
  public String artYaml() {
    StringBuilder yaml = new StringBuilder("ART:\n  version: '0.4'\n  tables:\n");
    areas.forEach(
        (name, area) ->
            yaml.append("  - name: ")
                .append(quoted(name))
                .append("\n    area: ")
                .append(area)
                .append('\n'));
    return yaml.toString();
  }

  private static String quoted(String name) {
    return "'" + name.replace("'", "''") + "'";
  }
}
