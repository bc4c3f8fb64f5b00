package tactus.explore.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import tactus.config.ConfigException;

/**
 * What a store answers to a question in SQL; it is opened to read only, also while its sweep runs.
 *
 * @param columns names of the columns
 * @param rows the rows: {@link Long} or {@link Integer}, {@link Double}, {@link String}, or null
 */
public record StoreQuery(List<String> columns, List<List<@Nullable Object>> rows) {

  /**
   * {@return the answer to a question}
   *
   * @param directory the directory of a sweep
   * @param sql a statement that reads; tables are {@code points} and {@code sweep}
   * @throws ConfigException if there is no store or it cannot answer
   */
  public static StoreQuery ask(Path directory, String sql) {
    Path file = directory.resolve(PointStore.DATABASE);
    if (!Files.exists(file)) {
      throw ConfigException.at(
          directory, 0, 0, "", "holds no sweep (there is no '" + PointStore.DATABASE + "' in it)");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        throw ConfigException.at(file, 0, 0, "", "is only asked by statements that return rows");
      }
      try (ResultSet rows = statement.getResultSet()) {
        return of(rows);
      }
    } catch (SQLException e) {
      throw PointStore.failed(directory, e);
    }
  }

  private static StoreQuery of(ResultSet rows) throws SQLException {
    ResultSetMetaData about = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(about.getColumnLabel(i));
    }
    List<List<@Nullable Object>> all = new ArrayList<>();
    while (rows.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(rows.getObject(i));
      }
      all.add(row);
    }
    return new StoreQuery(columns, all);
  }

  /**
   * {@return the facts of a store}
   *
   * @param directory the directory of a sweep
   */
  public static Map<String, String> facts(Path directory) {
    Map<String, String> facts = new TreeMap<>();
    for (List<@Nullable Object> row : ask(directory, "select key, value from sweep").rows()) {
      facts.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
    }
    return facts;
  }

  /** {@return the answer as CSV, RFC 4180 but for line feeds at the ends} */
  public String csv() {
    StringBuilder text = new StringBuilder();
    line(text, columns);
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<? extends @Nullable Object> cells) {
    for (int i = 0; i < cells.size(); i++) {
      Object cell = cells.get(i);
      text.append(i == 0 ? "" : ",").append(cell == null ? "" : escaped(cell.toString()));
    }
    text.append('\n');
  }

  private static String escaped(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
