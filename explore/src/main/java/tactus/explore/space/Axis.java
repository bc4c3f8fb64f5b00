package tactus.explore.space;

import java.util.List;
import tactus.config.Origin;
import tactus.config.Written;

/**
 * A key that varies.
 *
 * @param key dotted path of the key in the run
 * @param name short name, for columns and expressions
 * @param values what is written there in turn, at least one
 * @param labels how each value is called, as many as values
 * @param origin where it is written
 */
public record Axis(
    String key, String name, List<Written> values, List<String> labels, Origin origin) {

  /** Copies the lists. */
  public Axis {
    values = List.copyOf(values);
    labels = List.copyOf(labels);
    if (values.isEmpty() || values.size() != labels.size()) {
      throw new IllegalArgumentException(
          key + ": values (" + values.size() + ") must be as many as labels, at least 1");
    }
  }
}
