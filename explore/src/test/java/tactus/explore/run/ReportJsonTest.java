package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.hw.CycleCause;

class ReportJsonTest {

  private static final List<String> CAUSES =
      List.of(
          "compute",
          "weightLoad",
          "fillDrain",
          "bankConflict",
          "vector",
          "stream",
          "otherEngine",
          "dramBandwidth",
          "storeDrain",
          "dramLatency",
          "dependence");

  private static ObjectNode report(String name, String... settings) {
    return ReportJson.of(PlainRuns.result(name, settings));
  }

  private static List<String> keys(JsonNode json) {
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static long sum(JsonNode list, String pointer) {
    long sum = 0;
    for (JsonNode item : list) {
      sum += item.at(pointer).longValue();
    }
    return sum;
  }

  private static void assertLaws(JsonNode report) {
    long cycles = report.path("cycles").longValue();
    assertThat(sum(report.path("cycleStack"), "")).isEqualTo(cycles);
    for (String list : List.of("kinds", "layers", "operators")) {
      assertThat(sum(report.path(list), "/cycles")).as(list).isEqualTo(cycles);
    }
    for (String list : List.of("kinds", "operators")) {
      assertThat(sum(report.path(list), "/macs")).as(list).isEqualTo(report.path("macs").asLong());
    }
    for (String cause : CAUSES) {
      long whole = report.path("cycleStack").path(cause).longValue();
      for (String list : List.of("layers", "operators")) {
        assertThat(sum(report.path(list), "/cycleStack/" + cause)).isEqualTo(whole);
      }
    }
    for (String level : List.of("/dram", "/scratchpad")) {
      for (String direction : List.of("/readBytes", "/writeBytes")) {
        assertThat(sum(report.path("operators"), "/traffic" + level + direction))
            .isEqualTo(report.at("/traffic" + level + direction).longValue());
      }
    }
    for (JsonNode operator : report.path("operators")) {
      assertThat(operator.path("utilization").doubleValue()).isBetween(0.0, 1.0);
      assertThat(operator.path("endCycle").longValue())
          .isBetween(operator.path("startCycle").longValue(), cycles);
      assertThat(sum(operator.path("cycleStack"), "")).isEqualTo(operator.path("cycles").asLong());
    }
    assertThat(report.path("utilization").doubleValue()).isBetween(0.0, 1.0);
    assertThat(report.path("peakScratchpadBytes").longValue())
        .isBetween(1L, report.at("/machine/scratchpadBytes").longValue());
  }

  @Test
  void of_model_hasTheKeysOfTheContractInOrder() {
    ObjectNode report = report("bert.yaml");

    assertThat(keys(report))
        .containsExactly(
            "schema",
            "name",
            "machine",
            "workload",
            "fidelity",
            "cycles",
            "seconds",
            "clockHz",
            "macs",
            "utilization",
            "skippedMacs",
            "cycleStack",
            "kinds",
            "layers",
            "operators",
            "traffic",
            "peakScratchpadBytes",
            "energyPicojoules",
            "areaSquareMicrometers",
            "energy",
            "bottleneck",
            "compile",
            "timeline");
    assertThat(keys(report.path("machine")))
        .containsExactly(
            "name",
            "clockHz",
            "matrixEngines",
            "vectorLanes",
            "scratchpadBytes",
            "dramBytesPerSecond",
            "peakMacsPerCycle",
            "dramBytesPerCycle");
    assertThat(keys(report.at("/machine/matrixEngines/0")))
        .containsExactly("rows", "columns", "dataflow", "pipelineDepth", "doubleBuffer");
    assertThat(keys(report.path("workload")))
        .containsExactly("name", "description", "operators", "macs", "parameters");
    assertThat(keys(report.path("cycleStack"))).isEqualTo(CAUSES);
    assertThat(keys(report.at("/kinds/0")))
        .containsExactly(
            "kind", "operators", "cycles", "share", "macs", "utilization", "dramBytes");
    assertThat(keys(report.at("/layers/0"))).containsExactly("layer", "cycles", "cycleStack");
    assertThat(keys(report.at("/operators/0")))
        .containsExactly(
            "name",
            "kind",
            "layer",
            "engine",
            "startCycle",
            "endCycle",
            "cycles",
            "macs",
            "utilization",
            "skippedMacs",
            "cycleStack",
            "traffic",
            "energyPicojoules",
            "mapping");
    assertThat(keys(report.at("/operators/0/mapping"))).containsExactly("tile", "order", "tiles");
    assertThat(keys(report.path("traffic"))).containsExactly("dram", "scratchpad");
    assertThat(keys(report.at("/traffic/dram")))
        .containsExactly("readBytes", "writeBytes", "byClass");
    assertThat(keys(report.at("/traffic/dram/byClass")))
        .containsExactly("weight", "activation", "kvCache");
    assertThat(keys(report.path("bottleneck"))).containsExactly("resource", "sentence", "whatIf");
    assertThat(keys(report.path("compile")))
        .containsExactly("plan", "plansConsidered", "plansSimulated");
    assertThat(CycleCause.values()).hasSameSizeAs(CAUSES);
  }

  @Test
  void of_model_obeysTheLaws() {
    ObjectNode report = report("bert.yaml");

    assertLaws(report);
    assertThat(report.path("schema").asText()).isEqualTo("tactus/run/1");
    assertThat(report.path("name").asText()).isEqualTo("bert");
    assertThat(report.path("fidelity").asText()).isEqualTo("fast");
    assertThat(report.at("/machine/dramBytesPerCycle").doubleValue()).isEqualTo(8.0);
    assertThat(report.at("/machine/dramBytesPerSecond").doubleValue()).isEqualTo(8e9);
    assertThat(report.path("seconds").doubleValue())
        .isEqualTo(report.path("cycles").asLong() / 1e9);
    assertThat(report.path("operators")).hasSize(report.at("/workload/operators").intValue());
    List<Long> kinds = new ArrayList<>();
    report.path("kinds").forEach(kind -> kinds.add(kind.path("cycles").longValue()));
    assertThat(kinds).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void of_severalEngines_obeysTheLaws() {
    assertLaws(report("gemms.yaml", "machine.matrix_engine.count=3"));
    assertLaws(report("gemms.yaml", "machine.dram.bandwidth=1 TB/s"));
  }

  @Test
  void of_timeline_isAscendingAndNamesOperators() {
    ObjectNode report = report("gemms.yaml", "machine.matrix_engine.count=2");

    List<String> names = new ArrayList<>();
    for (JsonNode engine : report.at("/timeline/engines")) {
      names.add(engine.path("name").asText());
      long start = 0;
      for (JsonNode span : engine.path("spans")) {
        assertThat(span.get(0).longValue()).isGreaterThanOrEqualTo(start);
        assertThat(span.get(1).longValue())
            .isBetween(span.get(0).longValue() + 1, report.path("cycles").longValue());
        assertThat(span.get(2).intValue()).isBetween(0, report.path("operators").size() - 1);
        start = span.get(0).longValue();
      }
    }
    assertThat(names)
        .containsExactly(
            "matrix engine 0", "matrix engine 1", "vector engine", "dma loads", "dma stores");
  }

  @Test
  void of_referenceFidelity_differsInNothingElse() {
    ObjectNode fast = report("gemms.yaml");
    ObjectNode reference = report("gemms.yaml", "fidelity=reference");

    assertThat(reference.remove("fidelity").asText()).isEqualTo("reference");
    fast.remove("fidelity");
    assertThat(reference).isEqualTo(fast);
  }

  @Test
  void of_topologyWithScaleSim_hasThePeersLayers() {
    ObjectNode report = report("topology.yaml");

    assertLaws(report);
    JsonNode layers = report.at("/peer/scaleSim3/layers");
    assertThat(layers).hasSize(2);
    // 5 x 4 folds of 2 * 8 + 8 + 20 - 2 cycles, one less in all.
    assertThat(layers.get(0).path("totalCycles").longValue()).isEqualTo(20 * 42 - 1);
    assertThat(layers.get(0).path("name").asText()).isEqualTo("first");
  }

  @Test
  void of_equalRuns_areEqualTexts() {
    String first = JsonText.of(report("bert.yaml"));

    assertThat(JsonText.of(report("bert.yaml"))).isEqualTo(first);
    assertThat(first).startsWith("{\n  \"schema\": \"tactus/run/1\",\n").endsWith("\n}\n");
    assertThat(first).doesNotContain(System.getProperty("user.dir"));
  }

  @Test
  void together_one_isTheReportItself() {
    ObjectNode report = report("gemms.yaml");

    assertThat(ReportJson.together(List.of(report))).isSameAs(report);
    ObjectNode both = ReportJson.together(List.of(report, report("topology.yaml")));
    assertThat(keys(both)).containsExactly("schema", "runs");
    assertThat(both.path("schema").asText()).isEqualTo("tactus/runs/1");
    assertThat(both.path("runs")).hasSize(2);
  }
}
