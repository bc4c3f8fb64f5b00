package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.hw.Fidelity;
import tactus.workload.DataType;

class RunReaderTest {

  private static final String MACHINE =
      """
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 4}
      scratchpad: {capacity: 64 KiB}
      dram: {bandwidth: 16 GB/s}
      """;

  private static final String BERT =
      """
      {"model_type": "bert", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
       "intermediate_size": 64, "vocab_size": 100, "max_position_embeddings": 64}
      """;

  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
       "intermediate_size": 64, "vocab_size": 100, "max_position_embeddings": 64}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A run of a machine in its own file and the given lines of a workload. */
  private Path run(String workload) throws IOException {
    write("machines/small.yaml", MACHINE);
    write("models/tiny-bert/config.json", BERT);
    write("models/tiny-llama/config.json", LLAMA);
    return write(
        "runs/a.yaml",
        "machine: ../machines/small.yaml\nworkload:\n" + workload.indent(2).stripTrailing() + "\n");
  }

  private static RunSpec read(Path file, String... settings) {
    return RunReader.read(file, Stream.of(settings).map(Setting::parse).toList());
  }

  private void assertRefused(Path file, String... lines) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.toString().replace(folder + "/", ""))
                    .containsExactly(lines));
  }

  @Test
  void read_model_buildsItsGraph() throws IOException {
    RunSpec spec =
        read(
            run(
                """
                model: ../models/tiny-bert/config.json
                phase: prefill
                batch: 2
                sequence: 16
                """));

    assertThat(spec.name()).isEqualTo("a");
    assertThat(spec.machine().name()).isEqualTo("small");
    assertThat(spec.fidelity()).isEqualTo(Fidelity.FAST);
    assertThat(spec.workload().graph().name()).isEqualTo("tiny-bert");
    assertThat(spec.workload().description())
        .isEqualTo("tiny-bert: prefill of 16 tokens, batch 2, bf16");
    assertThat(spec.workload().topology()).isEmpty();
  }

  @Test
  void read_phases_areDescribed() throws IOException {
    String model = "model: ../models/tiny-llama/config.json\n";

    assertThat(read(run(model + "phase: decode\nkv_length: 63\n")).workload().description())
        .isEqualTo("tiny-llama: decode of one token after 63, batch 1, bf16");
    assertThat(
            read(run(model + "phase: generate\nprompt: 1\nnew_tokens: 3\nweights: int8\n"))
                .workload()
                .description())
        .isEqualTo(
            "tiny-llama: prompt of 1 token, then 3 new tokens, batch 1,"
                + " int8 weights, bf16 activations, bf16 cache");
  }

  @Test
  void read_gemms_areOperators() throws IOException {
    RunSpec spec =
        read(run("gemms: [{name: g, m: 2, k: 3, n: 4, count: 2}]\ndata_type: fp8-e4m3\n"));

    assertThat(spec.workload().graph().operators())
        .extracting(operator -> operator.name() + " " + operator.output().type())
        .containsExactly("g.0 " + DataType.FP8_E4M3, "g.1 " + DataType.FP8_E4M3);
  }

  @Test
  void read_topology_detectsItsForm() throws IOException {
    write("runs/net.csv", "Layer, M, N, K,\nfirst, 4, 5, 6,\n");
    Path products = run("topology: net.csv\n");
    assertThat(read(products).workload().graph().macs()).isEqualTo(120);
    assertThat(read(products).workload().topology()).isPresent();

    write("runs/net.csv", "Layer, H, W, R, S, C, F, Stride,\nconv, 5, 5, 3, 3, 2, 4, 1,\n");
    assertThat(read(products).workload().graph().macs()).isEqualTo(9L * 18 * 4);
  }

  @Test
  void read_settings_reachTheMachineInItsFile() throws IOException {
    Path file = run("gemms: [{name: g, m: 2, k: 3, n: 4}]\n");

    RunSpec spec =
        read(
            file,
            "machine.matrix_engine.rows=16",
            "machine.dram.bandwidth=32 GB/s",
            "fidelity=reference",
            "workload.gemms[0].m=7",
            "name=b");

    assertThat(spec.name()).isEqualTo("b");
    assertThat(spec.machine().matrixEngines().get(0).rows()).isEqualTo(16);
    assertThat(spec.machine().dram().peakBytesPerSecond()).isEqualTo(32e9);
    assertThat(spec.fidelity()).isEqualTo(Fidelity.REFERENCE);
    assertThat(spec.workload().graph().macs()).isEqualTo(7 * 3 * 4);
  }

  @Test
  void read_machineInline_isRead() throws IOException {
    Path file =
        write(
            "inline.yaml",
            "machine:\n"
                + MACHINE.indent(2)
                + "workload: {gemms: [{name: g, m: 1, k: 1, n: 1}]}\n");

    assertThat(read(file).machine().matrixEngines().get(0).columns()).isEqualTo(4);
  }

  @Test
  void readMachine_runOrMachine_isTheMachine() throws IOException {
    Path file = run("gemms: [{name: g, m: 2, k: 3, n: 4}]\n");

    assertThat(RunReader.readMachine(file, List.of()))
        .isEqualTo(RunReader.readMachine(folder.resolve("machines/small.yaml"), List.of()));
  }

  @Test
  void read_missingFiles_areToldWhereTheyAreNamed() throws IOException {
    assertThatThrownBy(() -> read(folder.resolve("nothing.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("nothing.yaml: no such file");

    Path file = run("model: ../models/tiny-bart/config.json\nphase: prefill\nsequence: 1\n");
    assertRefused(
        file, "runs/a.yaml:3:3: workload.model: 'models/tiny-bart/config.json': no such file");

    Path near = run("topology: nets.csv\n");
    write("runs/net.csv", "");
    assertRefused(
        near,
        "runs/a.yaml:3:3: workload.topology: 'runs/nets.csv': no such file;"
            + " did you mean 'net.csv'?");
  }

  @Test
  void read_machineFileMissing_isToldWhereItIsNamed() throws IOException {
    write("m/small.yaml", MACHINE);
    Path file =
        write("b.yaml", "machine: m/smal.yaml\nworkload: {gemms: [{name: g, m: 1, k: 1, n: 1}]}\n");

    assertRefused(
        file, "b.yaml:1:1: machine: 'm/smal.yaml': no such file; did you mean 'small.yaml'?");
  }

  @Test
  void read_fileOfSomethingElse_isToldInOneLine() throws IOException {
    assertRefused(
        write("small.yaml", MACHINE),
        "small.yaml: must hold a run, with the keys machine and workload, but is a machine");
    assertRefused(
        write("config.json", BERT),
        "config.json: must hold a run (name, machine, workload, fidelity, numerics, scale_sim), a sweep (also axes,"
            + " objectives), a machine"
            + " (name, clock, matrix_engine, matrix_engines, vector_engine, scratchpad, dma,"
            + " dram, arithmetic, attention, stream_fabric, cost), a stream fabric (name, attention, fabric, graph, method, values,"
            + " arithmetic, fifo_depths), a training iteration (name, accelerator, training), a product of"
            + " sparse matrices (name, sparse_product, hash_block, versions, distribution, hash,"
            + " write_back, fidelity) or a residency problem (name, network, workload, operators, tensors,"
            + " machine, budgets, allocators, order, weights, kv_caches, alignment, effort), but has"
            + " keys such as 'model_type'");
  }

  @Test
  void read_unknownKey_isToldWithTheNearest() throws IOException {
    Path file =
        run("model: ../models/tiny-bert/config.json\nphase: prefill\nsequense: 16\nsequence: 4\n");

    assertThatThrownBy(() -> read(file))
        .hasMessageContaining(
            "a.yaml:5:3: workload.sequense: unknown key; did you mean 'sequence'? allowed: model,");
  }

  @Test
  void read_unknownPhase_isToldWithTheNearest() throws IOException {
    assertRefused(
        run("model: ../models/tiny-bert/config.json\nphase: prefil\nsequence: 1\n"),
        "runs/a.yaml:4:3: workload.phase: must be one of prefill, decode, generate,"
            + " but was 'prefil'; did you mean 'prefill'?");
  }

  @Test
  void read_problemsOfTheMachinesFile_areAllToldThere() throws IOException {
    Path file = run("gemms: [{name: g, m: 1, k: 1, n: 1}]\n");
    write(
        "machines/small.yaml", MACHINE.replace("rows: 8", "rows: 0").replace("16 GB/s", "16 GiB"));

    assertThatThrownBy(() -> read(file))
        .hasMessageContaining(
            "small.yaml:2:17: machine.matrix_engine.rows: must be an integer from 1 to")
        .hasMessageContaining("but was '0'")
        .hasMessageContaining("small.yaml:4:8: machine.dram.bandwidth: must be a bandwidth")
        .hasMessageContaining("but was '16 GiB'");
  }

  @Test
  void read_keysOfAnotherPhase_areRefused() throws IOException {
    String model = "model: ../models/tiny-llama/config.json\n";

    assertRefused(
        run(model + "phase: prefill\nsequence: 4\nkv_length: 3\n"),
        "runs/a.yaml:6:3: workload.kv_length: must not be written with phase 'prefill',"
            + " which takes sequence, but was '3'");
    assertRefused(
        run(model + "phase: decode\n"),
        "runs/a.yaml:2:1: workload.kv_length: is required with phase 'decode':"
            + " an integer of at least 0");
    assertRefused(
        run(model + "phase: generate\nprompt: 4\nsequence: 3\n"),
        "runs/a.yaml:2:1: workload.new_tokens: is required with phase 'generate':"
            + " an integer of at least 1",
        "runs/a.yaml:6:3: workload.sequence: must not be written with phase 'generate',"
            + " which takes prompt and new_tokens, but was '3'");
    assertRefused(
        run(model),
        "runs/a.yaml:2:1: workload.phase: is required beside 'model':"
            + " one of prefill, decode, generate");
    assertRefused(
        run(model + "phase: prefill\n"),
        "runs/a.yaml:2:1: workload.sequence: is required with phase 'prefill' of a model of text:"
            + " an integer of at least 1");
  }

  @Test
  void read_keysOfAnotherWorkload_areRefused() throws IOException {
    assertRefused(
        run("gemms: [{name: g, m: 1, k: 1, n: 1}]\nbatch: 4\nhead: omitted\n"),
        "runs/a.yaml:4:3: workload.batch: must not be written beside 'gemms', but was '4'",
        "runs/a.yaml:5:3: workload.head: must not be written beside 'gemms', but was 'omitted'");
    assertRefused(
        run(
            "model: ../models/tiny-bert/config.json\nphase: prefill\nsequence: 4\ndata_type: int8\n"),
        "runs/a.yaml:6:3: workload.data_type: must not be written beside 'model',"
            + " which has weights, activations, kv_cache, but was 'int8'");
    assertRefused(
        run("batch: 4\n"),
        "runs/a.yaml:2:1: workload: needs one of the keys model, topology, gemms");
  }

  @Test
  void read_gemmsOfOneName_areRefused() throws IOException {
    assertRefused(
        run("gemms:\n  - {name: g, m: 1, k: 1, n: 1}\n  - {name: g, m: 2, k: 1, n: 1}\n"),
        "runs/a.yaml:5:8: workload.gemms[1].name: must be unique, but was 'g'");
  }

  @Test
  void read_whatTheModelRefuses_isToldAtItsKey() throws IOException {
    assertRefused(
        run("model: ../models/tiny-bert/config.json\nphase: decode\nkv_length: 4\n"),
        "runs/a.yaml:4:3: workload.phase: phase of tiny-bert (bert) must be prefill:"
            + " an encoder makes no tokens, but was 'decode'");
    assertRefused(
        run("model: ../models/tiny-bert/config.json\nphase: prefill\nsequence: 65\n"),
        "runs/a.yaml:5:3: workload.sequence: sequence (65 tokens) of tiny-bert (bert) must be at"
            + " most 64, the longest the model was built for, but was '65'");
    assertRefused(
        run("model: ../models/tiny-llama/config.json\nphase: decode\nkv_length: 64\n"),
        "runs/a.yaml:5:3: workload.kv_length: sequence (65 tokens) of tiny-llama (llama) must be at"
            + " most 64, the longest the model was built for, but was '64'");
  }

  @Test
  void read_unknownArchitecture_isToldInItsFile() throws IOException {
    Path file = run("model: ../models/tiny-bert/config.json\nphase: prefill\nsequence: 4\n");
    write("models/tiny-bert/config.json", BERT.replace("\"bert\"", "\"berd\""));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.json:")
        .hasMessageContaining("model_type: must be a known architecture, but was 'berd'")
        .hasMessageContaining("did you mean 'bert'?");
  }

  @Test
  void read_topologyWithoutComma_isToldInItsLine() throws IOException {
    write("runs/net.csv", "Layer, M, N, K,\nfirst, 4, 5, 6\n");

    assertRefused(
        run("topology: net.csv\n"),
        "runs/net.csv:2:14: must end with a comma, or the last field '6' is lost");
  }

  @Test
  void read_scaleSimWithoutTopology_isRefused() throws IOException {
    Path file = run("gemms: [{name: g, m: 1, k: 1, n: 1}]\n");
    Files.writeString(file, Files.readString(file) + "scale_sim: x.cfg\n");

    assertRefused(
        file,
        "runs/a.yaml:4:1: scale_sim: must only be written with workload.topology, but was 'x.cfg'");
  }

  @Test
  void read_shippedRuns_areLegal() throws IOException {
    Path configs = Path.of("../configs");
    List<Path> files;
    try (Stream<Path> runs = Files.list(configs.resolve("runs"))) {
      files = Stream.concat(Stream.of(configs.resolve("quickstart.yaml")), runs).sorted().toList();
    }

    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      assertThat(ConfigKind.of(file)).isEqualTo(ConfigKind.RUN);
      assertThat(RunReader.read(file, List.of()).workload().graph().macs()).isPositive();
    }
    assertThat(ConfigKind.of(configs.resolve("machines/npu-32x32.yaml")))
        .isEqualTo(ConfigKind.MACHINE);
  }
}
