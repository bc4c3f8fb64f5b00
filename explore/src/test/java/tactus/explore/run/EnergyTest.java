package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import tactus.explore.numerics.OperandStatistics;
import tactus.explore.price.ComponentEnergy;
import tactus.explore.price.RunEnergy;
import tactus.explore.price.RunPricer;
import tactus.explore.price.TensorClass;
import tactus.explore.price.TensorEnergy;
import tactus.hw.CycleCause;
import tactus.hw.CycleStack;
import tactus.hw.Execution;
import tactus.hw.Traffic;
import tactus.hw.command.Program;
import tactus.hw.cost.Level;
import tactus.hw.cost.MachineCost;

/** The laws of a run's energy. */
class EnergyTest {

  private static RunEnergy energy(RunSpec spec, Execution run, OperandStatistics operands) {
    Map<String, OperandStatistics> all = new LinkedHashMap<>();
    run.program().operators().forEach(operator -> all.put(operator.name(), operands));
    return RunPricer.price(
        spec.machine(),
        spec.cost(),
        run,
        spec.workload().graph(),
        all,
        0,
        spec.cost().ofLeastLeakage());
  }

  private static double dynamic(RunEnergy energy) {
    return energy.components().stream().mapToDouble(ComponentEnergy::dynamicPicojoules).sum();
  }

  private static double leakageOnDie(RunEnergy energy) {
    return energy.components().stream()
        .filter(component -> component.level() != Level.DRAM)
        .mapToDouble(ComponentEnergy::leakagePicojoules)
        .sum();
  }

  private static double sum(JsonNode parts) {
    double sum = 0;
    for (JsonNode part : parts) {
      sum += part.asDouble();
    }
    return sum;
  }

  @Test
  void report_energyAndArea_addUpInEveryWay() {
    List<String[]> runs = new ArrayList<>();
    for (String file : List.of("bert.yaml", "gemms.yaml", "values.yaml")) {
      runs.add(new String[] {file, "machine.cost.clock_gating=false"});
    }
    for (String variant : List.of("naive", "row-maximum", "deferred", "memory-free")) {
      boolean holdsRow = variant.equals("naive") || variant.equals("row-maximum");
      runs.add(
          new String[] {
            "bert.yaml",
            "machine.cost.clock_gating=" + holdsRow,
            "machine.attention=streaming",
            "machine.stream_fabric={variant: "
                + variant
                + (holdsRow ? ", longest_row: 64" : "")
                + ", vector_width: 4, row_lanes: 2}"
          });
    }
    for (String[] run : runs) {
      String[] settings = Arrays.copyOfRange(run, 1, run.length);
      JsonNode report = ReportJson.of(PlainRuns.result(run[0], settings));
      boolean streams = settings.length > 1;
      for (String part : List.of("streamMultiplyAdders", "streamDividers", "streamMemories")) {
        assertThat(report.path("energyPicojoules").path(part).asDouble() > 0).isEqualTo(streams);
        assertThat(report.path("areaSquareMicrometers").path(part).asDouble() > 0)
            .isEqualTo(streams);
      }
      for (String key : List.of("energyPicojoules", "areaSquareMicrometers")) {
        double total = report.path(key).path("total").asDouble();
        assertThat(sum(report.path(key))).isCloseTo(2 * total, within(1e-9 * total));
        assertThat(report.path(key)).allMatch(part -> part.asDouble() >= 0);
      }
      double total = report.path("energyPicojoules").path("total").asDouble();
      double operators = 0;
      for (JsonNode operator : report.path("operators")) {
        operators += operator.path("energyPicojoules").asDouble();
      }
      assertThat(operators).isCloseTo(total, within(1e-9 * total));
      JsonNode energy = report.path("energy");
      assertThat(sum(energy.path("byLevelPicojoules"))).isCloseTo(total, within(1e-9 * total));
      assertThat(energy.path("peakPowerWatts").asDouble())
          .isGreaterThanOrEqualTo(energy.path("averagePowerWatts").asDouble());
      assertThat(energy.path("sentence").asText()).startsWith("Most energy goes to ");
    }
  }

  @Test
  void report_energyByTensor_addsUpAtEachLevel() {
    for (String[] run :
        List.of(
            new String[] {"bert.yaml", "machine.cost.clock_gating=false"},
            new String[] {"decode.yaml"},
            new String[] {"sparse.yaml"})) {
      RunSpec spec = PlainRuns.spec(run[0], Arrays.copyOfRange(run, 1, run.length));
      JsonNode report = ReportJson.of(RunStages.run(spec, RunProgress.NONE));
      JsonNode energy = report.path("energy");
      double total = report.path("energyPicojoules").path("total").asDouble();
      double classes = 0;
      for (JsonNode row : energy.path("byTensorClass")) {
        classes += row.path("picojoules").asDouble();
      }
      assertThat(classes).isCloseTo(total, within(1e-9 * total));
      for (String level : List.of("dram", "scratchpad", "register")) {
        double all = energy.path("byLevelPicojoules").path(level).asDouble();
        double parts = 0;
        for (JsonNode row : energy.path("byTensorClass")) {
          parts += row.path("byLevelPicojoules").path(level).asDouble();
        }
        assertThat(parts).isCloseTo(all, within(1e-9 * all));
      }
      Map<String, Double> named = new LinkedHashMap<>();
      for (JsonNode tensor : energy.path("tensors")) {
        assertThat(tensor.path("name").asText()).isNotEqualTo("?");
        named.merge(
            tensor.path("class").asText(), tensor.path("picojoules").asDouble(), Double::sum);
      }
      for (TensorClass part : TensorClass.values()) {
        double all = energy.path("byTensorClass").path(part.key()).path("picojoules").asDouble();
        double tensors = named.getOrDefault(part.key(), all);
        assertThat(tensors).isCloseTo(all, within(1e-9 * all));
      }
      assertThat(named).containsKeys("weights", "inputs", "outputs");
      assertThat(named.containsKey("kvCache")).isEqualTo(run[0].equals("decode.yaml"));
      assertThat(named.containsKey("metadata")).isEqualTo(run[0].equals("sparse.yaml"));
    }
  }

  @Test
  void price_tensors_haveWhatTheirOperandsDid() {
    RunResult result =
        PlainRuns.result("gemms.yaml", "workload.gemms=[{name: one, m: 40, k: 24, n: 33}]");
    RunEnergy energy = result.energy();
    // A multiply-accumulate writes an operand that moves to a register.
    // Lists of products have inputs on both sides; one that stays passes (8 + 1) / 2 rows.
    double writes = 40 * 24 * 33 + 24 * 33 * 4.5;
    double moved = writes * energy.cost().operandWrite().picojoules(0.5);
    double inputs =
        energy.tensors().stream()
            .filter(tensor -> tensor.tensorClass() == TensorClass.INPUT)
            .mapToDouble(tensor -> tensor.picojoules(Level.REGISTER))
            .sum();
    assertThat(inputs).isCloseTo(moved, within(1e-9 * moved));
    TensorEnergy compute =
        energy.tensorClasses().stream()
            .filter(row -> row.tensorClass() == TensorClass.COMPUTE)
            .findFirst()
            .orElseThrow();
    double macs = part(energy, MachineCost.MULTIPLY_ADDERS);
    assertThat(compute.picojoules(Level.PE)).isCloseTo(macs, within(1e-9 * macs));
  }

  @Test
  void price_twiceTheClock_halvesLeakageAndLeavesActions() {
    RunResult slow =
        PlainRuns.result(
            "gemms.yaml",
            "machine.clock=50 MHz",
            "machine.dram.bandwidth=400 MB/s",
            "machine.dram.latency=100 cycles");
    RunResult fast =
        PlainRuns.result(
            "gemms.yaml",
            "machine.clock=100 MHz",
            "machine.dram.bandwidth=800 MB/s",
            "machine.dram.latency=100 cycles");
    assertThat(fast.execution().cycles()).isEqualTo(slow.execution().cycles());
    assertThat(leakageOnDie(fast.energy()))
        .isCloseTo(leakageOnDie(slow.energy()) / 2, within(1e-9 * leakageOnDie(slow.energy())));
    assertThat(dynamic(fast.energy()))
        .isCloseTo(dynamic(slow.energy()), within(1e-9 * dynamic(slow.energy())));
  }

  /** Near the unit's limit, where what is built for twice the clock is larger. */
  @Test
  void price_twiceTheClockOfOneDesign_halvesLeakageAndLeavesActions() {
    RunResult slow = clocked("1 GHz", "8 GB/s", "machine.cost.design_clock=2 GHz");
    RunResult fast = clocked("2 GHz", "16 GB/s", "machine.cost.design_clock=2 GHz");
    assertThat(fast.execution().cycles()).isEqualTo(slow.execution().cycles());
    double leakage = leakageOnDie(slow.energy());
    assertThat(leakageOnDie(fast.energy())).isCloseTo(leakage / 2, within(1e-9 * leakage));
    double actions = dynamic(slow.energy());
    assertThat(dynamic(fast.energy())).isCloseTo(actions, within(1e-9 * actions));
    assertThat(area(fast)).isCloseTo(area(slow), within(1e-9 * area(slow)));

    RunResult built = clocked("1 GHz", "8 GB/s", "machine.cost.design_clock=1 GHz");
    assertThat(dynamic(built.energy())).isLessThan(actions);
    assertThat(area(built)).isLessThan(area(slow));
    RunResult plain = clocked("1 GHz", "8 GB/s");
    assertThat(dynamic(plain.energy())).isEqualTo(dynamic(built.energy()));
  }

  private static double area(RunResult result) {
    MachineCost cost = result.energy().cost();
    // More bandwidth takes more interfaces.
    return cost.areaSquareMicrometers()
        - cost.component(MachineCost.DRAM_INTERFACE).areaSquareMicrometers();
  }

  private static RunResult clocked(String clock, String bandwidth, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("machine.clock=" + clock);
    settings.add("machine.dram.bandwidth=" + bandwidth);
    settings.add("machine.dram.latency=100 cycles");
    return PlainRuns.result("gemms.yaml", settings.toArray(String[]::new));
  }

  @Test
  void designClock_belowTheMachines_isRefused() {
    assertThatThrownBy(() -> PlainRuns.spec("gemms.yaml", "machine.cost.design_clock=1 MHz").cost())
        .hasMessageContaining("design_clock")
        .hasMessageContaining("must be at least the machine's clock");
  }

  @Test
  void price_noWork_costsLeakageOnly() {
    RunSpec spec = PlainRuns.spec("gemms.yaml");
    Execution run = PlainRuns.result(spec).execution();
    long[] causes = new long[CycleCause.values().length];
    causes[CycleCause.DEPENDENCE.ordinal()] = 1000;
    CycleStack waiting = CycleStack.of(causes);
    Program idle =
        new Program("idle", run.program().operators().subList(0, 1), List.of(), List.of());
    Execution nothing =
        new Execution(idle, List.of(), 1000, List.of(waiting), List.of(Traffic.NONE));
    RunEnergy energy = energy(spec, nothing, new OperandStatistics(0.5, 0));
    assertThat(dynamic(energy)).isZero();
    assertThat(energy.picojoules()).isEqualTo(energy.leakagePicojoules()).isPositive();
    assertThat(energy.power().peakWatts()).isCloseTo(energy.averageWatts(), within(1e-9));
  }

  @Test
  void price_zeroGating_savesTheShareOfZeros() {
    RunSpec plain = PlainRuns.spec("gemms.yaml");
    RunSpec gating = PlainRuns.spec("gemms.yaml", "machine.cost.zero_gating=true");
    Execution run = PlainRuns.result(plain).execution();
    OperandStatistics sparse = new OperandStatistics(0.5, 0.25);
    double without = part(energy(plain, run, sparse), MachineCost.MULTIPLY_ADDERS);
    double with = part(energy(gating, run, sparse), MachineCost.MULTIPLY_ADDERS);
    assertThat(with).isCloseTo(0.75 * without, within(1e-9 * without));
    assertThat(energy(plain, run, sparse).savings())
        .anyMatch(saving -> saving.key().equals("zeroGating"));
    assertThat(energy(gating, run, sparse).savings())
        .noneMatch(saving -> saving.key().equals("zeroGating"));
  }

  private static double part(RunEnergy energy, String name) {
    return energy.components().stream()
        .filter(component -> component.name().equals(name))
        .mapToDouble(ComponentEnergy::dynamicPicojoules)
        .sum();
  }

  private static final RunSpec SPEC = PlainRuns.spec("gemms.yaml");
  private static final Execution RUN = PlainRuns.result(SPEC).execution();

  @Property(tries = 40)
  void price_moreActivity_neverTakesLess(
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    double less = energy(SPEC, RUN, new OperandStatistics(Math.min(one, other), 0)).picojoules();
    double more = energy(SPEC, RUN, new OperandStatistics(Math.max(one, other), 0)).picojoules();
    assertThat(less).isLessThanOrEqualTo(more);
  }

  @Test
  void price_values_giveTheActivity() {
    RunEnergy counted = PlainRuns.result("values.yaml").energy();
    assertThat(counted.isActivityCounted()).isTrue();
    assertThat(counted.activity()).isBetween(0.2, 0.6);
    RunEnergy assumed = PlainRuns.result("gemms.yaml").energy();
    assertThat(assumed.isActivityCounted()).isFalse();
    assertThat(assumed.activity()).isEqualTo(0.5);
  }

  @Test
  void price_clockGatingOff_addsIdleClocks() {
    RunEnergy on = PlainRuns.result("gemms.yaml").energy();
    RunEnergy off = PlainRuns.result("gemms.yaml", "machine.cost.clock_gating=false").energy();
    assertThat(off.picojoules()).isGreaterThan(on.picojoules());
    assertThat(off.savings()).anyMatch(saving -> saving.key().equals("clockGating"));
  }
}
