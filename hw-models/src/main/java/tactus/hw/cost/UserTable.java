package tactus.hw.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tactus.config.CsvTable;
import tactus.config.NearestMatch;
import tactus.config.ValueType;

/**
 * A user's own costs: a CSV file with a component in each row and its area, its leakage and the
 * energy of an action, each of them where it is known.
 */
final class UserTable {
  private static final String COMPONENT = "component";
  private static final String ACTION = "action";
  private static final String ENERGY = "energy_pj";
  private static final String AREA = "area_um2";
  private static final String LEAKAGE = "leakage_mw";
  private static final String SOURCE = "source";
  private static final List<String> COLUMNS =
      List.of(COMPONENT, ACTION, ENERGY, AREA, LEAKAGE, SOURCE);

  private UserTable() {}

  static EstimateTable read(Path file) {
    CsvTable table = CsvTable.read(file).requireColumns(COMPONENT);
    for (String column : table.columns()) {
      if (!COLUMNS.contains(column)) {
        throw tactus.config.ConfigException.at(
            file,
            0,
            0,
            column,
            "unknown column; units are in the names" + NearestMatch.hint(column, COLUMNS));
      }
    }
    Map<String, List<CsvTable.Row>> rows = new LinkedHashMap<>();
    for (CsvTable.Row row : table.rows()) {
      rows.computeIfAbsent(row.text(COMPONENT), name -> new ArrayList<>()).add(row);
    }
    Map<String, EstimateTable.Entry> entries = new LinkedHashMap<>();
    rows.forEach((name, own) -> entries.put(name, entry(own, table)));
    return new EstimateTable(entries);
  }

  private static EstimateTable.Entry entry(List<CsvTable.Row> rows, CsvTable table) {
    Map<Action, Double> energies = new LinkedHashMap<>();
    for (CsvTable.Row row : rows) {
      if (row.has(ACTION)) {
        energies.put(action(row), atLeastZero(row, ENERGY));
      }
    }
    String source =
        rows.stream()
            .filter(row -> row.has(SOURCE))
            .map(row -> row.text(SOURCE))
            .findFirst()
            .orElse(table.source().orElse(table.file().toString()));
    return new EstimateTable.Entry(
        only(rows, AREA), only(rows, LEAKAGE), energies, "table " + table.file(), source);
  }

  private static Action action(CsvTable.Row row) {
    List<String> known = new ArrayList<>();
    for (Action action : Action.values()) {
      if (ValueType.word(action).equals(row.text(ACTION))) {
        return action;
      }
      known.add(ValueType.word(action));
    }
    throw row.failure(
        ACTION,
        "unknown action '" + row.text(ACTION) + "'" + NearestMatch.hint(row.text(ACTION), known));
  }

  private static OptionalDouble only(List<CsvTable.Row> rows, String column) {
    OptionalDouble value = OptionalDouble.empty();
    for (CsvTable.Row row : rows) {
      if (row.has(column)) {
        double found = atLeastZero(row, column);
        if (value.isPresent() && value.getAsDouble() != found) {
          throw row.failure(
              column, "must be the same in all rows of a component, but was " + found);
        }
        value = OptionalDouble.of(found);
      }
    }
    return value;
  }

  private static double atLeastZero(CsvTable.Row row, String column) {
    double value = row.number(column);
    if (value < 0) {
      throw row.failure(column, "must be at least 0, but was " + row.text(column));
    }
    return value;
  }
}
