package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import tactus.explore.report.ResidencyPage;
import tactus.explore.report.ResidencyText;

class ResidencyReaderTest {

  private static final Path CONFIGS = Path.of("../configs/residency");

  @TempDir private Path folder;

  private void assertRefused(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), text);
    assertThatThrownBy(() -> ResidencyStages.run(file, List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().get(0).toString()).endsWith(problem).doesNotContain("\n");
            });
  }

  @Test
  void run_shippedFiles_planEveryBudgetByEveryAllocator() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(CONFIGS)) {
      files = all.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    for (Path file : files) {
      assertThat(ConfigKind.of(file)).isEqualTo(ConfigKind.RESIDENCY);
      ObjectNode report = ResidencyStages.run(file, List.of());
      for (JsonNode budget : report.path("budgets")) {
        assertThat(budget.path("plans")).hasSize(5);
        long best = budget.path("plans").path(0).path("bytes").asLong();
        budget
            .path("plans")
            .forEach(plan -> assertThat(plan.path("bytes").asLong()).isGreaterThanOrEqualTo(best));
      }
      assertThat(ResidencyText.render(report, 200)).contains("optimal");
      assertThat(ResidencyPage.render(report)).contains("drawResidency").doesNotContain("{{");
    }
  }

  @Test
  void run_toy_movesNothingInAnotherOrder() {
    ObjectNode report = ResidencyStages.run(CONFIGS.resolve("toy4.yaml"), List.of());

    JsonNode plans = report.path("budgets").path(0).path("plans");
    assertThat(plans.path(0).path("bytes").asLong()).isZero();
    assertThat(plans.path(0).path("steps").toString()).isEqualTo("[\"t1\",\"t2\",\"t0\",\"t3\"]");
    assertThat(plans.path(1).path("bytes").asLong()).isEqualTo(20);
    assertThat(plans.path(1).path("proven").asBoolean()).isTrue();
  }

  @Test
  void run_twice_printsTheSameBytes() {
    Path file = CONFIGS.resolve("vit-b-16.yaml");

    assertThat(JsonText.of(ResidencyStages.run(file, List.of())))
        .isEqualTo(JsonText.of(ResidencyStages.run(file, List.of())));
  }

  @Test
  void run_machine_movesWhatIsPlannedAndStreamed() {
    ObjectNode report =
        ResidencyStages.run(
            Path.of("../configs/benchmarks/bert-base-1mib.yaml"),
            List.of(
                Setting.parse("allocators=[cosma-fixed]"), Setting.parse("workload.sequence=16")));

    JsonNode row = report.path("simulated").path(0);
    assertThat(row.path("dramBytes").asLong())
        .isEqualTo(row.path("plannedBytes").asLong() + row.path("streamedBytes").asLong());
    assertThat(report.path("simulated").path(1).path("allocator").asText()).isEqualTo("none");
  }

  @Test
  void run_machineWithWeightsAndCaches_movesWhatIsPlannedLoadedAndStreamed() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "gpt2", "n_embd": 64, "n_head": 2, "n_layer": 2, "vocab_size": 100,
         "n_positions": 64, "activation_function": "gelu_new"}
        """);
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            """
            workload: {model: config.json, phase: generate, prompt: 8, new_tokens: 3}
            machine:
              extends: %s
              scratchpad: {capacity: 512 KiB}
            weights: true
            kv_caches: true
            budgets: [128 KiB]
            allocators: [cosma]
            """
                .formatted(Path.of("../configs/machines/npu-32x32.yaml").toAbsolutePath()));
    JsonNode rows = ResidencyStages.run(file, List.of()).path("simulated");

    JsonNode row = rows.path(0);
    long loaded = row.path("firstLoadBytes").asLong();
    assertThat(loaded).isPositive();
    assertThat(row.path("dramBytes").asLong())
        .isEqualTo(row.path("plannedBytes").asLong() + loaded + row.path("streamedBytes").asLong());
    assertThat(row.path("dramBytes").asLong())
        .isLessThan(rows.path(1).path("dramBytes").asLong() / 2);
  }

  @Test
  void run_tensorAboveBudget_namesItAndTheLeastBudget() throws IOException {
    assertRefused(
        """
        operators:
          - {name: a, bytes: 100 B}
          - {name: b, bytes: 100 B, inputs: [a]}
        budgets: [50 B]
        """,
        "a.yaml:4:1: budgets: tensor a (100 B) is larger than the budget (50 B); the least budget"
            + " that works is 200 B");
  }

  @Test
  void run_operandsAboveBudget_namesTheOperatorAndTheLeastBudget() throws IOException {
    assertRefused(
        """
        operators:
          - {name: a, bytes: 100 B}
          - {name: b, bytes: 100 B, inputs: [a]}
        budgets: [peak, 150 B]
        """,
        "budgets: operator b takes 200 B for its operands, and the budget is 150 B; the least budget"
            + " that works is 200 B");
  }

  @Test
  void run_machineTooSmall_namesTheOperatorAndTheLeastCapacity() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            """
            workload: {gemms: [{name: g, m: 64, k: 64, n: 64}]}
            machine:
              extends: %s
              scratchpad: {capacity: 1 KiB}
            """
                .formatted(Path.of("../configs/machines/npu-32x32.yaml").toAbsolutePath()));
    assertThatThrownBy(() -> ResidencyStages.run(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "a.yaml:4:16: machine.scratchpad.capacity: g: scratchpad (capacity 1024 B) is too small")
        .hasMessageContaining("the least capacity that would do is")
        .hasMessageNotContaining("\n");
  }

  @Test
  void run_operatorThatReadsItself_isACycle() throws IOException {
    assertRefused(
        "operators: [{name: a, bytes: 1 B, inputs: [a]}]\n",
        "operators[0].inputs: must not lead back to the operator, but a needs a");
  }

  @Test
  void run_cycle_isToldWithItsOperators() throws IOException {
    assertRefused(
        """
        operators:
          - {name: a, bytes: 1 B, inputs: [c]}
          - {name: b, bytes: 1 B, inputs: [a]}
          - {name: c, bytes: 1 B, inputs: [b]}
        """,
        "must not lead back to the operator, but a needs c needs b needs a");
  }

  @Test
  void run_alignmentAboveBudget_isRefused() throws IOException {
    assertRefused(
        """
        operators: [{name: a, bytes: 1 B}]
        alignment: 256 B
        budgets: [100 B]
        """,
        "a.yaml:3:1: budgets: alignment (256 B) must not exceed the budget (100 B); the least budget"
            + " that works is 256 B");
    assertRefused(
        "operators: [{name: a, bytes: 1 B}]\nalignment: 3 B\n", "a power of two, but was '3 B'");
  }

  @Test
  void run_unknownWords_haveTheirNearestMatch() throws IOException {
    assertRefused("network: resnet-5\n", "transformer-block, but was 'resnet-5'");
    assertRefused(
        """
        operators:
          - {name: first, bytes: 1 B}
          - {name: second, bytes: 1 B, inputs: [frist]}
        """,
        "'frist' must be an operator or a tensor; did you mean 'first'? allowed: first,"
            + " second");
    assertRefused(
        "network: resnet-50\nbudgets: [some]\n",
        "'some' must be least, half, peak, default-peak or a size of at least 1 B, such as 64 KiB");
  }
}
