package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tactus.explore.run.SmallRuns.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

class MultipliersRunTest {

  private static final String MACHINE =
      """
      name: small
      clock: 1 GHz
      matrix_engine:
        {rows: 8, columns: 8, multipliers: 4, partial_folds: trimmed, accumulator: 64 KiB,
         sparsity: {largest_group: 8}}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 16, width: 16 B}
      dram: {bandwidth: 16 GB/s, burst: 64 B}
      arithmetic: {operands: bf16, results: fp32}
      """;

  private static final String SERIAL = "machine.matrix_engine.multipliers=1";
  private static final String SUMS_STAY = "machine.matrix_engine.dataflow=output-stationary";

  @TempDir private Path folder;

  private Path run(String sparsity) throws IOException {
    return SmallRuns.write(
        folder,
        MACHINE,
        """
        workload:
          gemms:
            - {name: one, m: 24, k: 64, n: 32}
            - {name: two, m: 40, k: 35, n: 13}
        """
            + "  sparsity: "
            + sparsity
            + "\n");
  }

  private void assertRefused(String line, String... settings) throws IOException {
    Path file = run("{pattern: 2:4}");
    assertThatThrownBy(() -> report(file, settings))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.getMessage()).contains(line).doesNotContain("\n"));
  }

  @Test
  void run_severalMultipliers_haveTheBitsOfAnArrayOfAsManyRows() throws IOException {
    Path file = run("off");
    ObjectNode parallel = report(file, "numerics=on");
    ObjectNode serial = report(file, "numerics=on", SERIAL, "machine.matrix_engine.rows=32");
    assertThat(parallel.at("/numerics/operators")).isEqualTo(serial.at("/numerics/operators"));
    assertThat(parallel.at("/machine/peakMacsPerCycle").asLong()).isEqualTo(8 * 8 * 4);
    assertThat(serial.at("/machine/peakMacsPerCycle").asLong()).isEqualTo(8 * 8 * 4);
    assertThat(parallel.at("/machine/matrixEngines/0/multipliers").asInt()).isEqualTo(4);
    assertThat(serial.at("/machine/matrixEngines/0").has("multipliers")).isFalse();
    String adders = "/areaSquareMicrometers/multiplyAdders";
    assertThat(parallel.at(adders)).isEqualTo(serial.at(adders));
    assertThat(parallel.get("cycles").asLong())
        .isLessThan(report(file, SERIAL).get("cycles").asLong());
  }

  @Test
  void run_largeDenseProduct_isMadeAtFullRate() throws IOException {
    Path file = run("off");
    for (String dataflow : List.of("weight-stationary", "output-stationary", "input-stationary")) {
      ObjectNode report =
          report(
              file,
              "machine.matrix_engine.sparsity=off",
              "machine.matrix_engine.dataflow=" + dataflow,
              "machine.scratchpad={capacity: 4 MiB, banks: 64, width: 16 B}",
              "machine.dram.bandwidth=400 GB/s",
              "workload.sparsity=off",
              "workload.gemms=[{name: large, m: 512, k: 512, n: 512}]");
      assertThat(report.get("utilization").asDouble()).as(dataflow).isBetween(0.6, 1.0);
      // Every multiplier works in every cycle of the stream.
      assertThat(report.at("/cycleStack/compute").asLong()).isEqualTo(512L * 512 * 512 / 256);
    }
  }

  @Test
  void run_reference_hasTheSameCyclesAndBits() throws IOException {
    List<List<String>> machines =
        List.of(
            List.of(),
            List.of("machine.matrix_engine.multipliers=3"),
            List.of(SUMS_STAY),
            List.of(
                SUMS_STAY,
                "machine.matrix_engine.pipeline_depth=3",
                "machine.matrix_engine.accumulate_latency=3",
                "machine.matrix_engine.interleave=2"));
    for (List<String> machine : machines) {
      for (String sparsity :
          List.of(
              "off", "{pattern: 2:4}", "{pattern: 5:8}", "{pattern: 2:8, pattern_of: shared}")) {
        Path file = run(sparsity);
        List<String> settings = new ArrayList<>(machine);
        settings.add("numerics=on");
        ObjectNode fast = report(file, settings.toArray(String[]::new));
        settings.add("fidelity=reference");
        ObjectNode reference = report(file, settings.toArray(String[]::new));
        assertThat(reference.get("cycles")).as(settings + sparsity).isEqualTo(fast.get("cycles"));
        assertThat(reference.get("numerics")).isEqualTo(fast.get("numerics"));
      }
    }
  }

  @Test
  void run_sparse_takesAsManyStepsAsItsGroups() throws IOException {
    String[] one = {
      SUMS_STAY, "machine.scratchpad.banks=64", "workload.gemms=[{name: one, m: 8, k: 256, n: 8}]",
    };
    assertThat(compute(run("off"), one)).isEqualTo(64);
    // Two groups of four at once, as many as have multipliers and inputs.
    assertThat(compute(run("{pattern: 2:4}"), one)).isEqualTo(32);
    // One group of eight at once: 4:8 has a multiplier for each element, 5:8 takes two steps.
    assertThat(compute(run("{pattern: 4:8}"), one)).isEqualTo(32);
    assertThat(compute(run("{pattern: 5:8}"), one)).isEqualTo(64);
    // A quarter of the multiplies, but no more groups enter.
    assertThat(compute(run("{pattern: 1:8}"), one)).isEqualTo(32);
    // Where only what is stored is read, all multipliers have something to do.
    String edge = "machine.matrix_engine.sparsity.pattern_of=shared";
    assertThat(compute(run("{pattern: 1:8, pattern_of: shared}"), one[0], one[1], one[2], edge))
        .isEqualTo(8);
  }

  private static long compute(Path file, String... settings) {
    return report(file, settings).at("/cycleStack/compute").asLong();
  }

  @Test
  void read_elementsThatMakeNoSense_areOneLine() throws IOException {
    assertRefused(
        "m.yaml:4:25: machine.matrix_engine.multipliers: must be 1 with 'sparsity.gather'",
        "machine.matrix_engine.sparsity.gather=true");
    assertRefused(
        "multipliers: must be an integer from 1 to 64", "machine.matrix_engine.multipliers=0");
    assertRefused(
        "a group does not fit in the 1 rows of its array",
        "machine.matrix_engine.rows=1",
        "workload.sparsity.pattern=7:8");
    Files.writeString(
        folder.resolve("two.yaml"),
        MACHINE.replaceAll(
            "(?s)matrix_engine:.*?vector_engine",
            "matrix_engines:\n  - {rows: 4, columns: 4}\n  - {rows: 4, columns: 4, multipliers: 2}\n"
                + "vector_engine"));
    assertRefused(
        "two.yaml:3:1: machine.matrix_engines: must all have the same 'multipliers'",
        "machine=" + folder.resolve("two.yaml"));
  }
}
