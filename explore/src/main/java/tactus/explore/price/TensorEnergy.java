package tactus.explore.price;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import tactus.hw.cost.Level;

/**
 * The energy that a run spent on a tensor in one part it played, or on what no tensor has for
 * itself.
 *
 * @param tensor name of the tensor; empty for what belongs to none
 * @param tensorClass the part it played
 * @param levels energy at each level where there is any, in pJ
 */
public record TensorEnergy(String tensor, TensorClass tensorClass, Map<Level, Double> levels) {

  /** Checks that nothing is negative. */
  public TensorEnergy {
    levels = levels.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(levels));
    for (Map.Entry<Level, Double> level : levels.entrySet()) {
      if (!(level.getValue() >= 0)) {
        throw new IllegalStateException(
            tensor
                + ": energy of "
                + tensorClass.label()
                + " at "
                + level.getKey().label()
                + " ("
                + level.getValue()
                + " pJ) must not be negative");
      }
    }
  }

  /**
   * {@return its energy at a level, in pJ}
   *
   * @param level the level
   */
  public double picojoules(Level level) {
    return levels.getOrDefault(level, 0.0);
  }

  /** {@return all of it, in pJ} */
  public double picojoules() {
    double sum = 0;
    for (double part : levels.values()) {
      sum += part;
    }
    return sum;
  }
}
