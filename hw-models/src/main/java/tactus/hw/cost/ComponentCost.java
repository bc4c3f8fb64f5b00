package tactus.hw.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a component of a machine costs: all its units together in area and leakage, one action of
 * one unit in energy.
 *
 * @param name name, a key in {@code report.json}
 * @param level where it is
 * @param units how many equal units it has, at least 1
 * @param areaSquareMicrometers area of all units on the die, in µm²
 * @param leakageMilliwatts what all units take while they do nothing, in mW; of DRAM, background
 *     and refresh
 * @param picojoules energy of each action, in pJ
 * @param estimator how that was found
 * @param sources where its numbers come from
 */
public record ComponentCost(
    String name,
    Level level,
    long units,
    double areaSquareMicrometers,
    double leakageMilliwatts,
    Map<Action, Double> picojoules,
    String estimator,
    List<String> sources) {

  /** Checks that nothing is negative. */
  public ComponentCost {
    EnumMap<Action, Double> copy = new EnumMap<>(Action.class);
    copy.putAll(picojoules);
    picojoules = Collections.unmodifiableMap(copy);
    sources = List.copyOf(sources);
    if (units < 1 || !(areaSquareMicrometers >= 0) || !(leakageMilliwatts >= 0)) {
      throw new IllegalArgumentException(
          name
              + ": units ("
              + units
              + ") must be at least 1, area ("
              + areaSquareMicrometers
              + " um2) and leakage ("
              + leakageMilliwatts
              + " mW) at least 0");
    }
    for (Map.Entry<Action, Double> entry : picojoules.entrySet()) {
      if (!(entry.getValue() >= 0)) {
        throw new IllegalArgumentException(
            name
                + ": energy of "
                + entry.getKey().label()
                + " ("
                + entry.getValue()
                + " pJ) must be at least 0");
      }
    }
  }

  /**
   * {@return the energy of an action, in pJ; 0 if the component has no such action}
   *
   * @param action the action
   */
  public double picojoules(Action action) {
    return picojoules.getOrDefault(action, 0.0);
  }
}
