package tactus.explore.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.hw.Fidelity;

class SparsityReaderTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 8, accumulator: 64 KiB, sparsity: {largest_group: 8}}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 8, width: 8 B}
      dram: {bandwidth: 1 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, results: fp32}
      """;

  @TempDir private Path folder;

  private Path run(String sparsity) throws IOException {
    Files.writeString(folder.resolve("m.yaml"), MACHINE);
    return Files.writeString(
        folder.resolve("r.yaml"),
        """
        machine: m.yaml
        workload:
          gemms:
            - {name: one, m: 24, k: 64, n: 32}
            - {name: two, m: 24, k: 34, n: 32}
        """
            + "  sparsity: "
            + sparsity
            + "\n");
  }

  private static ObjectNode report(Path file, String... settings) {
    return ReportJson.of(
        RunStages.run(
            RunReader.read(file, Stream.of(settings).map(Setting::parse).toList()),
            RunProgress.NONE));
  }

  private void assertRefused(String sparsity, String line, String... settings) throws IOException {
    Path file = run(sparsity);
    assertThatThrownBy(() -> report(file, settings))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.getMessage()).contains(line).doesNotContain("\n"));
  }

  private static long weightBytes(ObjectNode report) {
    return report.at("/traffic/dram/byClass/weight/readBytes").asLong();
  }

  @Test
  void run_twoOfFour_loadsValuesAndIndicesAndSkipsHalf() throws IOException {
    ObjectNode report = report(run("{pattern: 2:4}"));
    // 32 stored of 64; of 34, 16 and both of the last two; 16 bits and 2 of an index.
    long bytes = (32 * 32 * 18 + 18 * 32 * 18) / 8;
    assertThat(weightBytes(report)).isEqualTo(bytes);
    assertThat(report.get("macs").asLong()).isEqualTo(24 * 32 * (64 + 34));
    assertThat(report.get("skippedMacs").asLong()).isEqualTo(24 * 32 * (32 + 16));
    ObjectNode dense = report(run("off"));
    assertThat(dense.get("skippedMacs").asLong()).isZero();
    assertThat(report.get("cycles").asLong()).isLessThan(dense.get("cycles").asLong());
    assertThat(report.get("utilization").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void run_denserPattern_isNeverFaster() throws IOException {
    long before = 0;
    for (String pattern : List.of("1:8", "2:8", "4:8", "6:8", "dense")) {
      long cycles = report(run("{pattern: '" + pattern + "'}")).get("cycles").asLong();
      assertThat(cycles).as(pattern).isGreaterThanOrEqualTo(before);
      before = cycles;
    }
  }

  @Test
  void run_reference_hasTheSameCyclesAndBits() throws IOException {
    for (String dataflow : List.of("weight-stationary", "output-stationary")) {
      ObjectNode fast =
          report(
              run("{pattern: 3:8}"), "numerics=on", "machine.matrix_engine.dataflow=" + dataflow);
      ObjectNode reference =
          report(
              run("{pattern: 3:8}"),
              "numerics=on",
              "machine.matrix_engine.dataflow=" + dataflow,
              "fidelity=" + Fidelity.REFERENCE.name().toLowerCase(java.util.Locale.ROOT));
      assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
      assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
    }
  }

  @Test
  void run_layers_areMixed() throws IOException {
    ObjectNode report =
        report(run("{pattern: 2:4, layers: [{operators: ['*w*'], pattern: dense}]}"));
    assertThat(weightBytes(report)).isEqualTo(32 * 32 * 18 / 8 + 34 * 32 * 2);
  }

  @Test
  void run_density_loadsWhatIsStored() throws IOException {
    ObjectNode bitmap = report(run("{density: 0.25}"));
    assertThat(weightBytes(bitmap)).isEqualTo((64 * 32 * 5 + 34 * 32 * 5) / 8);
    ObjectNode coordinate = report(run("{density: 0.5, encoding: coordinate}"));
    // As many bytes as dense ones: 16 bits for each place.
    assertThat(weightBytes(coordinate)).isEqualTo((64 + 34) * 32 * 2);
    assertThat(bitmap.get("skippedMacs").asLong()).isZero();
  }

  @Test
  void read_wrongPattern_isOneLine() throws IOException {
    String must = "workload.sparsity.pattern: must be a text, N:M with N at least 1 and at most M";
    for (String pattern : List.of("5:4", "2:6", "0:4", "1:64", "2/4", "-1:4", "1:1")) {
      assertRefused("{pattern: '" + pattern + "'}", must);
    }
    assertRefused("{pattern: 2:4, density: 0.5}", "density");
    assertRefused("{density: 0}", "above 0 and at most 1");
    assertRefused(
        "{pattern: 2:4, layers: [{operators: [on], pattern: dense}]}",
        "must name operators with weights, but none is 'on'; did you mean 'one'?");
  }

  @Test
  void read_machineThatCannot_isOneLine() throws IOException {
    assertRefused(
        "{pattern: 2:16}",
        "r.yaml:6:3: workload.sparsity: must fit small, but one.weight is 2:16 and its matrix"
            + " engine picks from groups of at most 8");
    assertRefused(
        "{pattern: 2:4}",
        "its matrix engine takes dense weights only",
        "machine.matrix_engine.sparsity=off");
    assertRefused(
        "{pattern: 2:4}",
        "machine.matrix_engine.sparsity: must be off with dataflow 'input-stationary'",
        "machine.matrix_engine.dataflow=input-stationary");
    assertRefused(
        "{pattern: 2:4}", "power of two", "machine.matrix_engine.sparsity.largest_group=6");
    assertRefused(
        "{pattern: 7:8}", "a group does not fit in the 4 rows", "machine.matrix_engine.rows=4");
  }

  @Test
  void read_weightsThatBreakTheirPattern_namesTheFirst() throws IOException {
    float[] one = new float[64 * 32];
    float[] two = new float[34 * 32];
    one[8 * 32 + 3] = 1;
    one[9 * 32 + 3] = -1;
    write(one, two);
    String sparsity = "{pattern: 2:4, weights: w.safetensors}";
    assertThat(report(run(sparsity)).get("skippedMacs").asLong()).isPositive();
    one[11 * 32 + 3] = 1;
    one[13 * 32 + 2] = 1;
    write(one, two);
    assertRefused(
        sparsity,
        "w.safetensors: one.weight: must be 2:4 along the reduction, but of rows 8 to 11 of column"
            + " 3 the one in row 11 is element 3 other than zero");
    // The density is the file's: 4 of 2048, and 1 of 1088.
    two[0] = 1;
    write(one, two);
    ObjectNode report = report(run("{density: 1, encoding: coordinate, weights: w.safetensors}"));
    assertThat(weightBytes(report)).isEqualTo(5 * 4);
  }

  private void write(float[] one, float[] two) throws IOException {
    String header =
        """
        {"one.weight": {"dtype": "F32", "shape": [64, 32], "data_offsets": [0, 8192]},
         "two.weight": {"dtype": "F32", "shape": [34, 32], "data_offsets": [8192, 12544]}}""";
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 12_544);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
    for (float value : one) {
      bytes.putFloat(value);
    }
    for (float value : two) {
      bytes.putFloat(value);
    }
    Files.write(folder.resolve("w.safetensors"), bytes.array());
  }
}
