package tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCsvTest {

  @TempDir Path folder;

  private GoldenCsv read(String text) throws IOException {
    return GoldenCsv.ofFile(Files.writeString(folder.resolve("x.csv"), text));
  }

  @Test
  void ofFile_withCommentsAndRows_findsCellsByColumn() throws IOException {
    GoldenCsv csv = read("# from a peer\n#second\na,b,c\n1,2.5,x\n-3,,y\n");

    assertThat(csv.comments()).containsExactly("from a peer", "second");
    assertThat(csv.columns()).containsExactly("a", "b", "c");
    assertThat(csv.rows()).hasSize(2);
    assertThat(csv.rows().get(0).wholeNumber("a")).isEqualTo(1);
    assertThat(csv.rows().get(0).number("b")).isEqualTo(2.5);
    assertThat(csv.rows().get(1).text("c")).isEqualTo("y");
    assertThat(csv.rows().get(1)).asString().endsWith("x.csv:5: -3,,y");
    assertThatThrownBy(() -> csv.rows().get(1).number("b"))
        .hasMessageEndingWith("x.csv:5: b () must be a number");
    assertThatThrownBy(() -> csv.rows().get(0).wholeNumber("b"))
        .hasMessageEndingWith("x.csv:4: b (2.5) must be a whole number");
    assertThatThrownBy(() -> csv.rows().get(0).text("d"))
        .hasMessageEndingWith("x.csv: column (d) must be one of [a, b, c]");
  }

  @Test
  void ofFile_withoutRows_isRefused() {
    for (String text : new String[] {"# only a comment\n", "# a\na,b\n"}) {
      assertThatThrownBy(() -> read(text)).hasMessageEndingWith("must have at least one row");
    }
  }

  @Test
  void ofFile_withoutASource_isRefused() {
    for (String text : new String[] {"", "a,b\n1,2\n"}) {
      assertThatThrownBy(() -> read(text))
          .hasMessageEndingWith("x.csv:1: a comment must say where the rows come from");
    }
  }

  @Test
  void ofFile_withAShortRow_isRefused() {
    assertThatThrownBy(() -> read("# a\na,b\n1,2\n3\n"))
        .hasMessageEndingWith("x.csv:4: cells (1) must be as many as columns (2)");
  }

  @Test
  void ofResource_thatIsMissing_isRefused() {
    assertThatThrownBy(() -> GoldenCsv.ofResource(GoldenCsvTest.class, "/golden/none.csv"))
        .hasMessage("resource (/golden/none.csv) must exist");
  }
}
