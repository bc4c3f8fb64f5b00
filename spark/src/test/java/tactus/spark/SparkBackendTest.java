package tactus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.explore.sweep.PointCluster;
import tactus.explore.sweep.SweepBackend;
import tactus.explore.sweep.SweepOutput;
import tactus.explore.sweep.SweepProgress;
import tactus.explore.sweep.SweepReader;
import tactus.explore.sweep.SweepRecipe;
import tactus.explore.sweep.SweepRun;
import tactus.explore.sweep.SweepSpec;

class SparkBackendTest {

  private static final String MASTER = "local[2]";
  private static final List<Setting> SETTINGS = List.of(Setting.parse("workload.data_type=int8"));

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void writeSweep() throws IOException {
    file = directory.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        machine: %s
        workload:
          gemms: [{name: a, m: 40, k: 96, n: 72}, {name: b, m: 24, k: 33, n: 65}]
        axes:
          - key: machine.matrix_engine.rows
            values: [4, 8, 16]
          - key: machine.scratchpad.capacity
            values: [128 B, 4 KiB, 64 KiB]
          - key: machine.dram.bandwidth
            values: [3.2 GB/s, 12.8 GB/s]
        objectives: [cycles, energy]
        """
            .formatted(Path.of("..", "configs", "machines", "edge-16x16.yaml").toAbsolutePath()));
  }

  private SweepSpec sweep(String method) {
    return SweepReader.read(
        file,
        List.of(SETTINGS.get(0), Setting.parse("method=" + method), Setting.parse("budget=12")));
  }

  private static SweepRecipe recipe(SweepSpec sweep, String method) {
    return SweepRecipe.of(
        sweep,
        List.of(SETTINGS.get(0), Setting.parse("method=" + method), Setting.parse("budget=12")));
  }

  private static List<String> files(Path store) throws IOException {
    return List.of(
        Files.readString(store.resolve("points.csv")),
        Files.readString(store.resolve("sweep.json")));
  }

  @Test
  void run_onSpark_writesWhatARunHereWrites() throws IOException {
    for (String method : List.of("random", "evolutionary")) {
      SweepSpec sweep = sweep(method);
      Path here = directory.resolve(method + "-here");
      SweepOutput.write(sweep, here, SweepRun.run(sweep, here, 2, SweepProgress.NONE));
      Path there = directory.resolve(method + "-there");
      try (PointCluster cluster = SweepBackend.of("spark").start(recipe(sweep, method), MASTER)) {
        SweepOutput.write(sweep, there, SweepRun.run(sweep, there, cluster, SweepProgress.NONE));
      }

      assertThat(files(there)).isEqualTo(files(here));
      assertThat(files(here).get(0)).contains("failed").contains("is too small");
    }
  }

  @Test
  void run_thatWasInterruptedHere_goesOnOnSpark() throws IOException {
    SweepSpec sweep = sweep("random");
    Path undisturbed = directory.resolve("undisturbed");
    SweepOutput.write(sweep, undisturbed, SweepRun.run(sweep, undisturbed, 2, SweepProgress.NONE));
    Path resumed = directory.resolve("resumed");
    AtomicInteger asked = new AtomicInteger();
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
            return asked.incrementAndGet() > 3;
          }
        });
    try (PointCluster cluster = SweepBackend.of("spark").start(recipe(sweep, "random"), MASTER)) {
      SweepOutput.write(sweep, resumed, SweepRun.run(sweep, resumed, cluster, SweepProgress.NONE));
    }

    assertThat(files(resumed)).isEqualTo(files(undisturbed));
  }

  @Test
  void run_ofFilesThatOthersDoNotHave_isRefusedInOneLine() {
    SweepSpec sweep = sweep("random");
    SweepRecipe other =
        new SweepRecipe(file.toString(), directory.toString(), List.of(), sweep.hash());
    try (PointCluster cluster = SweepBackend.of("spark").start(other, MASTER)) {
      assertThatThrownBy(
              () -> SweepRun.run(sweep, directory.resolve("o"), cluster, SweepProgress.NONE))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("a worker cannot read the sweep")
          .hasMessageContaining("is another sweep here than where it was started")
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void start_withAWrongMaster_isRefusedInOneLine() {
    SweepSpec sweep = sweep("random");
    assertThatThrownBy(() -> SweepBackend.of("spark").start(recipe(sweep, "random"), "sparc://x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--master sparc://x: cannot be used: ")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> SweepBackend.of("sparkk"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean 'spark'?");
  }
}
