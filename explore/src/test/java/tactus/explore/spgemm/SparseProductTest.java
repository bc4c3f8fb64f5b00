package tactus.explore.spgemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.explore.report.SparseProductText;

class SparseProductTest {

  private static final String BLOCK =
      "hash_block: {clock: 1 GHz, bandwidth: 25.6 GB/s, latency: 80 ns, scratchpad: 64 KiB}\n";
  private static final String DRAWN =
      "sparse_product:\n  left: {rmat: {scale: 6, edges: 300}}\n" + BLOCK;

  @TempDir private Path folder;

  private SparseProductSpec read(String text, String... settings) throws IOException {
    Path file = folder.resolve("product.yaml");
    Files.writeString(file, text);
    return SparseProductReader.read(file, Stream.of(settings).map(Setting::parse).toList());
  }

  @Test
  void of_allVersions_sumsAndSpeedsUp() throws IOException {
    ObjectNode report = SparseProductReport.of(read(DRAWN));
    assertThat(report.path("versions")).hasSize(3);
    for (JsonNode version : report.path("versions")) {
      long sum = 0;
      for (JsonNode part : version.path("threadCycleStack")) {
        sum += part.asLong();
      }
      assertThat(sum).isEqualTo(version.path("cycles").asLong() * 64);
      JsonNode memory = version.path("memory");
      assertThat(memory.path("totalBytes").asLong())
          .isEqualTo(
              memory.path("leftBytes").asLong()
                  + memory.path("rightBytes").asLong()
                  + memory.path("pointerBytes").asLong()
                  + memory.path("resultBytes").asLong());
      assertThat(memory.path("rightBytes").asLong())
          .isEqualTo(8 * report.path("multiplyAdds").asLong());
      assertThat(memory.path("utilization").asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(SparseProductText.render(report, 120))
        .contains("64 x 64 matrix", "v1       static", "v3       dynamic", "multiplicative");
  }

  @Test
  void of_bothFidelities_isTheSame() throws IOException {
    ObjectNode fast = SparseProductReport.of(read(DRAWN));
    ObjectNode reference = SparseProductReport.of(read(DRAWN, "fidelity=reference"));
    assertThat(reference.path("versions")).isEqualTo(fast.path("versions"));
  }

  @Test
  void read_withSomethingForAllVersions_leavesOutThoseThatAreTheSame() throws IOException {
    List<String> names =
        read(DRAWN, "hash=multiplicative", "distribution=dynamic").ways().stream()
            .map(SparseProductSpec.Way::name)
            .toList();
    assertThat(names).containsExactly("v1", "v3");
  }

  @Test
  void of_matricesOfAFile_isTheirProduct() throws IOException {
    Files.writeString(
        folder.resolve("left.mtx"),
        "%%MatrixMarket matrix coordinate real general\n2 3 3\n1 1 0.5\n1 3 -2\n2 2 4\n");
    Files.writeString(
        folder.resolve("right.mtx"),
        "%%MatrixMarket matrix coordinate real general\n3 1 3\n1 1 8\n2 1 1\n3 1 2\n");
    ObjectNode report =
        SparseProductReport.of(
            read("sparse_product: {left: {file: left.mtx}, right: {file: right.mtx}}\n" + BLOCK));
    assertThat(report.path("multiplyAdds").asLong()).isEqualTo(3);
    assertThat(report.path("result").path("nonzeros").asLong()).isEqualTo(2);
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_ofWhatCannotBe_isOneLine() throws IOException {
    refused(
        DRAWN.replace("64 KiB", "1 KiB"),
        "product.yaml:3:66: hash_block.scratchpad: must be at least 2056 bytes, for row 20 of 74"
            + " multiply-adds in one half of it, but was '1 KiB'");
    refused(
        DRAWN.replace("edges: 300", "edges: 300, upper_left: 0.9"),
        "sparse_product.left.rmat.upper_left: must be at most 1 together with the other");
    refused(
        DRAWN.replace("rmat:", "rmt:"),
        "sparse_product.left.rmt: unknown key; did you mean 'rmat'?");
    refused(DRAWN + "versions: [v1, v1]\n", "versions: must be a list");
    refused(DRAWN + "hash: low\n", "hash: must be one of high-bits, low-bits, multiplicative");
    refused(DRAWN.replace("rmat: {scale: 6, edges: 300}", "file: none.mtx"), "no such file");
    Files.writeString(
        folder.resolve("wide.mtx"),
        "%%MatrixMarket matrix coordinate pattern general\n2 3 1\n1 1\n");
    refused(
        "sparse_product: {left: {file: wide.mtx}}\n" + BLOCK,
        "sparse_product.left: rows of the right matrix (2) must be columns of the left: 3");
  }
}
