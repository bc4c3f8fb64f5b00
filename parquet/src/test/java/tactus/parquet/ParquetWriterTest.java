package tactus.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.explore.store.StoreQuery;
import tactus.explore.store.TableFormat;

class ParquetWriterTest {

  @TempDir private Path directory;

  private static final StoreQuery TABLE =
      new StoreQuery(
          List.of("point", "a \"name\"", "cycles", "energy", "nothing"),
          List.of(
              Arrays.asList(0, "8, x", 5_000_000_000L, 0.1, null),
              Arrays.asList(1L, null, 7, 1e300, null),
              Arrays.asList(2, "'", null, 3L, null)));

  private List<List<Object>> read(Path file) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select * from '" + file + "'")) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      assertThat(result.getMetaData().getColumnName(2)).isEqualTo("a \"name\"");
    }
    return rows;
  }

  @Test
  void write_ofATable_isReadBackAsItIs() throws SQLException {
    Path file = directory.resolve("new/points.parquet");

    TableFormat.PARQUET.check();
    TableFormat.PARQUET.write(TABLE, file);

    assertThat(read(file))
        .containsExactly(
            Arrays.asList(0L, "8, x", 5_000_000_000L, 0.1, null),
            Arrays.asList(1L, null, 7L, 1e300, null),
            Arrays.asList(2L, "'", null, 3.0, null));
  }

  @Test
  void write_twice_givesTheSameBytes() throws IOException {
    Path one = directory.resolve("one.parquet");
    Path other = directory.resolve("other.parquet");
    TableFormat.PARQUET.write(TABLE, one);
    TableFormat.PARQUET.write(TABLE, other);

    assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(one));
  }

  @Test
  void write_whereADirectoryIsAFile_tellsItInOneLine() throws IOException {
    Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(
            () -> TableFormat.PARQUET.write(TABLE, directory.resolve("file/points.parquet")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be written")
        .message()
        .doesNotContain("\n");
  }
}
