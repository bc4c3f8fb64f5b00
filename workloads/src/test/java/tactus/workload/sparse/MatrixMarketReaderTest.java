package tactus.workload.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

class MatrixMarketReaderTest {

  @TempDir private Path folder;

  private SparseMatrix read(String text) throws IOException {
    Path file = folder.resolve("m.mtx");
    Files.writeString(file, text);
    return MatrixMarketReader.read(file);
  }

  @Test
  void read_ofAGeneralMatrix_sortsItsEntries() throws IOException {
    SparseMatrix matrix =
        read(
            "%%MatrixMarket matrix coordinate real general\n% a comment\n\n3 4 3\n"
                + "  % another\n3 1 -2.5\n1 4 1.0D+02\n1 2 7\n");
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(4);
    assertThat(matrix.rowStarts()).containsExactly(0, 2, 2, 3);
    assertThat(matrix.columnIndices()).containsExactly(1, 3, 0);
    assertThat(matrix.values()).containsExactly(7, 100, -2.5);
  }

  @Test
  void read_ofASkewSymmetricMatrix_mirrorsIt() throws IOException {
    SparseMatrix matrix =
        read("%%MatrixMarket matrix coordinate integer skew-symmetric\n2 2 1\n2 1 3\n");
    assertThat(matrix.columnIndices()).containsExactly(1, 0);
    assertThat(matrix.values()).containsExactly(-3, 3);
  }

  @Test
  void read_ofASymmetricPattern_mirrorsOnesBesideTheDiagonal() throws IOException {
    SparseMatrix matrix =
        read("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n");
    assertThat(matrix.rowStarts()).containsExactly(0, 2, 3);
    assertThat(matrix.values()).containsExactly(1, 1, 1);
  }

  @Test
  void read_ofACompressedFile_isThatOfTheFile() throws IOException {
    Path file = folder.resolve("m.mtx.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          "%%MatrixMarket matrix coordinate pattern general\n1 1 1\n1 1\n"
              .getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(MatrixMarketReader.read(file).nonzeros()).isEqualTo(1);
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_ofWhatIsNotOfTheFormat_saysWhere() {
    String header = "%%MatrixMarket matrix coordinate real general\n";
    refused("1 1 1\n", ":1: must be '%%MatrixMarket matrix coordinate FIELD SYMMETRY'");
    refused(
        "%%MatrixMarket matrix array real general\n", ":1: must be in coordinates, but is 'array'");
    refused(
        "%%MatrixMarket matrix coordinate complex general\n",
        ":1: must be real, integer or pattern, but is 'complex'");
    refused(
        header + "2 2 2\n1 1 1\n",
        ":4: must hold 2 entries, of which there are 1, but the file ends");
    refused(header + "2 2 1\n3 1 1\n", ":3: row must be an integer from 1 to 2, but was '3'");
    refused(header + "2 2 1\n1 1 x\n", ":3: value must be a number, but was 'x'");
    refused(
        header + "2 2 1073741823\n1 1 1\n",
        "entries must be an integer from 0 to 536870912," + " but was '1073741823'");
    refused(
        header + "100000000 1 0\n",
        "rows must be an integer from 1 to 67108864, but was" + " '100000000'");
    refused(
        header.replace("real", "integer") + "2 2 1\n1 1 1.5\n",
        ":3: value must be an integer, but was '1.5'");
    refused(
        header.replace("general", "skew-symmetric") + "2 2 1\n1 1 5\n",
        ":3: must not be on the diagonal of a skew-symmetric matrix");
    refused(
        "%%MatrixMarket matrix coordinate pattern skew-symmetric\n2 2 0\n",
        ":1: must not be skew-symmetric if it is a pattern");
    refused("% a comment\n" + header + "2 2 0\n", ":1: must be '%%MatrixMarket matrix coordinate");
    refused(header + "2 2 1\n1 1\n", ":3: must be a row, a column, a value");
    refused(header + "2 2 1\n1 1 1\n1 2 1\n", ":4: must end after 1 entries");
    refused(
        header + "2 2 2\n1 2 1\n1 2 1\n",
        "must have each entry once, but has row 1, column 2 twice");
  }

  @Test
  void read_ofAMissingFile_isOneLine() {
    assertThatThrownBy(() -> MatrixMarketReader.read(folder.resolve("none.mtx")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.mtx: no such file");
  }
}
