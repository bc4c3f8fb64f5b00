package tactus.explore.space;

import tactus.config.Origin;
import tactus.config.Setting;
import tactus.config.Written;

/**
 * A key whose value follows from the axes.
 *
 * @param key dotted path of the key in the run
 * @param name short name, for columns and expressions
 * @param expression what is written there
 * @param origin where the key is written
 * @param value the expression as it is written
 */
public record DerivedKey(
    String key, String name, Expression expression, Origin origin, Written value) {

  /**
   * {@return the setting that puts a value at the key}
   *
   * @param text the value as YAML
   */
  public Setting at(String text) {
    return new Written(text, text, value.origin()).at(key);
  }
}
