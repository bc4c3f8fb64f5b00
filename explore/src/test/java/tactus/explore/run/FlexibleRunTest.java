package tactus.explore.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tactus.explore.run.SmallRuns.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

/** Runs on a machine with a flexible matrix engine. */
class FlexibleRunTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine:
        {rows: 8, columns: 8, dataflow: flexible, distribution_bandwidth: 16,
         reduction_bandwidth: 4, accumulator: 64 KiB}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 8, width: 8 B}
      dram: {bandwidth: 1 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, results: fp32}
      """;

  private static final String ZEROS = "{of: elements, density: 0.5}";

  @TempDir private Path folder;

  private Path run(String weights, String activations) throws IOException {
    return SmallRuns.write(
        folder,
        MACHINE,
        """
        workload:
          gemms:
            - {name: one, m: 24, k: 64, n: 32}
            - {name: two, m: 24, k: 100, n: 32}
          sparsity: %s
          activation_sparsity: %s
        """
            .formatted(weights, activations));
  }

  private void refused(Path file, String line, String... settings) {
    assertThatThrownBy(() -> report(file, settings))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.getMessage()).contains(line).doesNotContain("\n"));
  }

  private static long weightBytes(ObjectNode report) {
    return report.at("/traffic/dram/byClass/weight/readBytes").asLong();
  }

  private static long activationBytes(ObjectNode report) {
    return report.at("/traffic/dram/byClass/activation/readBytes").asLong();
  }

  @Test
  void run_zerosInBoth_countsBytesAndSkipsMultiplies() throws IOException {
    ObjectNode both = report(run("{density: 0.25}", ZEROS));
    ObjectNode weights = report(run("{density: 0.25}", "{density: 1}"));
    // A quarter of 16-bit weights, half of the activations, and a bit for each.
    assertThat(weightBytes(both)).isEqualTo((64 + 100) * 32 * (16 / 4 + 1) / 8);
    assertThat(activationBytes(both)).isEqualTo((64 + 100) * 24 * (16 / 2 + 1) / 8);
    assertThat(activationBytes(weights)).isEqualTo((64 + 100) * 24 * 16 / 8);
    long macs = 24 * 32 * (64 + 100);
    assertThat(both.get("macs").asLong()).isEqualTo(macs);
    assertThat(weights.get("skippedMacs").asLong()).isEqualTo(macs - macs / 4);
    assertThat(both.get("skippedMacs").asLong()).isBetween(macs * 84 / 100, macs * 91 / 100);
    assertThat(both.get("cycles").asLong()).isLessThan(weights.get("cycles").asLong());
    for (String name : List.of("distributionNetwork", "reductionNetwork")) {
      assertThat(both.at("/energyPicojoules/" + name).asDouble()).isPositive();
      assertThat(both.at("/areaSquareMicrometers/" + name).asDouble()).isPositive();
    }
  }

  @Test
  void run_denserOperands_areNeverFaster() throws IOException {
    long before = 0;
    for (String density : List.of("0.02", "0.1", "0.3", "0.6", "1")) {
      long cycles = report(run("{density: " + density + "}", ZEROS)).get("cycles").asLong();
      assertThat(cycles).as(density).isGreaterThanOrEqualTo(before);
      before = cycles;
    }
  }

  @Test
  void run_reference_hasTheSameCyclesAndBits() throws IOException {
    for (String arithmetic : List.of("{operands: bf16, results: fp32}", "{operands: int8}")) {
      Path file = run("{density: 0.3}", ZEROS);
      String[] settings = {
        "machine.arithmetic=null",
        "machine.arithmetic=" + arithmetic,
        "numerics=on",
        "machine.matrix_engine.count=2",
        "fidelity=fast"
      };
      ObjectNode fast = report(file, settings);
      settings[settings.length - 1] = "fidelity=reference";
      ObjectNode reference = report(file, settings);
      assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
      assertThat(reference.get("cycleStack")).isEqualTo(fast.get("cycleStack"));
      assertThat(reference.get("traffic")).isEqualTo(fast.get("traffic"));
      assertThat(reference.get("energyPicojoules")).isEqualTo(fast.get("energyPicojoules"));
      assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
    }
  }

  @Test
  void run_values_areThoseOfADenseEngine() throws IOException {
    Path file = run("{density: 0.3}", "{density: 1}");
    ObjectNode flexible = report(file, "numerics=on", "machine.matrix_engine.rows=16");
    Files.writeString(
        folder.resolve("m.yaml"),
        MACHINE
            .replace("dataflow: flexible, distribution_bandwidth: 16,", "sparsity: on,")
            .replace("reduction_bandwidth: 4,", "dataflow: output-stationary,"));
    ObjectNode expanded = report(file, "numerics=on");
    // It adds fewer products, but the sums are the same.
    assertThat(flexible.at("/numerics/operators")).isEqualTo(expanded.at("/numerics/operators"));
  }

  @Test
  void run_convolution_hasTheZerosOfItsImage() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), MACHINE);
    Files.writeString(
        folder.resolve("net.csv"),
        "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,"
            + " Strides,\nconv, 10, 10, 3, 3, 4, 8, 2,\n");
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            machine: m.yaml
            workload:
              topology: net.csv
              sparsity: {density: 0.5}
              activation_sparsity: {of: elements, density: 0.25}
            numerics: on
            """);
    ObjectNode fast = report(file);
    ObjectNode reference = report(file, "fidelity=reference");
    assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
    assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
    // 100 of the image's 400 elements and a bit for each, with rows that two tiles need.
    assertThat(activationBytes(fast)).isBetween((100 * 16 + 400) / 8L, 2 * (100 * 16 + 400) / 8L);
    assertThat(fast.get("skippedMacs").asLong()).isPositive();
  }

  @Test
  void run_zerosOfAFile_areTaken() throws IOException {
    float[] values = new float[24 * 64];
    SplittableRandom random = new SplittableRandom(5);
    int nonzeros = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? 1 + i : 0;
      nonzeros += values[i] != 0 ? 1 : 0;
    }
    write("a.safetensors", "one.input", values);
    Path file = run("off", "{of: elements, density: 0.5, operators: [one], values: a.safetensors}");
    ObjectNode report = report(file);
    assertThat(report.get("skippedMacs").asLong()).isEqualTo((24 * 64 - nonzeros) * 32L);
    refused(
        file,
        "one.input: must have at most 16 of 1536 elements other than zero",
        "workload.activation_sparsity.density=0.01");
    refused(file, "two.input: no such tensor", "workload.activation_sparsity.operators=[two]");
  }

  private void write(String file, String tensor, float[] values) throws IOException {
    byte[] header =
        "{\"%s\": {\"dtype\": \"F32\", \"shape\": [24, 64], \"data_offsets\": [0, %d]}}"
            .formatted(tensor, 4 * values.length)
            .getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(folder.resolve(file), bytes.array());
  }

  @Test
  void read_whatDoesNotFit_isOneLine() throws IOException {
    refused(
        run("{pattern: 2:4}", "{density: 1}"),
        "and its flexible matrix engine takes elements anywhere with a bitmap only");
    refused(
        run("{density: 0.5, encoding: coordinate}", "{density: 1}"),
        "and its flexible matrix engine takes elements anywhere with a bitmap only");
    refused(
        run("off", "{density: 0.5, values: m.yaml}"),
        "values: must not be written without 'of: elements'");
    Path file = run("off", ZEROS);
    Files.writeString(
        folder.resolve("m.yaml"),
        MACHINE
            .replace("dataflow: flexible, distribution_bandwidth: 16,", "sparsity: on,")
            .replace("reduction_bandwidth: 4,", ""));
    refused(
        file,
        "activation_sparsity: must fit small, but one.input is 50% stored, bitmap and its matrix"
            + " engine does not skip elements of left operands (write matrix_engine.dataflow:"
            + " flexible)");
  }
}
