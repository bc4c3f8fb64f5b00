package tactus.explore.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tactus.config.CsvTable;

/**
 * A change that somebody published, to be read beside ours.
 *
 * @param figure what it is of: {@code area} or {@code power}, or the path of a figure
 * @param component the component it is of, empty for a figure's path
 * @param percent the change, in per cent
 * @param source who published it
 */
public record Published(String figure, String component, double percent, String source) {

  /**
   * {@return the changes of a CSV file with the columns figure, component, percent and source}
   *
   * @param file the file
   * @throws tactus.config.ConfigException if it is not of that form
   */
  public static List<Published> read(Path file) {
    List<Published> all = new ArrayList<>();
    CsvTable table = CsvTable.read(file).requireColumns("figure", "component", "percent", "source");
    for (CsvTable.Row row : table.rows()) {
      all.add(
          new Published(
              row.text("figure"),
              row.text("component"),
              row.number("percent"),
              row.text("source")));
    }
    return all;
  }
}
