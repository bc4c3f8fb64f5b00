package tactus.config;

import java.nio.file.Path;

/**
 * One thing that is wrong with what the user wrote, told in one line.
 *
 * @param file the file as the user named it, or an override such as {@code --set a.b}
 * @param line line from 1, or 0 when there is none
 * @param column column from 1, or 0 when there is none
 * @param key dotted path of the key, empty when the problem is the file's
 * @param message what is wrong, such as {@code must be above 0, but was '0'}
 */
public record ConfigProblem(String file, int line, int column, String key, String message) {

  /**
   * {@return a problem at a place}
   *
   * @param origin the place
   * @param key dotted path of the key, or empty
   * @param message what is wrong
   */
  public static ConfigProblem at(Origin origin, String key, String message) {
    return new ConfigProblem(origin.file(), origin.line(), origin.column(), key, message);
  }

  /**
   * {@return a problem in a file of any kind}
   *
   * @param file the file
   * @param line line from 1, or 0 for the file as a whole
   * @param column column from 1, or 0 for the line as a whole
   * @param key name of the field, or empty
   * @param message what is wrong
   */
  public static ConfigProblem at(Path file, int line, int column, String key, String message) {
    return at(Origin.of(file, line, column), key, message);
  }

  /** {@return the line for the user: {@code file:line:column: key: message}} */
  @Override
  public String toString() {
    String place = new Origin(file, line, column, Path.of("")).toString();
    boolean named = key.isEmpty() || place.endsWith(" " + key);
    return oneLine(place + ": " + (named ? "" : key + ": ") + message);
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }
}
