package tactus.hw.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.CsvTable;
import tactus.hw.MachineReader;

/** A machine's components: sums, estimators, tables, and what is refused. */
class MachinePricerTest {

  private static final String MACHINE =
      """
      clock: 250 MHz
      matrix_engine: {rows: 8, columns: 8, accumulator: 16 KiB}
      vector_engine: {lanes: 8}
      scratchpad: {capacity: 64 KiB, banks: 2, width: 8 B}
      dram: {bandwidth: 6.4 GB/s}
      """;

  @TempDir private Path folder;

  private MachineCost cost(String cost) {
    return MachineReader.readCost(
        ConfigDocument.parse(MACHINE + cost, folder.resolve("m.yaml"), MachineReader.MACHINE)
            .section());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CsvTable golden(String name) throws URISyntaxException {
    return CsvTable.read(Path.of(MachinePricerTest.class.getResource("/golden/" + name).toURI()));
  }

  @Test
  void price_components_sumUpAndAreNotNegative() {
    MachineCost cost = cost("");
    double area = 0;
    for (ComponentCost component : cost.components()) {
      assertThat(component.areaSquareMicrometers()).isNotNegative();
      assertThat(component.leakageMilliwatts()).isNotNegative();
      assertThat(component.sources()).isNotEmpty();
      area += component.areaSquareMicrometers();
    }
    assertThat(cost.areaSquareMicrometers()).isEqualTo(area).isPositive();
    assertThat(cost.multiplyAdd().picojoules(0.1)).isLessThan(cost.multiplyAdd().picojoules(0.9));
  }

  @Test
  void price_smallerNodes_areSmallerAndTakeLess() {
    double lastArea = Double.POSITIVE_INFINITY;
    double lastEnergy = Double.POSITIVE_INFINITY;
    for (int node : NodeScaling.nodes()) {
      MachineCost cost = cost("cost: {node: " + node + " nm}");
      ComponentCost macs = cost.component(MachineCost.MULTIPLY_ADDERS);
      assertThat(macs.areaSquareMicrometers()).as("%d nm", node).isLessThan(lastArea);
      assertThat(macs.picojoules(Action.MAC)).as("%d nm", node).isLessThan(lastEnergy);
      lastArea = macs.areaSquareMicrometers();
      lastEnergy = macs.picojoules(Action.MAC);
    }
  }

  @Test
  void scaling_knownPoints_areThePapers() {
    assertThat(1 / NodeScaling.energy(45, 0.9, 7, 0.7)).isCloseTo(14.62, within(0.01));
    assertThat(1 / NodeScaling.delay(45, 0.9, 7, 0.7)).isCloseTo(3.89, within(0.01));
    assertThat(1 / NodeScaling.energy(65, 1.1, 45, 0.9)).isCloseTo(2.41, within(0.01));
    assertThat(1 / NodeScaling.energy(90, 1.2, 45, 0.9)).isCloseTo(4.60, within(0.01));
    assertThat(NodeScaling.area(45, 7)).isEqualTo(0.059);
  }

  @Test
  void scaling_publishedOperations_isTheMeanOfTheirRatios() {
    EnergyScaling scaling = EnergyScaling.PUBLISHED_OPERATIONS;
    // Additions of int8, int32, fp16, fp32, then multiplications: 7 nm over 45 nm.
    double product =
        0.007
            / 0.03
            * (0.03 / 0.1)
            * (0.16 / 0.4)
            * (0.38 / 0.9)
            * (0.07 / 0.2)
            * (1.48 / 3.1)
            * (0.34 / 1.1)
            * (1.31 / 3.7);
    assertThat(scaling.factor(45, 0.9, 7, 0.7))
        .isCloseTo(Math.pow(product, 1.0 / 8), within(1e-12));
    assertThat(scaling.factor(7, 0.7, 45, 0.9) * scaling.factor(45, 0.9, 7, 0.7))
        .isCloseTo(1, within(1e-12));
    assertThat(scaling.factor(45, 0.9, 45, 0.8)).isEqualTo(NodeScaling.energy(45, 0.9, 45, 0.8));
    assertThat(scaling.factor(7, 0.7, 5, 0.7)).isEqualTo(NodeScaling.energy(7, 0.7, 5, 0.7));
    assertThat(scaling.factor(90, 1.2, 45, 0.9)).isCloseTo(1 / 4.60, within(0.001));
    double last = Double.POSITIVE_INFINITY;
    for (int node : NodeScaling.nodes()) {
      double factor = scaling.factor(45, 0.9, node, NodeScaling.nominalVolts(node));
      assertThat(factor).as("%d nm", node).isLessThan(last);
      last = factor;
    }
  }

  @Test
  void price_fasterClock_takesDeeperPipelines() {
    MachineCost slow = cost("");
    MachineCost fast =
        MachineReader.readCost(
            ConfigDocument.parse(
                    MACHINE.replace("250 MHz", "4 GHz"),
                    folder.resolve("m.yaml"),
                    MachineReader.MACHINE)
                .section());
    assertThat(fast.component(MachineCost.MULTIPLY_ADDERS).areaSquareMicrometers())
        .isGreaterThan(slow.component(MachineCost.MULTIPLY_ADDERS).areaSquareMicrometers());
  }

  @Test
  void price_accelergysTables_areItsNumbers() throws IOException, URISyntaxException {
    Map<String, Map<String, Double>> energies = new LinkedHashMap<>();
    Map<String, Double> areas = new LinkedHashMap<>();
    for (CsvTable.Row row : golden("energy/accelergy_ert.csv").rows()) {
      energies
          .computeIfAbsent(
              row.text("arch") + "/" + row.text("component"), k -> new LinkedHashMap<>())
          .put(row.text("action"), row.number("energy_pj"));
    }
    for (CsvTable.Row row : golden("energy/accelergy_art.csv").rows()) {
      areas.put(row.text("arch") + "/" + row.text("component"), row.number("area_um2_each"));
    }
    AccelergyTables tables = new AccelergyTables(energies, areas);
    Path ert = file("ERT.yaml", tables.ertYaml());
    Path art = file("ART.yaml", tables.artYaml());
    assertThat(AccelergyTables.read(Optional.of(ert), Optional.of(art))).isEqualTo(tables);

    String arch = "systolic16_int8_45nm/system.";
    MachineCost cost =
        cost(
            "cost:\n  accelergy:\n    ert: ERT.yaml\n    art: ART.yaml\n    components:\n"
                + "      multiplyAdders: '"
                + arch
                + "PE[0..255].mac'\n      scratchpad: '"
                + arch
                + "input_spad'\n");
    ComponentCost macs = cost.component(MachineCost.MULTIPLY_ADDERS);
    String mac = arch + "PE[0..255].mac";
    assertThat(macs.picojoules(Action.MAC)).isEqualTo(energies.get(mac).get("compute"));
    assertThat(cost.multiplyAdd().picojoules(0.3)).isEqualTo(energies.get(mac).get("compute"));
    assertThat(macs.areaSquareMicrometers()).isCloseTo(64 * areas.get(mac), within(1e-6));
    assertThat(macs.leakageMilliwatts())
        .isCloseTo(64 * energies.get(mac).get("leak") * 0.25, within(1e-9));
    ComponentCost pad = cost.component(MachineCost.SCRATCHPAD);
    assertThat(pad.picojoules(Action.READ))
        .isEqualTo(energies.get(arch + "input_spad").get("read"));
    assertThat(pad.estimator()).isEqualTo("Accelergy");

    AccelergyTables ours = AccelergyTables.of(cost, 250e6);
    assertThat(ours.energies().get(MachineCost.MULTIPLY_ADDERS).get("compute"))
        .isEqualTo(energies.get(mac).get("compute"));
    assertThat(ours.areas().get(MachineCost.SCRATCHPAD)).isEqualTo(areas.get(arch + "input_spad"));
  }

  @Test
  void price_aladdinsRule_givesAccelergysAreas() throws URISyntaxException {
    Map<String, Double> theirs = new LinkedHashMap<>();
    golden("energy/accelergy_art.csv").rows().stream()
        .filter(row -> row.text("estimator").equals("Aladdin_table"))
        .forEach(row -> theirs.put(row.text("component"), row.number("area_um2_each")));
    PublishedTable table =
        new PublishedTable(
            "aladdin-40nm",
            new LogicProcess(
                40,
                0.9,
                tactus.hw.cost.sram.Flavor.HIGH_PERFORMANCE,
                300,
                EnergyScaling.STILLMAKER_BAAS));
    assertThat(unitArea(table, "fp", 32, 32))
        .isCloseTo(theirs.get("system.PE[0..255].mac_fp32"), within(1e-9));
    assertThat(unitArea(table, "bf", 16, 16))
        .isCloseTo(theirs.get("system.PE[0..255].mac_bf16"), within(1e-9));
    assertThat(unitArea(table, "int", 8, 8))
        .isCloseTo(theirs.get("system.PE[0..255].mac_int8"), within(1e-9));
  }

  private static double unitArea(PublishedTable table, String format, int product, int sum) {
    return table
            .squareMicrometers(new PublishedTable.Operation("mul", format, product), "arithmetic")
            .orElseThrow()
        + table
            .squareMicrometers(new PublishedTable.Operation("add", format, sum), "arithmetic")
            .orElseThrow();
  }

  @Test
  void price_blocksThatHoldBits_leak() {
    MachineCost cost =
        cost(
            """
            cost:
              node: 7 nm
              blocks:
                - {name: one, sram: 512 KiB}
                - {name: two, sram: 1 MiB}
                - {name: files, register_file: {entries: 16384, bits: 32, ports: 4}}
                - {name: moreFiles, count: 3, register_file: {entries: 16384, bits: 32, ports: 4}}
                - {name: unknown, area: 1 mm2}
                - {name: twiceAsLarge, area: 2 mm2}
                - {name: photo, unit: nvlink3-phy}
            """);
    double one = cost.component("one").leakageMilliwatts();
    assertThat(one).isPositive();
    assertThat(cost.component("two").leakageMilliwatts()).isEqualTo(2 * one);
    double file = cost.component("files").leakageMilliwatts();
    assertThat(file).isPositive();
    assertThat(cost.component("moreFiles").leakageMilliwatts()).isEqualTo(3 * file);
    // What only has an area leaks as gates that fill it, those of the multiply-adders for one.
    ComponentCost macs = cost.component(MachineCost.MULTIPLY_ADDERS);
    double perArea = macs.leakageMilliwatts() / macs.areaSquareMicrometers();
    for (String name : List.of("unknown", "twiceAsLarge", "photo", MachineCost.DRAM_INTERFACE)) {
      ComponentCost part = cost.component(name);
      assertThat(part.leakageMilliwatts())
          .as(name)
          .isCloseTo(perArea * part.areaSquareMicrometers(), withinPercentage(1e-6));
    }
  }

  @Test
  void price_usersTable_takesThePlaceOfOurs() throws IOException {
    file(
        "mine.csv",
        "# source: our lab\ncomponent,action,energy_pj,area_um2,leakage_mw\n"
            + "scratchpad,read,3.5,1000,0.25\nscratchpad,write,4,,\n");
    ComponentCost pad = cost("cost: {table: mine.csv}").component(MachineCost.SCRATCHPAD);
    assertThat(pad.picojoules(Action.READ)).isEqualTo(3.5);
    assertThat(pad.picojoules(Action.WRITE)).isEqualTo(4);
    assertThat(pad.areaSquareMicrometers()).isEqualTo(1000);
    assertThat(pad.leakageMilliwatts()).isEqualTo(0.25);
    assertThat(pad.sources()).containsExactly("our lab");
  }

  @Test
  void price_wrongInput_isToldInALine() throws IOException {
    refused("cost: {node: 14 nm}", "cost.node: must be ", "one of 90 nm, 65 nm, 45 nm, 32 nm");
    refused("cost: {node: 28}", "cost.node: ", "no unit");
    refused("cost: {node: 28 pJ}", "cost.node: ", "28 pJ");
    refused("cost: {dram: ddr44}", "cost.dram: ", "did you mean 'ddr4'?");
    refused(
        "cost: {arithmetic: tpu-v4i-7nm}\narithmetic: {operands: fp8-e4m3}",
        "cost.arithmetic: has no mul of fp8 in tpu-v4i-7nm; it has add of int8",
        "");
    refused("cost: {die: 0.01 mm2}", "cost.die: must hold all components, which take ", "");
    file("mixed.csv", "component,action,energy_nj\nscratchpad,read,1\n");
    refused("cost: {table: mixed.csv}", "energy_nj: unknown column; units are in the names", "");
    file("unit.csv", "component,action,energy_pj\nscratchpad,read,1 nJ\n");
    refused(
        "cost: {table: unit.csv}", "unit.csv:2: energy_pj: must be a number, but was '1 nJ'", "");
    file("name.csv", "component,action,energy_pj\nscratchpat,read,1\n");
    refused("cost: {table: name.csv}", "no component 'scratchpat'; did you mean 'scratchpad'?", "");
  }

  private void refused(String cost, String start, String end) {
    assertThatThrownBy(() -> cost(cost))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(start)
        .hasMessageContaining(end)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void price_memoryBeyondATable_isRefusedUnlessAsked() {
    String large = MACHINE.replace("64 KiB, banks", "64 MiB, banks");
    Path file = folder.resolve("m.yaml");
    assertThatThrownBy(
            () ->
                MachineReader.readCost(
                    ConfigDocument.parse(
                            large + "cost: {memory: horowitz-45nm}", file, MachineReader.MACHINE)
                        .section()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "cost.memory: knows banks of 8192 to 1048576 bytes in horowitz-45nm, but one of the"
                + " scratchpad's has 33554432; write extrapolate: true to go beyond");
    MachineCost beyond =
        MachineReader.readCost(
            ConfigDocument.parse(
                    large + "cost: {memory: horowitz-45nm, extrapolate: true, node: 45 nm}",
                    file,
                    MachineReader.MACHINE)
                .section());
    assertThat(beyond.component(MachineCost.SCRATCHPAD).picojoules(Action.READ)).isGreaterThan(100);
  }

  @Test
  void price_memoryOfATable_isInterpolated() {
    String small = "cost: {memory: horowitz-45nm, extrapolate: true, node: 45 nm}";
    ComponentCost pad = cost(small).component(MachineCost.SCRATCHPAD);
    // Banks of 32 KiB with 64 bits are a point of the table.
    assertThat(pad.picojoules(Action.READ)).isCloseTo(20, within(1e-9));
  }

  @Test
  void wafer_moreDefects_costsMore() {
    WaferSpec clean = new WaferSpec(300, 10_000, 0.05, 3);
    WaferSpec dirty = new WaferSpec(300, 10_000, 0.2, 3);
    assertThat(clean.dies(826)).isEqualTo(62);
    assertThat(dirty.pricePerDie(826)).isGreaterThan(clean.pricePerDie(826));
  }

  /** Ops of the structural model beside all published values of the same operation and node. */
  @Test
  void structural_operations_areWithinTheScatterOfPublishedTables() throws URISyntaxException {
    Map<String, double[]> scatter = new LinkedHashMap<>();
    for (CsvTable.Row row : golden("energy/published_op_energy.csv").rows()) {
      boolean isOperation = List.of("add", "mul").contains(row.text("op"));
      if (isOperation && row.has("energy_pj") && row.has("node_nm")) {
        int node = (int) row.number("node_nm") == 40 ? 45 : (int) row.number("node_nm");
        String key = node + " " + row.text("op") + " " + row.text("format") + row.text("bits");
        double energy = row.number("energy_pj");
        scatter.merge(
            key,
            new double[] {energy, energy},
            (a, b) -> new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
      }
    }
    // At 45 nm, Horowitz and Aladdin give fp32 multiply-adds of 4.6 and 52 pJ.
    MachineCost fp32 =
        MachineReader.readCost(
            ConfigDocument.parse(
                    MACHINE + "arithmetic: {operands: fp32}\ncost: {node: 45 nm}",
                    folder.resolve("m.yaml"),
                    MachineReader.MACHINE)
                .section());
    double ours = fp32.component(MachineCost.MULTIPLY_ADDERS).picojoules(Action.MAC);
    double[] add = scatter.get("45 add fp32");
    double[] multiply = scatter.get("45 mul fp32");
    assertThat(ours).isBetween(0.5 * (add[0] + multiply[0]), add[1] + multiply[1]);
  }
}
