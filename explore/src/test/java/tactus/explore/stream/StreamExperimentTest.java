package tactus.explore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import tactus.explore.run.ConfigKind;

class StreamExperimentTest {

  private static final Path CONFIGS = Path.of("../configs/streams");

  @TempDir private Path folder;

  private static StreamExperiment run(String file, String... settings) {
    return new StreamExperiment(
        StreamReader.read(CONFIGS.resolve(file), Stream.of(settings).map(Setting::parse).toList()));
  }

  private void assertRefused(String text, String... problems) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), text);
    assertThatThrownBy(() -> StreamReader.read(file, List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.problems()).hasSameSizeAs(problems);
              for (int i = 0; i < problems.length; i++) {
                assertThat(e.problems().get(i).toString()).contains(problems[i]);
              }
            });
  }

  @Test
  void shippedFiles_areLegalAndRun() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(CONFIGS)) {
      files = all.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(5);
    for (Path file : files) {
      assertThat(ConfigKind.of(file)).isEqualTo(ConfigKind.STREAM);
      StreamExperiment experiment = new StreamExperiment(StreamReader.read(file, List.of()));
      assertThat(experiment.isDeadlocked()).isFalse();
      assertThat(experiment.report().path("cycles").asLong()).isPositive();
      assertThat(StreamText.render(experiment.report())).contains("cycles ");
    }
  }

  @Test
  void report_ofThePublishedRun_hasItsCyclesAndChannels() {
    ObjectNode report = run("naive-512.yaml").report();

    assertThat(report.path("schema").asText()).isEqualTo("tactus/stream/1");
    assertThat(report.path("cycles").asLong()).isEqualTo(525_364);
    assertThat(report.path("cyclesOfRoundBound").isNull()).isTrue();
    assertThat(
            run("naive-512.yaml", "attention.keys=64")
                .report()
                .path("cyclesOfRoundBound")
                .asDouble())
        .isEqualTo(128);
    assertThat(report.path("channels").get(3).path("name").asText()).isEqualTo("score-long");
    assertThat(report.path("channels").get(3).path("depth").asLong()).isEqualTo(546);
    assertThat(report.path("channels").get(1).path("depth").isNull()).isTrue();
  }

  @Test
  void report_isTheSameByAllMethods() {
    String jumped = run("naive-512.yaml", "attention.keys=64").report().path("units").toString();
    for (String method : List.of("run-to-block", "event-queue")) {
      assertThat(
              run("naive-512.yaml", "attention.keys=64", "method=" + method)
                  .report()
                  .path("units")
                  .toString())
          .isEqualTo(jumped);
    }
  }

  @Test
  void report_ofADeadlock_namesTheChannel() {
    StreamExperiment experiment = run("naive-512.yaml", "fabric.depths.score-long=511");

    assertThat(experiment.isDeadlocked()).isTrue();
    assertThat(experiment.report().path("deadlock").path("tooShort").get(0).toString())
        .isEqualTo("{\"channel\":\"score-long\",\"depth\":511,\"sufficient\":512}");
    assertThat(StreamText.render(experiment.report()))
        .contains("channel score-long holds 511 tokens, must hold at least 512");
  }

  @Test
  void report_withValues_isAttention() {
    assertThat(run("causal-values.yaml").report().path("values").path("greatestError").asDouble())
        .isBetween(0.0, 1e-12);
  }

  @Test
  void report_withDepths_findsTheLawOfTheLongChannel() {
    ObjectNode report = run("fifo-depths.yaml", "attention.keys=64").report();

    assertThat(report.path("fifoDepths").path("points")).hasSize(4);
    assertThat(
            report
                .path("fifoDepths")
                .path("points")
                .get(0)
                .path("depths")
                .path("score-long")
                .asLong())
        .isEqualTo(64 + 16);
  }

  @Test
  void read_wrongFiles_areToldInOneLineEach() throws IOException {
    assertRefused(
        "attention: {variant: naiv, keys: 0}\n",
        "attention.variant: must be",
        "attention.keys: must be");
    assertRefused(
        "attention: {variant: naive, keys: 8, heads: 6, key_heads: 4}\n",
        "attention.key_heads: must divide the query heads (6)");
    assertRefused(
        "attention: {variant: naive, keys: 8, queries: 9, causal: true}\n",
        "attention.queries: must be at most keys (8) with a causal mask");
    assertRefused(
        "attention: {variant: naive, keys: 8}\nfabric: {depths: {score-long: 0}}\n",
        "fabric.depths.score-long: must be");
    assertRefused(
        "attention: {variant: naive, keys: 8}\nfabric: {units: {sum: {latency: 0}}}\n",
        "fabric.units.sum.latency: must be");
    assertRefused(
        "attention: {variant: naive, keys: 8, dimension: 6}\n"
            + "fabric: {vector_width: 4, row_lanes: 3}\n",
        "fabric: vector_width (4) must divide the dimension (6)",
        "fabric: row_lanes (3) must divide the rows (8)");
  }

  @Test
  void report_ofElementaryUnits_hasTheReferencesCyclesAndAttention() {
    String small = "attention.keys=64";
    ObjectNode report = run("elementary-values.yaml", small, "attention.dimension=4").report();
    assertThat(report.path("cycles").asLong()).isEqualTo(16_395);
    assertThat(report.path("values").path("greatestError").asDouble()).isBetween(0.0, 1e-12);

    String naive = "attention.variant=naive";
    assertThat(
            run("elementary-values.yaml", small, naive, "fabric.elementary.long_depth=66")
                .report()
                .path("cycles")
                .asLong())
        .isEqualTo(64 * 64 * 8 + 64 * 8 + 8);
    assertThat(
            run("elementary-values.yaml", small, naive, "fabric.elementary.long_depth=63")
                .isDeadlocked())
        .isTrue();
  }

  @Test
  void read_whatElementaryUnitsCannotDo_isToldInOneLineEach() throws IOException {
    assertRefused(
        "attention: {variant: deferred, keys: 8, queries: 2, heads: 2}\n"
            + "fabric: {elementary: {}}\n",
        "attention: variant (deferred) must be naive or memory-free with elementary units",
        "attention: heads (2) must be 1",
        "attention: queries (2) must be as many as keys");
    assertRefused(
        "attention: {variant: naive, keys: 8}\nfabric: {elementary: {depth: 2}, row_lanes: 2}\n",
        "fabric.row_lanes: must not be written with elementary");
  }

  private static final String FORK =
      """
      graph:
        rounds: 50
        units:
          - {name: in, kind: source}
          - {name: sum, kind: reduce, group: 8, latency: 3}
          - {name: scale, kind: map, held: true, group: 8, latency: 2}
          - {name: out, kind: sink}
        channels:
          - {name: short, from: in, to: sum, depth: 2}
          - {name: long, from: in, to: scale, depth: DEPTH}
          - {name: sums, from: sum, to: scale, input: 1, depth: 1}
          - {name: scaled, from: scale, to: out}
      """;

  @Test
  void report_ofAnyGraph_hasItsCyclesOrItsDeadlock() throws IOException {
    Path file = folder.resolve("fork.yaml");
    Files.writeString(file, FORK.replace("DEPTH", "16"));
    ObjectNode report = new StreamExperiment(StreamReader.read(file, List.of())).report();
    assertThat(report.path("cyclesOfRoundBound").asDouble()).isEqualTo(8);
    assertThat(report.path("cycles").asLong()).isBetween(400L, 430L);
    assertThat(StreamText.render(report)).startsWith("fork\n");

    Files.writeString(file, FORK.replace("DEPTH", "7"));
    StreamExperiment shorter = new StreamExperiment(StreamReader.read(file, List.of()));
    assertThat(shorter.isDeadlocked()).isTrue();
    assertThat(StreamText.render(shorter.report()))
        .contains("channel long holds 7 tokens, must hold at least 8");
  }

  @Test
  void read_wrongGraphs_areToldInOneLineEach() throws IOException {
    assertRefused(
        FORK.replace("group: 8, latency: 2", "group: 4, latency: 2").replace("DEPTH", "9"),
        "a.yaml:11:7: graph.channels[2]: channel sums: rates must fit");
    assertRefused(
        FORK.replace("input: 1, ", "").replace("DEPTH", "9"),
        "a.yaml:6:7: graph.units[2]: input 0 of unit scale must be bound to one channel, but is bound to 2",
        "a.yaml:6:7: graph.units[2]: input 1 of unit scale must be bound to one channel, but is bound to none");
    assertRefused(FORK.replace("DEPTH", "0"), "graph.channels");
    assertRefused(FORK.replace("DEPTH", "9") + "values: true\n", "values: must only be written");
    assertRefused("method: jump\n", "needs one of the keys attention, graph");
  }
}
