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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
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

  private static final String GATHER = "machine.matrix_engine.sparsity.gather=true";

  @TempDir private Path folder;

  private Path run(String sparsity) throws IOException {
    return SmallRuns.write(
        folder,
        MACHINE,
        """
        workload:
          gemms:
            - {name: one, m: 24, k: 64, n: 32}
            - {name: two, m: 24, k: 34, n: 32}
        """
            + "  sparsity: "
            + sparsity
            + "\n");
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
  void run_sharedPattern_loadsAnIndexForEachStoredRow() throws IOException {
    ObjectNode own = report(run("{pattern: 2:4}"));
    ObjectNode shared = report(run("{pattern: 2:4, pattern_of: shared}"));
    // One tile each: 16 bits of an element, and 2 of an index once for its row.
    assertThat(weightBytes(shared))
        .isEqualTo((32 * 32 * 16 + 32 * 2) / 8 + (18 * 32 * 16 + 18 * 2 + 7) / 8);
    assertThat(shared.get("skippedMacs")).isEqualTo(own.get("skippedMacs"));
    assertThat(shared.get("cycles").asLong()).isLessThanOrEqualTo(own.get("cycles").asLong());
    // For each of two tiles of rows, the array reads an index with each of four vectors of a row.
    String reads = "/traffic/scratchpad/readBytes";
    double savedBytes = own.at(reads).asDouble() - shared.at(reads).asDouble();
    assertThat(8 * savedBytes).isEqualTo(2 * 2 * (50 * 32 - 50 * 4));
  }

  @Test
  void run_sharedPatternOutputStationary_readsOnlyWhatIsStored() throws IOException {
    String[] sumsStay = {"machine.matrix_engine.dataflow=output-stationary"};
    ObjectNode own = report(run("{pattern: 2:8}"), sumsStay);
    ObjectNode shared = report(run("{pattern: 2:8, pattern_of: shared}"), sumsStay);
    assertThat(shared.at("/traffic/scratchpad/readBytes").asLong())
        .isLessThan(own.at("/traffic/scratchpad/readBytes").asLong() * 2 / 3);
    assertThat(shared.get("cycles").asLong()).isLessThanOrEqualTo(own.get("cycles").asLong());
  }

  @Test
  void run_referenceOfSharedPatterns_hasTheSameCyclesAndBits() throws IOException {
    for (String dataflow : List.of("weight-stationary", "output-stationary")) {
      for (String patternOf : List.of("column", "shared")) {
        Path file = run("{pattern: 3:8, pattern_of: shared}");
        String[] settings = {
          "machine.matrix_engine.dataflow=" + dataflow,
          "machine.matrix_engine.sparsity.pattern_of=" + patternOf,
          "numerics=on"
        };
        ObjectNode fast = report(file, settings);
        ObjectNode reference =
            report(
                file,
                Stream.concat(Stream.of(settings), Stream.of("fidelity=reference"))
                    .toArray(String[]::new));
        assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
        assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
      }
    }
  }

  @Test
  void run_machineOfSharedPatterns_isSmallerAndTakesNoOthers() throws IOException {
    String edge = "machine.matrix_engine.sparsity.pattern_of=shared";
    Path file = run("{pattern: 2:8, pattern_of: shared}");
    ObjectNode picksInElements = report(file);
    ObjectNode picksAtEdge = report(file, edge);
    assertThat(picksAtEdge.get("cycles")).isEqualTo(picksInElements.get("cycles"));
    String registers = "/areaSquareMicrometers/arrayRegisters";
    assertThat(picksAtEdge.at(registers).asDouble())
        .isLessThan(picksInElements.at(registers).asDouble() / 3);
    String energy = "/energyPicojoules/total";
    assertThat(picksAtEdge.at(energy).asDouble()).isLessThan(picksInElements.at(energy).asDouble());
    assertRefused(
        "{pattern: 2:8}",
        "r.yaml:6:3: workload.sparsity: must fit small, but one.weight is 2:8 and its matrix engine"
            + " picks for all columns alike (write matrix_engine.sparsity.pattern_of: column, or"
            + " workload.sparsity.pattern_of: shared)",
        edge);
    assertRefused(
        "{density: 0.5, group: 4}",
        "picks for all columns alike (write matrix_engine.sparsity.pattern_of: column)",
        edge,
        GATHER);
    assertRefused(
        "{density: 0.5, pattern_of: shared}", "pattern_of: must not be written without 'pattern'");
    assertRefused("{pattern: 2:4, pattern_of: row}", "must be one of column, shared");
  }

  @Test
  void run_sharedPatternOfAFile_hasTheBitsOfTheDenseProduct() throws IOException {
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    float[] one = new float[64 * 32];
    float[] two = new float[34 * 32];
    for (int i = 0; i < one.length; i++) {
      boolean stored = i / 32 % 4 < 2 && random.nextInt(8) > 0;
      one[i] = stored ? (float) random.nextDouble(-1, 1) : 0;
      if (i < two.length) {
        two[i] = one[i];
      }
    }
    write(one, two);
    String values = "numerics.values=" + folder.resolve("w.safetensors");
    String sparsity = "{pattern: 2:4, pattern_of: shared, weights: w.safetensors}";
    ObjectNode sparse = report(run(sparsity), values);
    ObjectNode dense = report(run("off"), values, "machine.matrix_engine.rows=16");
    assertThat(sparse.at("/numerics/operators")).isEqualTo(dense.at("/numerics/operators"));
    // Of fewer columns the mask is the same.
    String few = "numerics.most_macs=1000";
    sparse = report(run(sparsity), values, few);
    dense = report(run("off"), values, few, "machine.matrix_engine.rows=16");
    assertThat(sparse.at("/numerics/operators")).isEqualTo(dense.at("/numerics/operators"));
    one[10 * 32 + 3] = 1;
    write(one, two);
    assertThat(report(run("{pattern: 3:4, weights: w.safetensors}")).isEmpty()).isFalse();
    assertRefused(
        sparsity,
        "w.safetensors: one.weight: must be 2:4 of all columns along the reduction, but of rows 8 to"
            + " 11 the element in row 10 of column 3 is other than zero too, beside some in rows 8, 9");
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
  void run_blocks_loadsAndMultipliesWhatIsStored() throws IOException {
    ObjectNode report = report(run("{density: 0.25, block: 4x8}"), GATHER);
    // 16 of 64 blocks, and 9 of 36, of which those in the last two rows are smaller.
    long skipped = report.get("skippedMacs").asLong();
    long made = 24 * 32 * (64 + 34) - skipped;
    assertThat(made).isBetween(24L * 32 * (16 + 7), 24L * 32 * (16 + 9));
    long bits = made / 24 * 16 + 16 * 4 + 9 * 4;
    assertThat(weightBytes(report)).isBetween(bits / 8, bits / 8 + 32);
    assertThat(report.get("cycles").asLong()).isLessThan(report(run("off")).get("cycles").asLong());
  }

  @Test
  void run_groups_multipliesEachElementOnce() throws IOException {
    ObjectNode report = report(run("{density: 0.125, group: 8}"), GATHER);
    assertThat(24 * 32 * (64 + 34) - report.get("skippedMacs").asLong())
        .isEqualTo(24 * 32 * (64 + 34) / 8);
    // The fullest of eight columns decides, so that it takes longer than 1:8.
    assertThat(report.get("cycles").asLong())
        .isGreaterThan(report(run("{pattern: 1:8}")).get("cycles").asLong());
  }

  @Test
  void run_seed_decidesTheMask() throws IOException {
    String sparsity = "{density: 0.2, group: 8, seed: 2}";
    ObjectNode second = report(run(sparsity), GATHER);
    assertThat(report(run(sparsity), GATHER)).isEqualTo(second);
    assertThat(report(run("{density: 0.2, group: 8}"), GATHER).get("cycles"))
        .isNotEqualTo(second.get("cycles"));
  }

  @Test
  void run_referenceOfMasks_hasTheSameCyclesAndBits() throws IOException {
    for (String dataflow : List.of("weight-stationary", "output-stationary")) {
      for (String how : List.of("block: 3x5", "group: 8", "group: 4", "encoding: coordinate")) {
        Path file = run("{density: 0.3, " + how + "}");
        String engine = "machine.matrix_engine.dataflow=" + dataflow;
        ObjectNode fast = report(file, GATHER, "numerics=on", engine);
        ObjectNode reference = report(file, GATHER, "numerics=on", engine, "fidelity=reference");
        assertThat(reference.get("cycles")).isEqualTo(fast.get("cycles"));
        assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
      }
    }
  }

  @Test
  void run_masksOfAFile_haveTheSumsOfTheDenseProduct() throws IOException {
    java.util.SplittableRandom random = new java.util.SplittableRandom(5);
    float[] one = new float[64 * 32];
    float[] two = new float[34 * 32];
    for (int row = 0; row < 64; row++) {
      for (int column = 0; column < 32; column++) {
        boolean stored = (row / 4 + column / 8) % 3 == 0;
        one[row * 32 + column] = stored ? (float) random.nextDouble(-1, 1) : 0;
        if (row < 34) {
          two[row * 32 + column] = stored ? (float) random.nextDouble(-1, 1) : 0;
        }
      }
    }
    write(one, two);
    // Whole numbers, so that the order of additions does not matter.
    for (String dataflow : List.of("weight-stationary", "output-stationary")) {
      String[] settings = {
        GATHER,
        "machine.matrix_engine.dataflow=" + dataflow,
        "machine.arithmetic={operands: int8, results: int32}",
        "numerics.values=" + folder.resolve("w.safetensors"),
      };
      ObjectNode dense = report(run("off"), settings);
      for (String how : List.of("block: 4x8", "group: 8", "encoding: bitmap")) {
        String sparsity = "{density: 0.5, " + how + ", weights: w.safetensors}";
        ObjectNode sparse = report(run(sparsity), settings);
        assertThat(sparse.at("/numerics/operators"))
            .as(how)
            .isEqualTo(dense.at("/numerics/operators"));
        assertThat(sparse.get("cycles").asLong()).isLessThan(dense.get("cycles").asLong());
      }
    }
  }

  @Test
  void run_patternOfAFile_hasTheBitsOfTheDenseProduct() throws IOException {
    java.util.SplittableRandom random = new java.util.SplittableRandom(6);
    float[] one = new float[64 * 32];
    float[] two = new float[34 * 32];
    for (int row = 0; row < 64; row++) {
      for (int column = 0; column < 32; column++) {
        boolean stored = (row + column) % 4 < 2;
        one[row * 32 + column] = stored ? (float) random.nextDouble(-1, 1) : 0;
        if (row < 34) {
          two[row * 32 + column] = stored ? (float) random.nextDouble(-1, 1) : 0;
        }
      }
    }
    write(one, two);
    String values = "numerics.values=" + folder.resolve("w.safetensors");
    String sparsity = "{pattern: 2:4, weights: w.safetensors}";
    // A fold of 8 stored rows holds those of 16, wherever the compiler cuts the reduction.
    ObjectNode sparse = report(run(sparsity), values);
    ObjectNode dense = report(run("off"), values, "machine.matrix_engine.rows=16");
    assertThat(sparse.at("/numerics/operators")).isEqualTo(dense.at("/numerics/operators"));
    // Output stationary, chains end where it is cut: the first product's, but not the second's.
    String sumsStay = "machine.matrix_engine.dataflow=output-stationary";
    sparse = report(run(sparsity), values, sumsStay);
    dense = report(run("off"), values, sumsStay);
    assertThat(sparse.at("/numerics/operators/1")).isEqualTo(dense.at("/numerics/operators/1"));
  }

  @Test
  void read_keysThatDoNotGoTogether_isOneLine() throws IOException {
    assertRefused("{density: 0.5, block: 4x4, group: 4}", "group: must not be written beside");
    assertRefused("{pattern: 2:4, block: 4x4}", "block: must not be written without 'density'");
    assertRefused("{pattern: 2:4, seed: 3}", "seed: must not be written without 'density'");
    assertRefused("{density: 0.5, block: 4x4, encoding: bitmap}", "encoding: must not be written");
    assertRefused("{density: 0.5, block: 0x4}", "must be a text, ROWSxCOLUMNS");
    assertRefused("{density: 0.5, group: 6}", "a power of two from 2 to 32");
    assertRefused("{density: 0.5, block: 4x4}", "(write matrix_engine.sparsity.gather: true)");
    assertRefused("{density: 0.5, group: 16}", "takes groups of at most 8", GATHER);
  }

  @Test
  void read_weightsWithMoreThanTheirDensity_namesTheFirst() throws IOException {
    float[] one = new float[64 * 32];
    float[] two = new float[34 * 32];
    for (int i = 0; i < 32; i++) {
      one[i] = 1;
    }
    one[5 * 32 + 9] = 1;
    write(one, two);
    assertRefused(
        "{density: 0.015625, weights: w.safetensors}",
        "w.safetensors: one.weight: must have at most 32 of 2048 elements other than zero, but the"
            + " element in row 5 of column 9 is number 33 of 33");
    assertRefused(
        "{density: 0.0625, block: 4x8, weights: w.safetensors}",
        "must have at most 4 of 64 blocks of 4x8 other than zero, but the element in row 5 of column"
            + " 9 is in block 5 of 5");
    ObjectNode report = report(run("{density: 0.1, block: 4x8, weights: w.safetensors}"), GATHER);
    assertThat(24 * 32 * (64 + 34) - report.get("skippedMacs").asLong()).isEqualTo(24 * 5 * 4 * 8);
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
