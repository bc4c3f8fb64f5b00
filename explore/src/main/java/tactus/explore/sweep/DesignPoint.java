package tactus.explore.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.config.ConfigProblem;
import tactus.config.Setting;
import tactus.explore.space.Value;

/**
 * A point of the design space.
 *
 * @param number its number in the space
 * @param labels the values of axes and derived keys, in their order, as they are shown
 * @param settings what they put over the run
 * @param inputs what they are in expressions, by key and by short name
 * @param failure why the first derived key that has no value here has none, if one has none; its
 *     label is empty, and it is no setting and no input
 */
record DesignPoint(
    long number,
    List<String> labels,
    List<Setting> settings,
    Map<String, Value> inputs,
    Optional<ConfigProblem> failure) {

  DesignPoint {
    labels = List.copyOf(labels);
    settings = List.copyOf(settings);
  }
}
