package tactus.hw.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Costs of components that a user gives, instead of ours.
 *
 * @param entries what is known of a component, by its name
 */
public record EstimateTable(Map<String, Entry> entries) {

  /** No costs. */
  public static final EstimateTable EMPTY = new EstimateTable(Map.of());

  /**
   * What is known of one unit of a component.
   *
   * @param squareMicrometers area, in µm², if it is known
   * @param leakageMilliwatts leakage, in mW, if it is known
   * @param picojoules energy of the actions that are known, in pJ
   * @param estimator how the numbers were found
   * @param source where they come from
   */
  public record Entry(
      OptionalDouble squareMicrometers,
      OptionalDouble leakageMilliwatts,
      Map<Action, Double> picojoules,
      String estimator,
      String source) {
    public Entry {
      picojoules = Collections.unmodifiableMap(new LinkedHashMap<>(picojoules));
    }
  }

  public EstimateTable {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * {@return both tables; of a component in both, the other's entry}
   *
   * @param other the other table
   */
  EstimateTable with(EstimateTable other) {
    Map<String, Entry> all = new LinkedHashMap<>(entries);
    all.putAll(other.entries);
    return new EstimateTable(all);
  }
}
