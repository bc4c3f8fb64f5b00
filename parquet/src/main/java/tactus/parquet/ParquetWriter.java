package tactus.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.TextFile;
import tactus.explore.store.StoreQuery;
import tactus.explore.store.TableFormat;
import tactus.explore.store.TableWriter;

/**
 * Writes tables as Apache Parquet, by DuckDB in memory: whole numbers as 64 bits, other numbers as
 * doubles, the rest as texts; compressed with zstd. Same table, same bytes.
 */
public final class ParquetWriter implements TableWriter {

  /** What a column holds. */
  private enum Kind {
    BIGINT,
    DOUBLE,
    VARCHAR
  }

  /** Creates one, as a service loader does. */
  public ParquetWriter() {}

  @Override
  public TableFormat format() {
    return TableFormat.PARQUET;
  }

  @Override
  public void write(StoreQuery table, Path file) {
    Path target = file.toAbsolutePath();
    Path fresh = target.resolveSibling("." + target.getFileName() + ".fresh");
    // One thread: the order of rows and groups is that of the table.
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Files.createDirectories(target.resolveSibling("."));
      List<Kind> kinds = kinds(table);
      statement.execute("set threads = 1");
      statement.execute("create table points (" + columns(table, kinds) + ")");
      append((DuckDBConnection) connection, table, kinds);
      statement.execute(
          "copy points to '"
              + fresh.toString().replace("'", "''")
              + "' (format parquet, compression zstd)");
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      throw failed(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw failed(file, TextFile.reason(e));
    }
  }

  private static ConfigException failed(Path file, String reason) {
    return ConfigException.at(file, 0, 0, "", "cannot be written: " + reason);
  }

  private static List<Kind> kinds(StoreQuery table) {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int column = i;
      List<Object> cells = new ArrayList<>();
      for (List<@Nullable Object> row : table.rows()) {
        Object cell = row.get(column);
        if (cell != null) {
          cells.add(cell);
        }
      }
      if (cells.isEmpty() || !cells.stream().allMatch(Number.class::isInstance)) {
        kinds.add(Kind.VARCHAR);
      } else {
        kinds.add(cells.stream().anyMatch(Double.class::isInstance) ? Kind.DOUBLE : Kind.BIGINT);
      }
    }
    return kinds;
  }

  private static String columns(StoreQuery table, List<Kind> kinds) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      columns.add('"' + table.columns().get(i).replace("\"", "\"\"") + "\" " + kinds.get(i));
    }
    return String.join(", ", columns);
  }

  private static void append(DuckDBConnection connection, StoreQuery table, List<Kind> kinds)
      throws SQLException {
    try (DuckDBAppender appender =
        connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "points")) {
      for (List<@Nullable Object> row : table.rows()) {
        appender.beginRow();
        for (int i = 0; i < kinds.size(); i++) {
          Object cell = row.get(i);
          if (cell == null) {
            appender.appendNull();
          } else if (kinds.get(i) == Kind.VARCHAR) {
            appender.append(cell.toString());
          } else if (kinds.get(i) == Kind.DOUBLE) {
            appender.append(((Number) cell).doubleValue());
          } else {
            appender.append(((Number) cell).longValue());
          }
        }
        appender.endRow();
      }
    }
  }
}
