package tactus.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A golden file: lines of comment that start with {@code #} and say where the numbers come from,
 * then the names of the columns, then at least one row. No cell is quoted or holds a comma.
 */
public final class GoldenCsv {

  private final String name;
  private final List<String> comments = new ArrayList<>();
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private GoldenCsv(String name, String text) {
    this.name = name;
    List<String> lines = text.lines().toList();
    int next = 0;
    while (next < lines.size() && lines.get(next).startsWith("#")) {
      comments.add(lines.get(next).substring(1).strip());
      next++;
    }
    if (comments.isEmpty()) {
      throw new IllegalArgumentException(name + ":1: a comment must say where the rows come from");
    }
    columns = next < lines.size() ? cells(lines.get(next)) : List.of();
    for (int line = next + 1; line < lines.size(); line++) {
      List<String> cells = cells(lines.get(line));
      if (cells.size() != columns.size()) {
        throw new IllegalArgumentException(
            name
                + ":"
                + (line + 1)
                + ": cells ("
                + cells.size()
                + ") must be as many as columns ("
                + columns.size()
                + ")");
      }
      rows.add(new Row(line + 1, cells));
    }
    // A test that loops over no rows would pass and check nothing.
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(name + ": the file must have at least one row");
    }
  }

  private static List<String> cells(String line) {
    return List.of(line.split(",", -1));
  }

  /**
   * {@return a golden file among the resources of a test}
   *
   * @param owner a class of the test's module
   * @param resource its path, such as {@code /golden/cycles.csv}
   * @throws IllegalArgumentException if it is missing, malformed or has no rows
   */
  public static GoldenCsv ofResource(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("resource (" + resource + ") must exist");
      }
      return new GoldenCsv(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return a golden file}
   *
   * @param file where it lies
   * @throws IllegalArgumentException if it is malformed or has no rows
   */
  public static GoldenCsv ofFile(Path file) {
    try {
      return new GoldenCsv(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the comments at its head, without the mark} */
  public List<String> comments() {
    return List.copyOf(comments);
  }

  /** {@return the names of its columns} */
  public List<String> columns() {
    return columns;
  }

  /** {@return its rows, at least one} */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** A row, whose cells are found by column. */
  public final class Row {

    private final int line;
    private final List<String> cells;

    private Row(int line, List<String> cells) {
      this.line = line;
      this.cells = cells;
    }

    /**
     * {@return a cell}
     *
     * @param column name of the column
     */
    public String text(String column) {
      int index = columns.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException(
            name + ": column (" + column + ") must be one of " + columns);
      }
      return cells.get(index);
    }

    /**
     * {@return a cell that is a whole number}
     *
     * @param column name of the column
     */
    public long wholeNumber(String column) {
      try {
        return Long.parseLong(text(column));
      } catch (NumberFormatException e) {
        throw wrong(column, "a whole number", e);
      }
    }

    /**
     * {@return a cell that is a number}
     *
     * @param column name of the column
     */
    public double number(String column) {
      try {
        return Double.parseDouble(text(column));
      } catch (NumberFormatException e) {
        throw wrong(column, "a number", e);
      }
    }

    private IllegalArgumentException wrong(String column, String what, Throwable cause) {
      return new IllegalArgumentException(
          name + ":" + line + ": " + column + " (" + text(column) + ") must be " + what, cause);
    }

    /** {@return where the row stands, such as {@code cycles.csv:12}, and its cells} */
    @Override
    public String toString() {
      return name + ":" + line + ": " + String.join(",", cells);
    }
  }
}
