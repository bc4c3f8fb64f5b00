package tactus.config;

/**
 * A value as a user wrote it, to be put at a key later.
 *
 * @param yaml the value as YAML in one line
 * @param text a single value's text without quotes; of a section the same as {@code yaml}
 * @param origin where it was written, and what paths in it are relative to
 */
public record Written(String yaml, String text, Origin origin) {

  /**
   * {@return the setting that puts it at a key}
   *
   * @param key dotted path of a key
   */
  public Setting at(String key) {
    return new Setting(key, yaml, origin);
  }
}
