package tactus.explore.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.explore.compare.Change;
import tactus.explore.compare.Comparison;
import tactus.explore.compare.SweepComparison;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunSpec;
import tactus.explore.run.RunStages;
import tactus.explore.store.PointStore;
import tactus.explore.store.StoreQuery;

class SweepRunTest {

  private static final Path MACHINE =
      Path.of("..", "configs", "machines", "edge-16x16.yaml").toAbsolutePath();

  private static final String AXES =
      """
      axes:
        - key: machine.matrix_engine.rows
          values: [4, 8, 16]
        - key: machine.scratchpad.capacity
          from: 4 KiB
          to: 64 KiB
          scale: log2
        - key: machine.dram.bandwidth
          values: [3.2 GB/s, 12.8 GB/s]
      derive:
        - key: machine.matrix_engine.columns
          value: rows
      """;

  @TempDir private Path directory;

  @BeforeEach
  void writeRun() throws IOException {
    Files.writeString(
        directory.resolve("run.yaml"),
        """
        machine: %s
        workload:
          gemms:
            - {name: a, m: 40, k: 96, n: 72}
            - {name: b, m: 24, k: 33, n: 65}
        """
            .formatted(MACHINE));
  }

  private SweepSpec sweep(String text) throws IOException {
    Path file = directory.resolve("sweep.yaml");
    Files.writeString(file, "extends: run.yaml\n" + text);
    return SweepReader.read(file, List.of());
  }

  private SweepSpec sweep() throws IOException {
    return sweep(AXES + "objectives: [cycles, peak_scratchpad]\n");
  }

  private static String csv(Path store) {
    return StoreQuery.ask(store, "select * from points order by point").csv();
  }

  @Test
  void run_onAnyNumberOfThreads_hasTheSameRows() throws IOException {
    SweepSpec sweep = sweep();
    for (int threads : List.of(1, 2, 5)) {
      SweepRun.run(sweep, directory.resolve("o" + threads), threads, SweepProgress.NONE);
    }

    assertThat(csv(directory.resolve("o2"))).isEqualTo(csv(directory.resolve("o1")));
    assertThat(csv(directory.resolve("o5"))).isEqualTo(csv(directory.resolve("o1")));
  }

  /**
   * Points are evaluated by who reads the sweep's file again; every fifth call loses its results.
   */
  private static final class Elsewhere implements PointCluster {
    private final PointWorker worker;
    private final AtomicInteger calls = new AtomicInteger();

    Elsewhere(SweepRecipe recipe) {
      worker = new PointWorker(recipe);
    }

    @Override
    public int slots() {
      return 3;
    }

    @Override
    public double[][] measures(long[] numbers) {
      return calls.incrementAndGet() % 5 == 0
          ? new double[numbers.length][0]
          : worker.measures(numbers);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @ParameterizedTest
  @CsvSource({"grid, 100", "evolutionary, 20"})
  void run_elsewhere_hasTheSameRows(String method, int budget) throws IOException {
    SweepSpec sweep =
        sweep(
            AXES.replace("from: 4 KiB", "from: 128 B")
                + "objectives: [cycles, energy]\nmethod: "
                + method
                + "\nbudget: "
                + budget
                + "\n");
    SweepRun.run(sweep, directory.resolve("here"), 2, SweepProgress.NONE);

    try (PointCluster cluster = new Elsewhere(SweepRecipe.of(sweep, List.of()))) {
      SweepRun.run(sweep, directory.resolve("there"), cluster, SweepProgress.NONE);
    }

    assertThat(csv(directory.resolve("here"))).contains(",failed,").contains(",done,");
    assertThat(csv(directory.resolve("there"))).isEqualTo(csv(directory.resolve("here")));
  }

  @Test
  void read_elsewhere_refusesAnotherSweep() throws IOException {
    SweepSpec sweep = sweep();
    SweepRecipe recipe = SweepRecipe.of(sweep, List.of());
    sweep(AXES + "objectives: [cycles]\n");

    assertThatThrownBy(() -> new PointWorker(recipe))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is another sweep here than where it was started");
  }

  @Test
  void run_ofEachPoint_hasTheFiguresOfARunByItself() throws IOException {
    SweepSpec sweep = sweep();
    Path store = directory.resolve("out");
    SweepRun.run(sweep, store, 2, SweepProgress.NONE);

    StoreQuery rows =
        StoreQuery.ask(
            store,
            "select rows, capacity, bandwidth, cycles, utilization, peak_scratchpad_bytes,"
                + " dram_read_bytes, dram_write_bytes, energy_picojoules, area_square_micrometers"
                + " from points where point % 7 = 0");
    assertThat(rows.rows()).hasSize(5);
    for (List<?> row : rows.rows()) {
      RunSpec run =
          RunReader.read(
              directory.resolve("run.yaml"),
              List.of(
                  Setting.of("machine.matrix_engine.rows", row.get(0).toString()),
                  Setting.of("machine.matrix_engine.columns", row.get(0).toString()),
                  Setting.of("machine.scratchpad.capacity", row.get(1).toString()),
                  Setting.of("machine.dram.bandwidth", row.get(2).toString())));
      JsonNode report = RunStages.report(RunStages.run(run, RunProgress.NONE));
      assertThat(((Number) row.get(3)).longValue()).isEqualTo(report.get("cycles").longValue());
      assertThat(row.get(4)).isEqualTo(report.get("utilization").doubleValue());
      assertThat(((Number) row.get(5)).longValue())
          .isEqualTo(report.get("peakScratchpadBytes").longValue());
      JsonNode dram = report.get("traffic").get("dram");
      assertThat(((Number) row.get(6)).longValue()).isEqualTo(dram.get("readBytes").longValue());
      assertThat(((Number) row.get(7)).longValue()).isEqualTo(dram.get("writeBytes").longValue());
      assertThat(row.get(8)).isEqualTo(report.get("energyPicojoules").get("total").doubleValue());
      assertThat(row.get(9))
          .isEqualTo(report.get("areaSquareMicrometers").get("total").doubleValue());
    }
  }

  @ParameterizedTest
  @CsvSource({"grid,", "random, 12", "sobol, 12", "latin-hypercube, 12", "evolutionary, 20"})
  void run_thatWasInterrupted_goesOnToTheSameStore(String method, Integer budget)
      throws IOException {
    String text = AXES + "objectives: [cycles, peak_scratchpad]\nmethod: " + method + "\n";
    SweepSpec sweep = sweep(budget == null ? text : text + "budget: " + budget + "\n");
    Path undisturbed = directory.resolve("undisturbed");
    SweepRun.run(sweep, undisturbed, 2, SweepProgress.NONE);
    Path resumed = directory.resolve("resumed");
    int parts = 0;
    SweepResult result;
    do {
      AtomicInteger asked = new AtomicInteger();
      result =
          SweepRun.run(
              sweep,
              resumed,
              1,
              new SweepProgress() {
                @Override
                public void at(long done, long all, Map<String, Double> best) {
                  // Nobody wants to know.
                }

                @Override
                public boolean isCancelled() {
                  return asked.incrementAndGet() > 4;
                }
              });
      parts++;
    } while (!result.isComplete());

    assertThat(parts).isGreaterThan(1);
    assertThat(csv(resumed)).isEqualTo(csv(undisturbed));
  }

  @Test
  void compare_ofTheGridAndASearch_isOnOneScale() throws IOException {
    Path all = directory.resolve("all");
    Path some = directory.resolve("some");
    SweepSpec grid = sweep();
    SweepOutput.write(grid, all, SweepRun.run(grid, all, 2, SweepProgress.NONE));
    SweepSpec search =
        sweep(AXES + "objectives: [cycles, peak_scratchpad]\nmethod: evolutionary\nbudget: 12\n");
    SweepOutput.write(search, some, SweepRun.run(search, some, 2, SweepProgress.NONE));

    Comparison comparison =
        SweepComparison.of(SweepOutput.readSummary(all), all, SweepOutput.readSummary(some), some);

    assertThat(comparison.figure("points").orElseThrow().before()).isEqualTo(30);
    Change volume = comparison.figure("hypervolume").orElseThrow();
    assertThat(volume.before())
        .isEqualTo(SweepOutput.readSummary(all).get("hypervolume").doubleValue());
    assertThat(volume.after()).isPositive().isLessThanOrEqualTo(volume.before());
    assertThat(comparison.figure("commonPoints.count").orElseThrow().before())
        .isEqualTo(comparison.figure("points").orElseThrow().after());
    assertThat(comparison.figure("commonPoints.differing").orElseThrow().after()).isZero();
    assertThat(comparison.figure("commonPoints.cycles").orElseThrow().isNone()).isTrue();
    assertThat(comparison.configuration().get("method")).containsExactly("grid", "evolutionary");
  }

  @Test
  void run_ofAPointThatCannotBe_recordsItAndGoesOn() throws IOException {
    SweepSpec sweep =
        sweep(
            """
            axes:
              - key: machine.scratchpad.capacity
                values: [128 B, 64 KiB]
            objectives: [cycles]
            """);
    Path store = directory.resolve("out");

    SweepResult result = SweepRun.run(sweep, store, 2, SweepProgress.NONE);

    assertThat(result.summary().get("failedPoints").longValue()).isEqualTo(1);
    StoreQuery rows = StoreQuery.ask(store, "select status, message from points order by point");
    assertThat(rows.rows().get(0).get(0)).isEqualTo("failed");
    assertThat(String.valueOf(rows.rows().get(0).get(1))).contains("is too small");
    assertThat(rows.rows().get(1).get(0)).isEqualTo("done");
  }

  @Test
  void run_inTheDirectoryOfARunningSweep_isRefusedInOneLine() throws IOException {
    SweepSpec sweep = sweep();
    Path store = directory.resolve("out");
    SweepRun.run(sweep, store, 1, SweepProgress.NONE);
    try (PointStore held =
        PointStore.open(store, List.of(), Map.of("content_hash", sweep.hash()))) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> SweepRun.run(sweep, store, 1, SweepProgress.NONE))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is in use by another sweep");
    }
  }

  @Test
  void run_inTheDirectoryOfAnotherSweep_isRefusedInOneLine() throws IOException {
    Path store = directory.resolve("out");
    SweepRun.run(sweep(), store, 1, SweepProgress.NONE);
    SweepSpec other = sweep(AXES + "objectives: [cycles]\n");

    assertThatThrownBy(() -> SweepRun.run(other, store, 1, SweepProgress.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("was made by another sweep: its content hash is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {key: machine.matrix_engine.rowz, values: [4]} | unknown key 'machine.matrix_engine.rowz'; did you mean 'rows'?
      {key: machine.matrix_engine.rows, values: []} | must have at least one value
      {key: machine.matrix_engine.rows, values: [4, x]} | must be an integer
      {key: machine.matrix_engine.rows, from: 8, to: 4, points: 2} | must not be below 'from' (8)
      {key: machine.matrix_engine.rows, from: 8, to: 16} | or 'step' is required with scale 'linear'
      {key: machine.matrix_engine.rows, from: 0, to: 16, scale: log2} | must be above 0 with scale 'log2'
      {key: machine.scratchpad.capacity, from: 4 KiB, to: 5 ns, points: 2} | must have the same kind of unit as 'from'
      """)
  void read_ofAWrongAxis_tellsItInOneLine(String axis, String message) {
    String text = "axes:\n  - " + axis + "\nobjectives: [cycles]\n";

    assertThatThrownBy(() -> sweep(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("sweep.yaml:3:")
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      objectives: [cycels] | unknown name 'cycels'; did you mean 'cycles'?
      objectives: [rows] | 'rows' must name a result
      objectives: [cycles + time] | puts '+' between a plain number and a time
      'constraints: [rows > 99]\nobjectives: [cycles]' | 'rows > 99' holds at none of the 30 points
      'constraints: [capacity > 99]\nobjectives: [cycles]' | puts '>' between a size and a plain number
      'method: sobol\nobjectives: [cycles]' | is required with method 'sobol'
      'method: gird\nobjectives: [cycles]' | did you mean 'grid'?
      """)
  void read_ofWrongConditions_tellsItInOneLine(String rest, String message) {
    String text = AXES + rest.replace("'constraints", "constraints").replace("\\n", "\n") + "\n";

    assertThatThrownBy(() -> sweep(text.replace("objectives: [cycles]'", "objectives: [cycles]")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {key: machine.matrix_engine.colums, value: rows} | machine.matrix_engine.colums: unknown key 'machine.matrix_engine.colums'; did you mean 'columns'?
      {key: machine.matrix_engine.columns, value: rowz} | machine.matrix_engine.columns: unknown name 'rowz'; did you mean 'rows'?
      {key: machine.matrix_engine.columns, value: rows * 1 KiB} | 'rows * 1 KiB' must be an integer from 1 to 65536, but was '4 KiB'
      {key: machine.scratchpad.width, value: rows} | 'rows' must be a size such as
      {key: machine.matrix_engine.columns, value: rows > 8} | 'rows > 8' must be an integer from 1 to 65536, but was 'false'
      {key: machine.matrix_engine.columns, value: rows - 100} | 'rows - 100' must be an integer from 1 to 65536, but was '-96'
      {key: machine.matrix_engine.columns, value: rows / 0} | 'rows / 0' divides by zero
      {key: machine.matrix_engine.columns, value: rows / (4 - 2 * 2)} | divides by zero
      {key: machine.matrix_engine.columns, value: rows / (rows - rows)} | is infinite: a division by zero, or too large a number
      {key: machine.matrix_engine.columns, value: rows + capacity} | 'rows + capacity' puts '+' between a plain number and a size
      {key: machine.matrix_engine.columns, value: rows +} | 'rows +' ends where a value should stand
      {key: machine.matrix_engine.dataflow, value: "'output-stationery'"} | but was 'output-stationery'; did you mean 'output-stationary'?
      {key: machine.matrix_engine.dataflow, value: output-stationary} | a word must stand in quotes of its own: "'output-stationary'"
      {key: machine.matrix_engine.double_buffer, value: rows} | 'rows' must be true or false, but was '4'
      {key: machine.matrix_engine.rows, name: twice, value: rows} | must not be the key of another axis or derived key too
      """)
  void read_ofAWrongDerivedKey_tellsItInOneLine(String derived, String message) {
    String text =
        AXES.substring(0, AXES.indexOf("derive:"))
            + "derive:\n  - "
            + derived
            + "\nobjectives: [cycles]\n";

    assertThatThrownBy(() -> sweep(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("sweep.yaml:12:")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void derive_ofSwitchesTruthsAndWords_isWrittenAsTheKeyTakesIt() throws IOException {
    SweepSpec sweep =
        sweep(
            """
            axes:
              - key: machine.matrix_engine.rows
                values: [8, 16]
              - key: machine.cost.clock_gating
                name: gated
                values: [true, false]
            derive:
              - key: machine.matrix_engine.dataflow
                value: "if(rows > 8, 'output-stationary', 'weight-stationary')"
              - key: machine.cost.zero_gating
                value: not gated and rows > 8
              - key: numerics
                value: rows > 8 and zero_gating
              - key: machine.matrix_engine.double_buffer
                value: on
            constraints: [gated == false or dataflow != 'never']
            objectives: [cycles]
            """);
    DesignPoints points = new DesignPoints(sweep.run(), sweep.design(), sweep.space());

    assertThat(points.point(0).labels())
        .containsExactly("8", "true", "weight-stationary", "false", "off", "true");
    assertThat(points.point(3).labels())
        .containsExactly("16", "false", "output-stationary", "true", "on", "true");
    Path store = directory.resolve("out");
    SweepResult result = SweepRun.run(sweep, store, 1, SweepProgress.NONE);
    // Values are asked for at the last point only, and its machine has no arithmetic for them.
    assertThat(result.summary().get("failedPoints").longValue()).isEqualTo(1);
    StoreQuery failed =
        StoreQuery.ask(store, "select rows, gated, message from points where status = 'failed'");
    assertThat(failed.csv()).contains("16,false,").contains("numerics: must be off");
  }

  @Test
  void derive_thatHasNoValueAtSomePoints_failsThemAlone() throws IOException {
    SweepSpec sweep =
        sweep(
            AXES.replace("value: rows", "value: rows * 4 / (rows - 8)")
                + "constraints: [columns >= 8]\nobjectives: [cycles]\n");
    Path store = directory.resolve("out");

    SweepResult result = SweepRun.run(sweep, store, 2, SweepProgress.NONE);

    assertThat(result.summary().get("failedPoints").longValue()).isEqualTo(10);
    StoreQuery rows =
        StoreQuery.ask(store, "select distinct rows, columns, status, message from points");
    assertThat(rows.rows()).hasSize(2);
    assertThat(rows.rows().get(0).subList(0, 3)).isEqualTo(List.of("8", "", "failed"));
    assertThat(String.valueOf(rows.rows().get(0).get(3)))
        .contains("sweep.yaml:13:")
        .contains("'rows * 4 / (rows - 8)' is infinite");
    assertThat(rows.rows().get(1).subList(0, 3)).isEqualTo(List.of("16", "8", "done"));
    assertThatThrownBy(
            () -> SweepOutput.runPoint(sweep, store, firstFailed(store), RunProgress.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is infinite");
  }

  private static long firstFailed(Path store) {
    StoreQuery rows = StoreQuery.ask(store, "select min(point) from points where status='failed'");
    return ((Number) rows.rows().get(0).get(0)).longValue();
  }
}
