package tactus.explore.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.explore.reproduce.Papers;
import tactus.explore.reproduce.ReproductionRow;
import tactus.explore.training.TrainingPlan.Method;
import tactus.explore.training.TrainingPlan.Schedule;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatSpec;
import tactus.workload.training.KnownNetwork;
import tactus.workload.training.TrainingNetwork;

class TrainingIterationTest {

  private static final SatSpec SAT =
      new SatSpec(32, 32, 5_000_000, 8, 8, 32, 32, 32, 32L << 20, 76.8e9);
  private static final SatSpec PLAIN =
      new SatSpec(32, 32, 5_000_000, 1, 1, 32, 32, 32, 32L << 20, 76.8e9);

  private static TrainingNetwork network(KnownNetwork known) {
    return known.network(known.name().toLowerCase(Locale.ROOT), known.usualBatch());
  }

  private static long cycles(SatSpec spec, TrainingNetwork network, TrainingPlan plan) {
    return TrainingIteration.of(spec, network, plan).cycles();
  }

  private static double arraySpeedup(TrainingNetwork network, NmSparsity pattern) {
    TrainingPlan plan = TrainingPlan.best(Method.BDWP, pattern);
    return (double) TrainingIteration.of(PLAIN, network, plan.dense()).stack().array()
        / TrainingIteration.of(PLAIN, network, plan).stack().array();
  }

  /** What an independent count of the same formulas has, to its printed digits. */
  @ParameterizedTest
  @CsvSource({
    "RESNET9, 5.816e11, 1.497, 1.986, 2.274",
    "RESNET18, 3.409e12, 1.498, 1.897, 2.136",
    "RESNET18_224, 1.363e12, 1.465, 1.823, 2.031",
    "RESNET50, 3.110e12, 1.484, 1.903, 2.168"
  })
  void arrayAlone_knownNetworks_isAsCounted(
      KnownNetwork known, double macs, double at4, double at8, double at16) {
    TrainingNetwork network = network(known);
    assertThat((double) network.macs()).isCloseTo(macs, within(macs * 2e-4));
    assertThat(arraySpeedup(network, new NmSparsity(2, 4))).isCloseTo(at4, within(6e-4));
    assertThat(arraySpeedup(network, new NmSparsity(2, 8))).isCloseTo(at8, within(6e-4));
    assertThat(arraySpeedup(network, new NmSparsity(2, 16))).isCloseTo(at16, within(6e-4));
  }

  @ParameterizedTest
  @EnumSource(KnownNetwork.class)
  void speedup_growsWithTheGroup_andStaysBelowItsCeiling(KnownNetwork known) {
    TrainingNetwork network = network(known);
    for (Method method : List.of(Method.SR_STE, Method.BDWP)) {
      double before = 1;
      for (int group : new int[] {4, 8, 16}) {
        TrainingPlan plan = TrainingPlan.best(method, new NmSparsity(2, group));
        double speedup = (double) cycles(SAT, network, plan.dense()) / cycles(SAT, network, plan);
        double ratio = group / 2.0;
        double ceiling = method == Method.BDWP ? 3 / (2 / ratio + 1) : 3 / (1 / ratio + 2);
        assertThat(speedup).isGreaterThan(before).isLessThan(ceiling);
        TrainingIteration run = TrainingIteration.of(SAT, network, plan);
        assertThat((double) network.macs() / run.executedMacs()).isLessThan(ceiling);
        before = speedup;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KnownNetwork.class)
  void optimizations_areNeverSlower(KnownNetwork known) {
    TrainingNetwork network = network(known);
    for (int group : new int[] {4, 8, 16, 32}) {
      for (Method method : List.of(Method.DENSE, Method.SR_STE, Method.BDWP)) {
        NmSparsity pattern = method == Method.DENSE ? NmSparsity.DENSE : new NmSparsity(2, group);
        TrainingPlan best = TrainingPlan.best(method, pattern);
        long cycles = cycles(SAT, network, best);
        assertThat(cycles(SAT.withInterleave(1), network, best)).isGreaterThanOrEqualTo(cycles);
        assertThat(cycles(SAT, network, best.withoutPregeneration()))
            .isGreaterThanOrEqualTo(cycles);
        for (Schedule schedule : Schedule.values()) {
          assertThat(cycles(SAT, network, best.with(schedule))).isGreaterThanOrEqualTo(cycles);
        }
      }
    }
  }

  @Test
  void reproduction_average_isNearThePaper() {
    List<ReproductionRow> rows = Papers.find("sat").orElseThrow().reproduce(Path.of("")).rows();
    List<ReproductionRow> theirs = new ArrayList<>();
    for (ReproductionRow row : rows) {
      if (row.theirs().isPresent()) {
        theirs.add(row);
      }
    }
    assertThat(theirs).hasSize(1);
    assertThat(theirs.get(0).theirs().getAsDouble()).isEqualTo(1.75);
    assertThat(theirs.get(0).ours()).isBetween(1.6, 1.93);
  }

  @TempDir private Path folder;

  private TrainingSpec read(String training, String... settings) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "gpt2", "n_embd": 64, "n_head": 4, "n_layer": 2, "n_inner": 128,
         "vocab_size": 100, "n_positions": 64, "activation_function": "gelu_new"}
        """);
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"),
            "accelerator: {clock: 200 MHz, bandwidth: 76.8 GB/s}\ntraining: " + training + "\n");
    return TrainingReader.read(file, Stream.of(settings).map(Setting::parse).toList());
  }

  @Test
  void report_ofATransformer_sumsUpAndHasItsHeadOverAllTokens() throws IOException {
    JsonNode report =
        TrainingReport.of(
            read("{model: config.json, sequence: 32, batch: 2, pattern: 2:4, optimizer: adam}"));
    long sum = 0;
    for (JsonNode part : report.path("cycleStack")) {
      sum += part.asLong();
    }
    assertThat(sum).isEqualTo(report.path("cycles").asLong());
    JsonNode head = report.path("layers").get(report.path("layers").size() - 1);
    assertThat(head.at("/stages/0/m").asLong()).isEqualTo(64);
    assertThat(head.at("/stages/0/n").asLong()).isEqualTo(100);
    assertThat(head.at("/stages/0/pattern").asText()).isEqualTo("dense");
    assertThat(report.path("speedup").asDouble()).isLessThan(1.5);
    assertThat(TrainingText.render(report)).contains("speedup", "Where the cycles went");
  }

  @Test
  void report_ofMoreOptimizerState_takesMoreTraffic() throws IOException {
    String training = "{network: resnet9, pattern: 2:8}";
    long momentum = TrainingReport.of(read(training)).path("dramBytes").asLong();
    long adam =
        TrainingReport.of(read(training, "training.optimizer=adam")).path("dramBytes").asLong();
    long parameters = TrainingReport.of(read(training)).path("parameters").asLong();
    assertThat(adam - momentum).isEqualTo(8 * parameters);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{network: resnet9} | training.pattern: is required unless the method is 'dense'",
        "{network: resnet9, pattern: 6:4} | N:M, N less than M, M a power of two up to 32",
        "{network: resnet9, pattern: 2:6} | N:M, N less than M, M a power of two up to 32",
        "{network: resnet, pattern: 2:4} | did you mean 'resnet9'?",
        "{network: resnet9, pattern: 2:8, method: transposable} | must keep half of a group",
        "{network: resnet9, pattern: 2:8, sequence: 4} | must only be written beside 'model'",
        "{model: config.json, pattern: 2:8} | is required beside a model of text",
        "{model: config.json, pattern: 2:8, sequence: 65} | training.sequence: "
      })
  void read_wrong_isOneLine(String training, String line) {
    assertThatThrownBy(() -> read(training))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.getMessage()).contains("t.yaml:2").contains(line));
  }
}
