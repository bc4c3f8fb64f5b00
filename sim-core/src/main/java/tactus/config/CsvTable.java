package tactus.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of comma-separated values, with the line of each row. Lines that begin with {@code #} are
 * comments, which say where the values come from; the first other line names the columns. A value
 * may stand in double quotes. Immutable.
 */
public final class CsvTable {
  private final Path file;
  private final List<String> comments;
  private final List<String> columns;
  private final List<Row> rows;

  private CsvTable(Path file, List<String> comments, List<String> columns, List<Row> rows) {
    this.file = file;
    this.comments = List.copyOf(comments);
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
  }

  /**
   * {@return the table of a file}
   *
   * @param file a CSV file
   * @throws ConfigException if it cannot be read, has no columns or a row of another width
   */
  public static CsvTable read(Path file) {
    return parse(file, TextFile.read(file));
  }

  /**
   * {@return the table of a file that comes with the program}
   *
   * @param beside a class of the package the file lies in
   * @param name the file's name
   */
  public static CsvTable resource(Class<?> beside, String name) {
    try (@Nullable InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return parse(Path.of(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static CsvTable parse(Path file, String text) {
    List<String> comments = new ArrayList<>();
    List<String> columns = List.of();
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith("#")) {
        comments.add(line.substring(1).strip());
      } else if (!line.isBlank()) {
        List<String> cells = cells(line);
        if (columns.isEmpty()) {
          columns = cells;
        } else if (cells.size() == columns.size()) {
          rows.add(new Row(file, number, columns, cells));
        } else {
          throw ConfigException.at(
              file,
              number,
              0,
              "",
              "must have "
                  + columns.size()
                  + " values ("
                  + String.join(", ", columns)
                  + "), but has "
                  + cells.size());
        }
      }
    }
    if (columns.isEmpty()) {
      throw ConfigException.at(file, 0, 0, "", "must name its columns in its first line");
    }
    return new CsvTable(file, comments, columns, rows);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  /** {@return the file} */
  public Path file() {
    return file;
  }

  /** {@return the comments, without their signs} */
  public List<String> comments() {
    return comments;
  }

  /** {@return where the values come from: the first comment that begins with {@code source:}} */
  public Optional<String> source() {
    return comments.stream()
        .filter(comment -> comment.startsWith("source:"))
        .map(comment -> comment.substring("source:".length()).strip())
        .findFirst();
  }

  /** {@return the names of the columns} */
  public List<String> columns() {
    return columns;
  }

  /** {@return the rows, in the order of the file} */
  public List<Row> rows() {
    return rows;
  }

  /**
   * Checks that the columns a reader needs are there.
   *
   * @param needed names of columns
   * @return this table
   * @throws ConfigException if one is missing
   */
  public CsvTable requireColumns(String... needed) {
    for (String column : needed) {
      if (!columns.contains(column)) {
        throw ConfigException.at(
            file, 0, 0, column, "column is required" + NearestMatch.hint(column, columns));
      }
    }
    return this;
  }

  /**
   * A row.
   *
   * @param file the file it stands in
   * @param line its line, from 1
   * @param columns names of the columns
   * @param cells its values, one a column
   */
  public record Row(Path file, int line, List<String> columns, List<String> cells) {
    public Row {
      columns = List.copyOf(columns);
      cells = List.copyOf(cells);
    }

    /**
     * {@return the text in a column}
     *
     * @param column name of the column
     */
    public String text(String column) {
      int index = columns.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException("column (" + column + ") must be one of " + columns);
      }
      return cells.get(index);
    }

    /**
     * {@return whether there is a value in a column}
     *
     * @param column name of the column
     */
    public boolean has(String column) {
      return columns.contains(column) && !text(column).isEmpty();
    }

    /**
     * {@return half a unit of the last digit with which a number is written: how far it can be from
     * one that was rounded to it}
     *
     * @param column name of the column
     * @throws ConfigException if it is no finite number
     */
    public double halfDigit(String column) {
      number(column);
      return new BigDecimal(text(column)).ulp().doubleValue() / 2;
    }

    /**
     * {@return the number in a column}
     *
     * @param column name of the column
     * @throws ConfigException if it is no finite number
     */
    public double number(String column) {
      String text = text(column);
      double value;
      try {
        value = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw failure(column, "must be a number, but was '" + text + "'");
      }
      if (!Double.isFinite(value)) {
        throw failure(column, "must be a finite number, but was '" + text + "'");
      }
      return value;
    }

    /**
     * {@return the exception for a problem with a value}
     *
     * @param column name of the column
     * @param message what is wrong
     */
    public ConfigException failure(String column, String message) {
      return ConfigException.at(file, line, 0, column, message);
    }
  }
}
