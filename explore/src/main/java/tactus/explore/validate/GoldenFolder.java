package tactus.explore.validate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.config.ConfigException;
import tactus.config.TextFile;

/** The golden files of a checkout, which lie among the resources of its modules' tests. */
public final class GoldenFolder {

  private final Path home;

  /**
   * Creates the folder.
   *
   * @param home the checkout
   */
  public GoldenFolder(Path home) {
    this.home = home;
  }

  /**
   * {@return the lines of a file that are no comment}
   *
   * @param name its name below a module's {@code golden} folder
   */
  List<String> lines(String name) {
    Path file = file(name);
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw ConfigException.at(file, 0, 0, "", TextFile.reason(e));
    }
  }

  /**
   * {@return the rows of a table}
   *
   * @param name its name below a module's {@code golden} folder
   */
  List<GoldenRow> rows(String name) {
    List<String> lines = lines(name);
    if (lines.size() < 2) {
      throw ConfigException.at(file(name), 0, 0, "", "must have a head and at least one row");
    }
    String[] columns = lines.get(0).split(",", -1);
    List<GoldenRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length != columns.length) {
        throw ConfigException.at(
            file(name), 0, 0, "", "must have " + columns.length + " cells in row '" + line + "'");
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        fields.put(columns[i], cells[i]);
      }
      rows.add(new GoldenRow(name, fields));
    }
    return rows;
  }

  /** {@return the checkout} */
  Path home() {
    return home;
  }

  /**
   * {@return where a file is}
   *
   * @param name its name below a module's {@code golden} folder
   */
  Path file(String name) {
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(home, Files::isDirectory)) {
      for (Path module : modules) {
        Path file = module.resolve("src/test/resources/golden").resolve(name);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    } catch (IOException e) {
      throw ConfigException.at(home, 0, 0, "", TextFile.reason(e));
    }
    throw ConfigException.at(
        home, 0, 0, "", "must be a checkout of tactus, but no module of it has golden/" + name);
  }
}
