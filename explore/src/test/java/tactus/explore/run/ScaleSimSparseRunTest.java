package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.explore.peer.ScaleSimImport;

/** Sparse topologies of SCALE-Sim become N:M sparse runs, or say why not. */
class ScaleSimSparseRunTest {

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
      Dataflow = ws
      Bandwidth = 20,30
      [sparsity]
      SparsitySupport = true
      SparseRep = csr
      OptimizedMapping = false
      """;
  private static final String LAYERS =
      "Layer, M, N, K, S,\nfc, 10, 20, 30, 2:4,\nfc, 10, 20, 32, 1:8,\nlast, 4, 5, 6, 4:4,\n"
          + "odd, 8, 8, 8, 1:3,\n";

  @TempDir private Path folder;

  private String imported(String cfg) throws IOException {
    Path topology = Files.writeString(folder.resolve("net.csv"), LAYERS);
    Path run = folder.resolve("run.yaml");
    ScaleSimImport.write(Files.writeString(folder.resolve("scale.cfg"), cfg), topology, run, true);
    return Files.readString(run);
  }

  private ObjectNode report() {
    return ReportJson.of(
        RunStages.run(RunReader.read(folder.resolve("run.yaml"), List.of()), RunProgress.NONE));
  }

  @Test
  void import_layerWise_skipsWhatLayersLeaveOut() throws IOException {
    assertThat(imported(CFG))
        .contains("sparsity: {largest_group: 8}")
        .contains("odd is dense instead of 1:3: M of our engine is a power of two up to 32");
    ObjectNode report = report();
    // 2:4 of 30 stores 14 and both of the last two.
    long made = 10 * 20 * 16 + 10 * 20 * 4 + 4 * 5 * 6 + 8 * 8 * 8;
    long macs = report.get("macs").asLong();
    assertThat(macs - report.get("skippedMacs").asLong()).isEqualTo(made);
    assertThat(report.at("/peer/scaleSim3").isMissingNode()).isFalse();
  }

  @Test
  void import_whatIsNotTakenOver_saysWhy() throws IOException {
    assertThat(imported(CFG.replace("SparsitySupport = true", "SparsitySupport = false")))
        .contains("SparsitySupport is off")
        .doesNotContain("largest_group");
    assertThat(report().get("skippedMacs").asLong()).isZero();
    assertThat(imported(CFG.replace("OptimizedMapping = false", "OptimizedMapping = true")))
        .contains("(OptimizedMapping) are")
        .doesNotContain("largest_group");
    assertThat(imported(CFG.replace("Dataflow = ws", "Dataflow = is")))
        .contains("fc is dense instead of 2:4: input stationary")
        .doesNotContain("largest_group");
    assertThat(report().get("skippedMacs").asLong()).isZero();
  }
}
