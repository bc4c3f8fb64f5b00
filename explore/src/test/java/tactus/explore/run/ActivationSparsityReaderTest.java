package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tactus.explore.run.SmallRuns.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

class ActivationSparsityReaderTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 8, accumulator: 64 KiB, sparsity: {gather: true}}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 8, width: 8 B}
      dram: {bandwidth: 1 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, results: fp32}
      """;

  @TempDir private Path folder;

  private Path gemms(String sparsity) throws IOException {
    return SmallRuns.write(
        folder,
        MACHINE,
        """
        workload:
          gemms:
            - {name: one, m: 40, k: 64, n: 32}
            - {name: two, m: 40, k: 34, n: 32}
        """
            + "  activation_sparsity: "
            + sparsity
            + "\n");
  }

  @Test
  void run_halfTheRows_loadsComputesAndStoresHalf() throws IOException {
    ObjectNode half = report(gemms("{density: 0.5}"));
    ObjectNode all = report(gemms("{density: 1}"));
    assertThat(half.get("macs")).isEqualTo(all.get("macs"));
    assertThat(half.get("skippedMacs").asLong()).isEqualTo(all.get("macs").asLong() / 2);
    assertThat(half.get("cycles").asLong()).isLessThan(all.get("cycles").asLong());
    assertThat(half.at("/traffic/dram/writeBytes").asLong())
        .isEqualTo(all.at("/traffic/dram/writeBytes").asLong() / 2);
    ObjectNode other = report(gemms("{density: 0.5, operators: [two]}"));
    assertThat(other.get("skippedMacs").asLong()).isEqualTo(20 * 34 * 32);
  }

  @Test
  void run_reference_hasTheSameCyclesAndBits() throws IOException {
    for (String weights : List.of("off", "{pattern: 2:4}", "{density: 0.3, block: 4x8}")) {
      Path file = gemms("{density: 0.4, seed: 3}");
      String sparsity = "workload.sparsity=" + weights;
      ObjectNode fast = report(file, sparsity, "numerics=on");
      ObjectNode reference = report(file, sparsity, "numerics=on", "fidelity=reference");
      assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
      assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
    }
  }

  @Test
  void run_convolution_loadsItsWholeImage() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), MACHINE);
    Files.writeString(
        folder.resolve("net.csv"),
        "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,"
            + " Strides,\nconv, 10, 10, 3, 3, 4, 8, 1,\n");
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            machine: m.yaml
            workload:
              topology: net.csv
              activation_sparsity: {density: 0.5}
            numerics: on
            """);
    ObjectNode half = report(file);
    ObjectNode all = report(file, "workload.activation_sparsity=");
    assertThat(half.get("skippedMacs").asLong()).isEqualTo(32 * 36 * 8);
    assertThat(half.get("cycles").asLong()).isLessThan(all.get("cycles").asLong());
    assertThat(half.at("/traffic/dram/writeBytes").asLong()).isEqualTo(32 * 8 * 2);
  }

  @Test
  void read_wrongKeys_areOneLine() throws IOException {
    refused("{density: 0}", "density: must be a number, above 0 and at most 1");
    refused("{density: 0.5, operators: [on]}", "but none is 'on'; did you mean 'one'?");
    refused("{density: 0.5, pattern: 2:4}", "pattern");
  }

  private void refused(String sparsity, String line) throws IOException {
    Path file = gemms(sparsity);
    assertThatThrownBy(() -> report(file))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.getMessage()).contains(line).doesNotContain("\n"));
  }
}
