package tactus.workload.scalesim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.BufferLayout;
import tactus.workload.scalesim.ScaleSimConfig.Representation;
import tactus.workload.scalesim.ScaleSimConfig.Sparsity;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;

class ScaleSimConfigReaderTest {

  private static final String VERSION_2 =
      """
      [general]
      run_name = old

      [architecture_presets]
      ArrayHeight:    8
      ArrayWidth:     4
      IfmapSramSzkB:  64
      FilterSramSzkB: 32
      OfmapSramSzkB:  16
      IfmapOffset:    0
      FilterOffset:   1000
      OfmapOffset:    2000
      Bandwidth : 10, 20
      Dataflow : os
      MemoryBanks:   1

      [run_presets]
      InterfaceBandwidth: CALC
      """;

  private static final String LAYOUT =
      """

      [layout]
      IfmapCustomLayout: True
      IfmapSRAMBankBandwidth: 10
      IfmapSRAMBankNum: 5
      IfmapSRAMBankPort: 3
      FilterCustomLayout: no
      FilterSRAMBankBandwidth: 12
      FilterSRAMBankNum: 6
      FilterSRAMBankPort: 1

      [sparsity]
      SparsitySupport : true
      SparseRep : csr
      OptimizedMapping : true
      BlockSize : 4
      RandomNumberGeneratorSeed : 40
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("machine.cfg"), text);
  }

  private ScaleSimConfig read(String text) throws IOException {
    return ScaleSimConfigReader.read(file(text));
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> ScaleSimConfigReader.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + message);
  }

  @Test
  void read_version2_takesDefaultsForWhatItLacks() throws IOException {
    ScaleSimConfig config = read(VERSION_2);

    assertThat(config.runName()).isEqualTo("old");
    assertThat(config.bandwidthMode()).isEqualTo(BandwidthMode.CALC);
    assertThat(config.ramulator()).isFalse();
    assertThat(config.arrayHeight()).isEqualTo(8);
    assertThat(config.arrayWidth()).isEqualTo(4);
    assertThat(config.ifmapSramKib()).isEqualTo(64);
    assertThat(config.filterSramKib()).isEqualTo(32);
    assertThat(config.ofmapSramKib()).isEqualTo(16);
    assertThat(config.filterOffset()).isEqualTo(1000);
    assertThat(config.ofmapOffset()).isEqualTo(2000);
    assertThat(config.dataflow()).isEqualTo(Stationary.OS);
    assertThat(config.bandwidths()).containsExactly(10, 20);
    assertThat(config.ifmapLayout()).isEqualTo(new BufferLayout(false, 10, 10, 2));
    assertThat(config.filterLayout()).isEqualTo(new BufferLayout(false, 10, 10, 2));
    assertThat(config.sparsity().mode()).isEqualTo(SparsityMode.DENSE);
  }

  @Test
  void read_version3_takesLayoutAndSparsity() throws IOException {
    ScaleSimConfig config = read(VERSION_2 + "UseRamulatorTrace = True\n" + LAYOUT);

    assertThat(config.ramulator()).isTrue();
    assertThat(config.ifmapLayout()).isEqualTo(new BufferLayout(true, 10, 5, 3));
    assertThat(config.filterLayout()).isEqualTo(new BufferLayout(false, 12, 6, 1));
    assertThat(config.sparsity())
        .isEqualTo(new Sparsity(SparsityMode.ROW_WISE, Representation.CSR, 4, 40));
  }

  @Test
  void read_shippedFile_isWeightStationary() {
    Path file = Path.of("..", "configs", "topologies", "scale_32x32_ws.cfg");

    ScaleSimConfig config = ScaleSimConfigReader.read(file);

    assertThat(config.dataflow()).isEqualTo(Stationary.WS);
    assertThat(config.arrayHeight()).isEqualTo(32);
    assertThat(config.sparsity().mode()).isEqualTo(SparsityMode.DENSE);
  }

  @Test
  void read_rulesOfPython_areKept() throws IOException {
    ScaleSimConfig config =
        read(
            "# first\n; second\n"
                + VERSION_2
                    .replace("ArrayHeight:", "arrayHEIGHT =")
                    .replace("run_name = old", "run_name = old\n  and  new")
                + "[DEFAULT]\nReadRequestBuffer = 7\n");

    assertThat(config.arrayHeight()).isEqualTo(8);
    assertThat(config.runName()).isEqualTo("old\nand  new");
    assertThat(config.readRequestBuffer()).isEqualTo(7);
    assertThat(config.writeRequestBuffer()).isEqualTo(32);
  }

  @Test
  void read_misspeltKey_namesIt() throws IOException {
    assertRefused(
        VERSION_2.replace("ArrayHeight", "ArrayHieght"),
        ":4: architecture_presets.ArrayHeight: must be given, but is missing;"
            + " did you mean 'arrayhieght' by it?");
  }

  @Test
  void read_misspeltSection_namesIt() throws IOException {
    assertRefused(
        VERSION_2.replace("[run_presets]", "[run_preset]"),
        ": [run_presets]: must be given, but is missing; did you mean 'run_preset' by it?");
  }

  @Test
  void read_wrongValues_areToldTogether() throws IOException {
    Path file =
        file(
            VERSION_2
                .replace("ArrayWidth:     4", "ArrayWidth: 0")
                .replace("FilterSramSzkB: 32", "FilterSramSzkB: 32 # KiB")
                .replace("Dataflow : os", "Dataflow : OS")
                .replace("CALC", "calc"));

    assertThatThrownBy(() -> ScaleSimConfigReader.read(file))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(
                        p -> p.line() + ":" + p.column() + " " + p.key() + " " + p.message())
                    .containsExactly(
                        "6:1 architecture_presets.ArrayWidth must be an integer from 1 to"
                            + " 2147483647, but was '0'",
                        "8:1 architecture_presets.FilterSramSzkB must be an integer from 1 to"
                            + " 2147483647, but was '32 # KiB'; comments need a line of their own",
                        "14:1 architecture_presets.Dataflow must be a known word, but was 'OS';"
                            + " did you mean 'os'? allowed: os, ws, is",
                        "18:1 run_presets.InterfaceBandwidth must be a known word, but was 'calc';"
                            + " did you mean 'CALC'? allowed: CALC, USER"));
  }

  @Test
  void read_userModeWithoutBandwidth_saysSo() throws IOException {
    assertRefused(
        VERSION_2.replace("CALC", "USER").replace("Bandwidth : 10, 20\n", ""),
        ":4: architecture_presets.Bandwidth: must be given, but is missing");
  }

  @Test
  void read_banksThatDoNotDivide_saysSo() throws IOException {
    assertRefused(
        VERSION_2 + LAYOUT.replace("IfmapSRAMBankNum: 5", "IfmapSRAMBankNum: 4"),
        ":22:1: layout.IfmapSRAMBankBandwidth: must be a multiple of IfmapSRAMBankNum (4),"
            + " but was 10");
  }

  @Test
  void read_blockHigherThanTheArray_saysSo() throws IOException {
    assertRefused(
        VERSION_2 + LAYOUT.replace("BlockSize : 4", "BlockSize : 16"),
        ":34:1: sparsity.BlockSize: must be at most ArrayHeight (8), but was 16");
  }

  @Test
  void read_malformedLines_areRefused() throws IOException {
    assertRefused(
        "ArrayHeight: 3\n",
        ":1:1: must be a section such as [general]," + " but was 'ArrayHeight: 3'");
    assertRefused(
        VERSION_2.replace("ArrayWidth:     4", "ArrayWidth"),
        ":6:1: must be a key, '=' or ':' and a value, but was 'ArrayWidth'");
    assertRefused(
        VERSION_2 + "InterfaceBandwidth = USER\n",
        ":19:1: InterfaceBandwidth: is written twice; first in line 18");
    assertRefused(VERSION_2 + "[general]\n", ":19:1: [general]: is written twice; first in line 1");
  }

  @Test
  void read_missingFile_saysSo() {
    Path file = folder.resolve("none.cfg");

    assertThatThrownBy(() -> ScaleSimConfigReader.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": no such file");
  }
}
