package tactus.config;

import java.nio.file.Path;

/**
 * Where something was written.
 *
 * @param file the file as the user named it, or an override such as {@code --set a.b}
 * @param line line from 1, or 0 when there is none
 * @param column column from 1, or 0 when there is none
 * @param directory what paths written there are relative to
 */
public record Origin(String file, int line, int column, Path directory) {

  /**
   * {@return a place in a file}
   *
   * @param file the file
   * @param line line from 1, or 0 for the file as a whole
   * @param column column from 1, or 0 for the line as a whole
   */
  public static Origin of(Path file, int line, int column) {
    Path parent = file.getParent();
    return new Origin(file.toString(), line, column, parent == null ? Path.of("") : parent);
  }

  /** {@return the place as text, such as {@code npu.yaml:12:5}} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    return text.toString();
  }
}
