package tactus.explore.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.hw.MachineReader;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;

class ScaleSimImportTest {

  private static final Path CONFIGS = Path.of("..", "configs");
  private static final Path SHIPPED_CFG =
      CONFIGS.resolve("topologies").resolve("scale_32x32_ws.cfg");
  private static final Path SHIPPED_GEMM =
      CONFIGS.resolve("topologies").resolve("bert_base_s128_gemm.csv");
  private static final Path SHIPPED_CONV = CONFIGS.resolve("topologies").resolve("resnet50.csv");

  private static final Key<Section> MACHINE = Key.section("machine", MachineReader.MACHINE);
  private static final Key<Path> TOPOLOGY = Key.path("topology");
  private static final Key<String> DATA_TYPE = Key.string("data_type");
  private static final Key<Section> WORKLOAD =
      Key.section("workload", SectionType.of("workload", "A workload.", TOPOLOGY, DATA_TYPE));
  private static final Key<String> FIDELITY = Key.string("fidelity");
  private static final Key<Path> SCALE_SIM = Key.path("scale_sim").optional();

  /** The keys of a run that an import writes. */
  private static final SectionType RUN =
      SectionType.of("run", "A run.", MACHINE, WORKLOAD, FIDELITY, SCALE_SIM);

  private static final String CFG =
      """
      [general]
      run_name = small
      [run_presets]
      InterfaceBandwidth = CALC
      [architecture_presets]
      ArrayHeight = 8
      ArrayWidth = 12
      IfmapSramSzkB = 64
      FilterSramSzkB = 32
      OfmapSramSzkB = 16
      Dataflow = os
      Bandwidth = 20,30
      """;
  private static final String GEMM = "Layer, M, N, K,\nfc, 4, 5, 6,\n";

  @TempDir private Path folder;

  private Path cfg(String text) throws IOException {
    return Files.writeString(folder.resolve("scale.cfg"), text);
  }

  private Path topology(String text) throws IOException {
    return Files.writeString(folder.resolve("net.csv"), text);
  }

  private Section imported(String cfg, String topology) throws IOException {
    Path yaml = folder.resolve("run.yaml");
    ScaleSimImport.write(cfg(cfg), topology(topology), yaml, false);
    return read(yaml);
  }

  private static Section read(Path yaml) {
    return ConfigDocument.read(yaml, RUN).section();
  }

  private static MachineSpec machine(Section run) {
    return MachineReader.read(run.get(MACHINE));
  }

  private String text() throws IOException {
    return Files.readString(folder.resolve("run.yaml"));
  }

  @Test
  void write_smallMachine_readsAsTheMachine() throws IOException {
    Section run = imported(CFG, GEMM);

    MachineSpec machine = machine(run);
    assertThat(machine.name()).isEqualTo("small");
    assertThat(machine.periodTicks()).isEqualTo(1_000_000);
    assertThat(machine.matrixEngines())
        .containsExactly(
            new MatrixEngineSpec(
                8,
                12,
                Dataflow.OUTPUT_STATIONARY,
                1,
                PipelineStyle.CHAINED,
                false,
                PartialFolds.PADDED,
                16 * 1024 * 4,
                32));
    assertThat(machine.vectorEngine().lanes()).isEqualTo(12);
    assertThat(machine.scratchpad().capacityBytes()).isEqualTo((64 + 32 + 16) * 1024);
    // Words of 4 B divide 8 and 12; 16 of them are a vector of twelve 32-bit sums.
    assertThat(machine.scratchpad().wordBytes()).isEqualTo(4);
    assertThat(machine.scratchpad().banks()).isEqualTo(16);
    assertThat(machine.dma().setupCycles()).isZero();
    // 8 + 2 * 12 B a cycle at 1 GHz.
    assertThat(machine.dram().burstBytes()).isEqualTo(32);
    assertThat(machine.dram().peakBytesPerSecond()).isEqualTo(32e9);
    assertThat(machine.dram().latencyTicks()).isEqualTo(1_000_000);
    assertThat(run.get(WORKLOAD).get(TOPOLOGY)).hasSameTextualContentAs(folder.resolve("net.csv"));
    assertThat(run.get(WORKLOAD).get(DATA_TYPE)).isEqualTo("int8");
    assertThat(run.get(FIDELITY)).isEqualTo("fast");
    assertThat(run.find(SCALE_SIM)).hasValueSatisfying(path -> assertThat(path).exists());
  }

  @ParameterizedTest
  @CsvSource({"os, OUTPUT_STATIONARY", "ws, WEIGHT_STATIONARY", "is, INPUT_STATIONARY"})
  void write_dataflow_isKept(String theirs, Dataflow ours) throws IOException {
    MachineSpec machine = machine(imported(CFG.replace("= os", "= " + theirs), GEMM));

    assertThat(machine.matrixEngines().get(0).dataflow()).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 65536", "65536, 1", "65536, 65536", "7, 13", "256, 256", "1000, 24"})
  void write_anyArray_isAMachineWhoseScratchpadKeepsUp(int rows, int columns) throws IOException {
    String cfg =
        CFG.replace("ArrayHeight = 8", "ArrayHeight = " + rows)
            .replace("ArrayWidth = 12", "ArrayWidth = " + columns);

    MachineSpec machine = machine(imported(cfg, GEMM));

    assertThat(machine.scratchpad().writeBytesPerCycle())
        .isGreaterThanOrEqualTo(Math.max(rows, 4L * columns))
        .isGreaterThanOrEqualTo(machine.dram().burstBytes());
    assertThat(machine.dram().peakBytesPerSecond())
        .isGreaterThanOrEqualTo(1e9 * Math.min(65_536, rows + 2L * columns));
  }

  @Test
  void write_userMode_addsUpTheBandwidthsAndLeavesThePeerOut() throws IOException {
    Section run = imported(CFG.replace("CALC", "USER"), GEMM);

    // 10 words a cycle for each input if the file has no layout, and 20 for outputs.
    assertThat(machine(run).dram().peakBytesPerSecond()).isEqualTo(40e9);
    assertThat(machine(run).dram().burstBytes()).isEqualTo(64);
    assertThat(run.find(SCALE_SIM)).isEmpty();
    assertThat(text()).contains("for InterfaceBandwidth = CALC only, but was USER");
  }

  @Test
  void write_moreBandwidthThanADmaEngineMoves_takesWhatItMoves() throws IOException {
    Section run = imported(CFG.replace("CALC", "USER").replace("20,30", "2000000000"), GEMM);

    assertThat(machine(run).dram().peakBytesPerSecond()).isEqualTo(65_536e9);
    assertThat(text()).contains("2000000020 B a cycle, more than the DMA engine moves");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "1e3",
        "0x10",
        "a: b",
        "# none",
        "\"quoted\"",
        "back\\slash",
        "'",
        "{x}",
        "-",
        "é"
      })
  void write_oddRunName_isKept(String name) throws IOException {
    assertThat(machine(imported(CFG.replace("small", name), GEMM)).name()).isEqualTo(name);
  }

  @Test
  void write_oddFileNames_areFound() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("my nets: #1"));
    Path cfg = Files.writeString(sources.resolve("1.0"), CFG);
    Path topology = Files.writeString(sources.resolve("{net}.csv"), GEMM);
    Path yaml = folder.resolve("runs").resolve("deep").resolve("run.yaml");

    ScaleSimImport.write(cfg, topology, yaml, false);

    Section run = read(yaml);
    assertThat(run.find(SCALE_SIM))
        .hasValueSatisfying(path -> assertThat(path).hasSameTextualContentAs(cfg));
    assertThat(run.get(WORKLOAD).get(TOPOLOGY)).hasSameTextualContentAs(topology);
  }

  @Test
  void write_sameAgain_changesNothing() throws IOException {
    Path yaml = folder.resolve("run.yaml");
    ScaleSimImport.write(cfg(CFG), topology(GEMM), yaml, false);
    String before = text();

    ScaleSimImport.write(cfg(CFG), topology(GEMM), yaml, false);

    assertThat(text()).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("scale.cfg", "net.csv", "run.yaml");
    }
  }

  @Test
  void write_overAnotherFile_isRefused() throws IOException {
    Path yaml = Files.writeString(folder.resolve("run.yaml"), "mine: true\n");

    assertRefused(
        cfg(CFG),
        topology(GEMM),
        yaml,
        yaml + ": is there already and says something else; it is only overwritten with --force");
    assertThat(text()).isEqualTo("mine: true\n");
  }

  @Test
  void write_toADirectory_isRefused() throws IOException {
    assertRefused(
        cfg(CFG), topology(GEMM), folder, folder + ": is a directory, but must be a file");
  }

  @Test
  void write_belowAFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertRefused(
        cfg(CFG),
        topology(GEMM),
        file.resolve("run.yaml"),
        file.resolve("run.yaml") + ": cannot be written: '" + file + "' is no directory");
  }

  @Test
  void write_largerArrayThanAMachineMayHave_isRefused() throws IOException {
    Path cfg = cfg(CFG.replace("ArrayWidth = 12", "ArrayWidth = 65537"));

    assertRefused(
        cfg,
        topology(GEMM),
        folder.resolve("run.yaml"),
        cfg
            + ": architecture_presets.ArrayWidth: must be at most 65536 for a machine to be made"
            + " of it, but was 65537");
  }

  @Test
  void write_missingFiles_nameThem() throws IOException {
    Path missing = folder.resolve("gone");
    Path yaml = folder.resolve("run.yaml");

    assertRefused(missing, topology(GEMM), yaml, missing + ": no such file");
    assertRefused(cfg(CFG), missing, yaml, missing + ": no such file");
    assertThat(yaml).doesNotExist();
  }

  @Test
  void write_malformedTopology_namesTheLineAndWritesNothing() throws IOException {
    Path topology = topology("Layer, M, N, K,\nfc, 4, 5,\n");
    Path yaml = folder.resolve("run.yaml");

    assertThatThrownBy(() -> ScaleSimImport.write(cfg(CFG), topology, yaml, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(topology + ":2: ");
    assertThat(yaml).doesNotExist();
  }

  @Test
  void write_shippedConvolutions_makeARun() throws IOException {
    Path yaml = folder.resolve("run.yaml");

    ScaleSimImport.write(SHIPPED_CFG, SHIPPED_CONV, yaml, false);

    assertThat(read(yaml).get(WORKLOAD).get(TOPOLOGY)).hasSameTextualContentAs(SHIPPED_CONV);
  }

  @Test
  void write_shippedRun_isWhatTheImportWrites() {
    Path yaml = CONFIGS.resolve("runs").resolve("scale-sim-bert-base-layer.yaml");
    assertThat(yaml).exists();

    assertThatCode(() -> ScaleSimImport.write(SHIPPED_CFG, SHIPPED_GEMM, yaml, false))
        .doesNotThrowAnyException();

    assertThat(machine(read(yaml)).name()).isEqualTo("scale_32x32_ws");
  }

  private static void assertRefused(Path cfg, Path topology, Path yaml, String message) {
    assertThatThrownBy(() -> ScaleSimImport.write(cfg, topology, yaml, false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
