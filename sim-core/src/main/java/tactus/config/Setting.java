package tactus.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A value that replaces what the files say, such as {@code --set matrix_engines[0].rows=64}.
 *
 * @param key dotted path of a key; {@code [i]} chooses an entry of a list
 * @param value YAML of the value; {@code null} or nothing removes the key
 * @param origin what is named when the value is wrong, and what paths in it are relative to
 */
public record Setting(String key, String value, Origin origin) {
  static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-]+(\\[[0-9]{1,9}])?(\\.[A-Za-z0-9_-]+(\\[[0-9]{1,9}])?)*");

  /** Checks the key. */
  public Setting {
    if (!PATH.matcher(key).matches()) {
      throw new ConfigException(
          ConfigProblem.at(
              origin,
              "",
              "must name a key such as 'machine.matrix_engine.rows' or 'matrix_engines[0].rows',"
                  + " but was '"
                  + key
                  + "'"));
    }
  }

  /**
   * {@return a setting of the command line}
   *
   * @param text {@code key=value}
   * @throws ConfigException if it has another form
   */
  public static Setting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new ConfigException(
          new ConfigProblem("--set", 0, 0, "", "must be key=value, but was '" + text + "'"));
    }
    return of(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /**
   * {@return a setting of the command line, relative to where the command runs}
   *
   * @param key dotted path of a key
   * @param value YAML of the value
   */
  public static Setting of(String key, String value) {
    return new Setting(key, value, new Origin("--set " + key, 0, 0, Path.of("")));
  }
}
