package tactus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  @Test
  void read_commentsQuotesAndNumbers_areUnderstood() throws IOException {
    CsvTable table =
        CsvTable.read(file("# source: a book\nname,pj\n\n\"adder, wide\", 1.5\nmux,\n"));
    assertThat(table.source()).contains("a book");
    assertThat(table.rows()).hasSize(2);
    assertThat(table.rows().get(0).text("name")).isEqualTo("adder, wide");
    assertThat(table.rows().get(0).number("pj")).isEqualTo(1.5);
    assertThat(table.rows().get(1).has("pj")).isFalse();
  }

  @Test
  void read_wrongRow_isToldWithItsLine() throws IOException {
    Path file = file("name,pj\nmux,1,2\n");
    assertThatThrownBy(() -> CsvTable.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ":2: must have 2 values (name, pj), but has 3");
  }

  @Test
  void number_text_isToldWithItsColumn() throws IOException {
    Path file = file("name,pj\nmux,small\n");
    CsvTable table = CsvTable.read(file);
    assertThatThrownBy(() -> table.rows().get(0).number("pj"))
        .hasMessage(file + ":2: pj: must be a number, but was 'small'");
    assertThatThrownBy(() -> table.requireColumns("area"))
        .hasMessageContaining("area: column is required; allowed: name, pj");
  }
}
