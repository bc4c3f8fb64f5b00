package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Setting;
import tactus.hw.command.Dataflow;
import tactus.hw.command.VectorFunction;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

class MachineReaderTest {
  private static final Path MACHINES = Path.of("..", "configs", "machines");
  private static final String SMALLEST =
      """
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 4}
      scratchpad: {capacity: 64 KiB}
      dram: {bandwidth: 25.6 GB/s}
      """;

  private static MachineSpec machine(String yaml, String... settings) {
    ConfigDocument document =
        ConfigDocument.parse(yaml, Path.of("dir", "tiny.yaml"), MachineReader.MACHINE);
    return MachineReader.read(
        document.with(Stream.of(settings).map(Setting::parse).toList()).section());
  }

  private static List<String> problems(String... settings) {
    try {
      machine(SMALLEST, settings);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void read_smallestMachine_hasTheDocumentedDefaults() {
    MachineSpec machine = machine(SMALLEST);

    assertThat(machine.name()).isEqualTo("tiny");
    assertThat(machine.periodTicks()).isEqualTo(1_000_000);
    assertThat(machine.matrixEngines())
        .containsExactly(
            new MatrixEngineSpec(
                8,
                4,
                Dataflow.WEIGHT_STATIONARY,
                1,
                PipelineStyle.CHAINED,
                true,
                PartialFolds.PADDED,
                4 << 20,
                32));
    assertThat(machine.vectorEngine().lanes()).isEqualTo(128);
    assertThat(machine.vectorEngine().functions()).containsOnlyKeys(VectorFunction.values());
    assertThat(machine.vectorEngine().functions())
        .containsEntry(VectorFunction.SOFTMAX, new FunctionSpec(3, 2, 16))
        .containsEntry(VectorFunction.LAYER_NORM, new FunctionSpec(2, 1, 16))
        .containsEntry(VectorFunction.ADD, new FunctionSpec(1, 0, 4));
    assertThat(machine.scratchpad()).isEqualTo(new ScratchpadSpec(64 << 10, 32, 32, 1, 1));
    assertThat(machine.dma()).isEqualTo(new DmaSpec(256, 20));
    assertThat(machine.dram()).isEqualTo(new DramSpec(1, 256, 256, 10_000_000, 100_000_000, 32));
  }

  @Test
  void read_everyKey_reachesItsField() {
    MachineSpec machine =
        machine(
            """
            name: all
            clock: 500 MHz
            matrix_engines:
              - {count: 2, rows: 16, columns: 8, dataflow: output-stationary, pipeline_depth: 3,
                 pipeline: skewed, double_buffer: false, partial_folds: trimmed,
                 accumulator: 64 KiB, accumulator_bits: 24, accumulate_latency: 2,
                 interleave: 4}
              - {rows: 4, columns: 4, dataflow: input-stationary}
            vector_engine:
              lanes: 16
              functions:
                softmax: {passes: 2, reducing_passes: 1, latency: 41 ns}
            scratchpad: {capacity: 1 MiB, banks: 8, width: 64 B, read_ports: 2, write_ports: 3}
            dma: {outstanding: 7, setup: 101 ns}
            dram: {channels: 3, bandwidth: 30 GB/s, burst: 64 B, interleave: 1 KiB,
                   latency: 50 cycles, queue: 5}
            """);

    MatrixEngineSpec first =
        new MatrixEngineSpec(
                16,
                8,
                Dataflow.OUTPUT_STATIONARY,
                3,
                PipelineStyle.SKEWED,
                false,
                PartialFolds.TRIMMED,
                64 << 10,
                24)
            .with(new AccumulationSpec(2, 4));
    assertThat(machine.name()).isEqualTo("all");
    assertThat(machine.periodTicks()).isEqualTo(2_000_000);
    assertThat(machine.matrixEngines()).hasSize(3).startsWith(first, first);
    assertThat(machine.matrixEngines().get(2).dataflow()).isEqualTo(Dataflow.INPUT_STATIONARY);
    assertThat(machine.vectorEngine().lanes()).isEqualTo(16);
    assertThat(machine.vectorEngine().functions())
        .containsEntry(VectorFunction.SOFTMAX, new FunctionSpec(2, 1, 21));
    assertThat(machine.scratchpad()).isEqualTo(new ScratchpadSpec(1 << 20, 8, 64, 2, 3));
    assertThat(machine.dma()).isEqualTo(new DmaSpec(7, 51));
    assertThat(machine.dram()).isEqualTo(new DramSpec(3, 64, 1024, 6_400_000, 100_000_000, 5));
  }

  @Test
  void read_bandwidthThatDoesNotDivide_roundsTheBurstUp() {
    assertThat(machine(SMALLEST, "dram.bandwidth=30 GB/s").dram().burstTicks())
        .isEqualTo(8_533_334);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matrix_engine.rows=0 | must be an integer from 1 to 65536, but was '0'",
        "matrix_engine.accumulator=15 B | must hold a sum of each column,"
            + " that is, at least 16 B, but was '15 B'",
        "scratchpad.banks=12 | must be an integer from 1 to 1024, a power of two, but was '12'",
        "scratchpad.capacity=1000 B | must be a multiple of width (32 B), but was '1000 B'",
        "scratchpad.plans=[weight] | scratchpad.plans[0]: must be one of activations, weights,"
            + " kv-caches, but was 'weight'; did you mean 'weights'?",
        "scratchpad.capacity=64 | must be a size such as '64 KiB' of at least 1 B,"
            + " but '64' has no unit (units: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB)",
        "dram.burst=96 B | must be a size such as '64 KiB' from 1 B to 64 KiB, a power of two,"
            + " but was '96 B'",
        "dram.interleave=128 B | must be a multiple of burst (256 B), but was '128 B'",
        "dram.bandwidth=0 GB/s | must be a bandwidth such as '25.6 GB/s'"
            + " from 1 MB/s to 1000 TB/s, but '0 GB/s' is not above zero",
        "dram.latency=0 ns | must be a delay such as '20 cycles' or '100 ns', above 0 and at most"
            + " 1 ms or 1000000 cycles, but was '0 ns'",
        "clock=1 THz | must be a frequency such as '1 GHz', from 1 MHz to 100 GHz,"
            + " but was '1 THz' (units: Hz, kHz, MHz, GHz)",
        "clock=100 kHz | must be a frequency such as '1 GHz', from 1 MHz to 100 GHz,"
            + " but was '100 kHz'",
        "vector_engine.functions.softmax.reducing_passes=3 | must be less than passes (3),"
            + " but was '3'",
        "matrix_engine.dataflow=weight_stationary | must be one of weight-stationary,"
            + " output-stationary, input-stationary, flexible, reconfigurable, or a list, but was"
            + " 'weight_stationary'; did you mean 'weight-stationary'?",
        "matrix_engine.dataflow=[] | must be one of weight-stationary, output-stationary,"
            + " input-stationary, flexible, reconfigurable, or a list, but was an empty list",
        "matrix_engine.dataflow=[weight-stationary, output-stationary, weight-stationary] | must"
            + " have 'weight-stationary' once, but has it twice",
        "matrix_engine.dataflow=[flexible, output-stationary] | must not have 'flexible' beside"
            + " others: its multipliers lie between networks",
        "matrix_engine.dataflow_choice=output-stationary | must be 'offline' or one of the"
            + " dataflows (weight-stationary), but was 'output-stationary'",
        "matrix_engine.switch_cycles=3 | must be 0 with one dataflow: the interconnect is not"
            + " switched, but was '3'",
        "matrix_engine.distribution_bandwidth=4 | must not be written without dataflow 'flexible',"
            + " but was '4'"
      })
  void read_illegalValue_isToldAtItsKey(String setting, String message) {
    String key = setting.substring(0, setting.indexOf('='));

    assertThat(problems(setting)).containsExactly("--set " + key + ": " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matrix_engine.dataflow_choice=input-stationary | must be 'offline' or one of the"
            + " dataflows (weight-stationary, output-stationary), but was 'input-stationary'",
        "matrix_engine.dataflow_choice=offlin | must be one of offline, weight-stationary,"
            + " output-stationary, input-stationary, but was 'offlin'; did you mean 'offline'?",
        "matrix_engine.switch_cycles=-1 | must be an integer from 0 to 65536, but was '-1'"
      })
  void read_illegalSwitchedEngine_isToldAtItsKey(String setting, String message) {
    String key = setting.substring(0, setting.indexOf('='));

    assertThat(problems("matrix_engine.dataflow=reconfigurable", setting))
        .containsExactly("--set " + key + ": " + message);
  }

  @Test
  void read_unknownDataflowInAList_isToldAtItsEntry() {
    assertThat(problems("matrix_engine.dataflow=[weight-stationary, row-stationary]"))
        .singleElement()
        .asString()
        .startsWith(
            "--set matrix_engine.dataflow: matrix_engine.dataflow[1]: must be one of"
                + " weight-stationary,");
  }

  @Test
  void read_severalDataflows_areThoseOfTheInterconnect() {
    List<Dataflow> both = List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY);
    MatrixEngineSpec word =
        machine(SMALLEST, "matrix_engine.dataflow=reconfigurable").matrixEngines().get(0);
    MatrixEngineSpec list =
        machine(SMALLEST, "matrix_engine.dataflow=[output-stationary, weight-stationary]")
            .matrixEngines()
            .get(0);
    assertThat(word.interconnect()).isEqualTo(new InterconnectSpec(both, Optional.empty(), 0));
    assertThat(list).isEqualTo(word);
    assertThat(
            machine(
                    SMALLEST,
                    "matrix_engine.dataflow=reconfigurable",
                    "matrix_engine.pipeline_depth=4",
                    "matrix_engine.accumulate_latency=3",
                    "matrix_engine.interleave=2",
                    "matrix_engine.dataflow_choice=output-stationary",
                    "matrix_engine.switch_cycles=5")
                .matrixEngines())
        .extracting(MatrixEngineSpec::interconnect, MatrixEngineSpec::accumulation)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                new InterconnectSpec(both, Optional.of(Dataflow.OUTPUT_STATIONARY), 5),
                new AccumulationSpec(3, 2)));
    assertThat(machine(SMALLEST, "matrix_engine.dataflow=[output-stationary]").matrixEngines())
        .isEqualTo(machine(SMALLEST, "matrix_engine.dataflow=output-stationary").matrixEngines());
  }

  @Test
  void read_unlikeSwitchedEngines_areRefused() {
    assertThat(
            problems(
                "matrix_engine=",
                "matrix_engines=[{rows: 1, columns: 1, dataflow: reconfigurable},"
                    + " {rows: 1, columns: 1}]"))
        .containsExactly(
            "--set matrix_engines: must all have the same dataflows and dataflow_choice if one has"
                + " several: they share each product");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matrix_engine.distribution_bandwidth=3 | must divide the multipliers,"
            + " 'rows' times 'columns' (32), but was '3'",
        "matrix_engine.double_buffer=true | must not be written with dataflow 'flexible', which has"
            + " none, but was 'true'",
        "matrix_engine.rows=65536 | times 'columns' must be at most 65536 with dataflow"
            + " 'flexible', but was '65536'"
      })
  void read_illegalFlexibleEngine_isToldAtItsKey(String setting, String message) {
    String key = setting.substring(0, setting.indexOf('='));

    assertThat(problems("matrix_engine.dataflow=flexible", setting))
        .containsExactly("--set " + key + ": " + message);
  }

  @Test
  void read_flexibleEngine_hasNetworks() {
    MatrixEngineSpec engine =
        machine(
                SMALLEST,
                "matrix_engine.dataflow=flexible",
                "matrix_engine.distribution_bandwidth=8",
                "matrix_engine.reduction_bandwidth=3")
            .matrixEngines()
            .get(0);
    assertThat(engine.networks()).contains(new FlexibleNetworksSpec(8, 3));
    assertThat(machine(SMALLEST, "matrix_engine.dataflow=flexible").matrixEngines().get(0))
        .extracting(MatrixEngineSpec::networks)
        .isEqualTo(Optional.of(new FlexibleNetworksSpec(32, 4)));
  }

  @Test
  void read_plansWithoutAllocator_isRefused() {
    assertThat(problems("scratchpad.plans=[weights]"))
        .singleElement()
        .asString()
        .contains("scratchpad.plans: must only be written with allocator");
  }

  @Test
  void read_plansWithAllocator_areThoseClasses() {
    assertThat(
            machine(SMALLEST, "scratchpad.allocator=cosma", "scratchpad.plans=[weights]")
                .scratchpad()
                .plans())
        .containsExactly(Planned.WEIGHTS);
  }

  @Test
  void read_noRequiredKey_namesAllOfThem() {
    assertThatThrownBy(() -> machine("name: x\nscratchpad: {}\n"))
        .hasMessage(
            String.join(
                "\n",
                "dir/tiny.yaml: clock: is required:"
                    + " a frequency such as '1 GHz', from 1 MHz to 100 GHz",
                "dir/tiny.yaml: dram: is required: a section of keys (dram)",
                "dir/tiny.yaml: needs one of the keys matrix_engine, matrix_engines",
                "dir/tiny.yaml:2:1: scratchpad.capacity: is required:"
                    + " a size such as '64 KiB' of at least 1 B"));
  }

  @Test
  void read_enginesInBothForms_isRefused() {
    assertThat(problems("matrix_engines=[{rows: 1, columns: 1}]"))
        .containsExactly(
            "--set matrix_engines: must not be written beside 'matrix_engine';"
                + " only one of matrix_engine, matrix_engines may be");
  }

  @Test
  void read_noEngines_isRefused() {
    assertThatThrownBy(() -> machine(SMALLEST, "matrix_engine=", "matrix_engines=[]"))
        .hasMessage(
            "--set matrix_engines: must be a list, each entry a section of keys (matrix_engine),"
                + " not empty, but was an empty list");
  }

  static List<Path> shippedMachines() throws IOException {
    try (Stream<Path> files = Files.list(MACHINES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedMachines")
  void read_shippedMachine_isLegalAndNamedLikeItsFile(Path file) {
    MachineSpec machine = MachineReader.read(file, List.of());

    assertThat(file.getFileName()).hasToString(machine.name() + ".yaml");
    // At most a burst a cycle is issued: the DRAM's bandwidth must be within reach.
    double issuedBytesPerSecond = machine.dram().burstBytes() * machine.clockHz();
    assertThat(machine.dram().peakBytesPerSecond()).isLessThanOrEqualTo(issuedBytesPerSecond);
  }

  @Test
  void read_shippedMachines_areTheKnownOnes() throws IOException {
    assertThat(shippedMachines())
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly(
            "bf16-16x16.yaml",
            "dot-product-16x16.yaml",
            "edge-16x16.yaml",
            "flexible-32x32.yaml",
            "gather-128x128.yaml",
            "gpu-a100.yaml",
            "interleaved-32x32.yaml",
            "is-32x32.yaml",
            "npu-128x128-streaming.yaml",
            "npu-128x128.yaml",
            "npu-32x32.yaml",
            "os-32x32.yaml",
            "quad-128x128.yaml",
            "reconfigurable-32x32.yaml",
            "shared-pattern-32x32.yaml",
            "sparse-128x128.yaml",
            "tpu-v1-like.yaml");
  }

  @Test
  void read_shippedTpuV1_hasThePapersNumbers() {
    MachineSpec machine = MachineReader.read(MACHINES.resolve("tpu-v1-like.yaml"), List.of());

    assertThat(machine.processingElements()).isEqualTo(65_536);
    assertThat(machine.periodTicks()).isEqualTo(1_428_571);
    assertThat(machine.dram().peakBytesPerSecond()).isBetween(33.999e9, 34e9);
  }

  @Test
  void read_shippedStreaming_hasAFabricUnlessItIsTurnedOff() {
    Path file = MACHINES.resolve("npu-128x128-streaming.yaml");
    StreamFabricSpec fabric = MachineReader.read(file, List.of()).streamFabric().orElseThrow();

    assertThat(fabric.macsPerCycle()).isEqualTo(8192);
    // Both products, the scaling of the sums of values, and that of the sum of exponentials.
    assertThat(fabric.multipliers()).isEqualTo(64 * (3 * 64 + 1));
    assertThat(fabric.design().timing().product().intervalCycles()).isEqualTo(1);
    assertThat(MachineReader.read(file, List.of(Setting.parse("attention=matmul"))).streamFabric())
        .isEmpty();
  }
}
