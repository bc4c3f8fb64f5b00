package tactus.explore.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tactus.config.ConfigException;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

class ScaleSim3Test {

  private static final ScaleSimLayer DENSE =
      new ScaleSimLayer("fc1", new MatMulShape(1, 4, 4, 4), 1, 1);
  private static final ScaleSimLayer SPARSE =
      new ScaleSimLayer("fc2", new MatMulShape(1, 4, 4, 4), 2, 4);

  private static ScaleSimTopology net(ScaleSimLayer... layers) {
    return new ScaleSimTopology("net", List.of(layers));
  }

  private static ScaleSimConfig withSparsity(SparsityMode mode) {
    return ScaleSimMachines.machine(4, 4, Stationary.WS, BandwidthMode.CALC, false, mode);
  }

  private static void assertRefused(
      ScaleSimConfig config, ScaleSimTopology topology, String reason) {
    assertThat(ScaleSim3.unmodelled(config, topology)).contains(reason);
    assertThatThrownBy(() -> ScaleSim3.layers(config, topology))
        .isInstanceOf(ConfigException.class)
        .hasMessage("SCALE-Sim run 'run': " + reason);
  }

  @Test
  void layers_wholeArrayOnce_countTheLastCycleIndex() {
    ScaleSim3Layer layer =
        ScaleSim3.layers(ScaleSimMachines.calc(4, 4, Stationary.OS), net(DENSE)).get(0);

    assertThat(layer)
        .isEqualTo(
            new ScaleSim3Layer(
                "fc1", 9, 0, 100.0 * 64 / (9 * 16), 100.0, 40.0, 16, 16, 24, Optional.empty()));
  }

  @Test
  void layers_severalOfOneName_keepOrderAndName() {
    assertThat(
            ScaleSim3.layers(
                ScaleSimMachines.calc(4, 4, Stationary.WS),
                net(DENSE, new ScaleSimLayer("fc1", new MatMulShape(1, 8, 4, 4), 1, 1))))
        .extracting(ScaleSim3Layer::name, ScaleSim3Layer::totalCycles)
        .containsExactly(tuple("fc1", 13L), tuple("fc1", 17L));
  }

  @Test
  void layers_userMode_isRefused() {
    assertRefused(
        ScaleSimMachines.machine(
            4, 4, Stationary.WS, BandwidthMode.USER, false, SparsityMode.DENSE),
        net(DENSE),
        "SCALE-Sim's numbers are modelled for InterfaceBandwidth = CALC only, but was USER");
  }

  @Test
  void layers_ramulator_isRefused() {
    assertRefused(
        ScaleSimMachines.machine(4, 4, Stationary.WS, BandwidthMode.CALC, true, SparsityMode.DENSE),
        net(DENSE),
        "SCALE-Sim's numbers are modelled for UseRamulatorTrace = False only, but was True");
  }

  @Test
  void layers_rowWiseSparsityOfAnotherDataflow_isRefused() {
    assertRefused(
        ScaleSimMachines.machine(
            4, 4, Stationary.OS, BandwidthMode.CALC, false, SparsityMode.ROW_WISE),
        net(DENSE),
        "SCALE-Sim's numbers with OptimizedMapping = true are modelled for Dataflow = ws only, but"
            + " was os");
  }

  @Test
  void layers_layerWiseSparsityOfDenseLayers_areDense() {
    ScaleSim3Layer sparse =
        ScaleSim3.layers(withSparsity(SparsityMode.LAYER_WISE), net(DENSE)).get(0);
    ScaleSim3Layer dense = ScaleSim3.layers(withSparsity(SparsityMode.DENSE), net(DENSE)).get(0);
    assertThat(sparse.totalCycles()).isEqualTo(dense.totalCycles());
    assertThat(sparse.sramIfmapReads()).isEqualTo(dense.sramIfmapReads());
    assertThat(sparse.storage().orElseThrow().filterMetadataStorage()).isZero();
    assertThat(dense.storage()).isEmpty();
  }

  @Test
  void layers_sparseLayerWithoutSparsitySupport_isDense() {
    assertThat(ScaleSim3.layers(withSparsity(SparsityMode.DENSE), net(SPARSE)).get(0).totalCycles())
        .isEqualTo(13);
  }

  @Test
  void layers_singleCycle_isRefused() {
    assertRefused(
        ScaleSimMachines.calc(1, 1, Stationary.OS),
        net(new ScaleSimLayer("dot", new MatMulShape(1, 1, 1, 1), 1, 1)),
        "layer 'dot' takes a single cycle, for which SCALE-Sim divides by zero");
  }

  @Test
  void layers_moreCyclesThanFit_areRefused() {
    int most = Integer.MAX_VALUE;
    assertRefused(
        ScaleSimMachines.calc(1, most, Stationary.OS),
        net(new ScaleSimLayer("huge", new MatMulShape(1, most, 4_000_000_000L, 1), 1, 1)),
        "layer 'huge' must take less than 2^63 cycles in SCALE-Sim, but takes more");
  }

  @Test
  void json_layer_hasTheKeysOfTheReport() {
    List<ScaleSim3Layer> layers =
        ScaleSim3.layers(ScaleSimMachines.calc(4, 4, Stationary.WS), net(DENSE));

    assertThat(ScaleSim3Json.layers(layers))
        .hasToString(
            "[{\"name\":\"fc1\",\"totalCycles\":13,\"stallCycles\":0,"
                + "\"overallUtilPercent\":30.76923076923077,\"mappingEfficiencyPercent\":100.0,"
                + "\"computeUtilPercent\":23.529411764705884,\"sramIfmapReads\":16,"
                + "\"sramFilterReads\":16,\"sramOfmapWrites\":16}]");
  }
}
