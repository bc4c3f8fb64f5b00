package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tactus.dataflow.CompileException;
import tactus.explore.run.Bottleneck.WhatIf;
import tactus.explore.run.RunStages.GraphCompiler;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;

class BottleneckTest {

  private static WhatIf whatIf(Resource resource, long cycles, long before) {
    return new WhatIf(resource, cycles, (double) before / cycles);
  }

  @Test
  void sentence_gain_namesResourceAndRelief() {
    Bottleneck bottleneck =
        new Bottleneck(5_120_000, List.of(whatIf(Resource.DRAM_BANDWIDTH, 1_220_000, 5_120_000)));

    assertThat(bottleneck.sentence())
        .isEqualTo(
            "Bound by DRAM bandwidth: with unlimited DRAM bandwidth the run would take"
                + " 1.22 M cycles instead of 5.12 M (4.2x faster).");
    assertThat(new Bottleneck(999, List.of(whatIf(Resource.MATRIX_ENGINE, 850, 999))).sentence())
        .isEqualTo(
            "Bound by the matrix engine: with twice the rows and columns the run would take"
                + " 850 cycles instead of 999 (1.18x faster).");
  }

  @Test
  void sentence_noGain_saysSo() {
    Bottleneck bottleneck = new Bottleneck(1000, List.of(whatIf(Resource.VECTOR_LANES, 999, 1000)));

    assertThat(bottleneck.worst()).isEmpty();
    assertThat(bottleneck.sentence())
        .isEqualTo(
            "Bound by no single resource: even unlimited vector lanes would save less than one"
                + " cycle in a hundred.");
    assertThat(new Bottleneck(0, List.of()).sentence()).isEqualTo("Bound by no single resource.");
  }

  @Test
  void bottleneck_moreCyclesWithMore_isRefused() {
    List<WhatIf> worse = List.of(whatIf(Resource.VECTOR_LANES, 1001, 1000));

    assertThatThrownBy(() -> new Bottleneck(1000, worse))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not exceed 1000");
  }

  @Test
  void relieved_anyResource_keepsTheArithmetic() {
    RunSpec spec = PlainRuns.spec("values.yaml");
    for (Resource resource : Resource.values()) {
      assertThat(resource.relieved(spec.machine(), spec.workload().graph()).arithmetic())
          .isEqualTo(spec.machine().arithmetic())
          .isPresent();
    }
  }

  @Test
  void relieved_anyResource_keepsTheAllocatorAndWhatItPlans() {
    RunSpec spec = PlainRuns.spec("values.yaml");
    ScratchpadSpec pad =
        spec.machine()
            .scratchpad()
            .withAllocator(Optional.of(Allocator.COSMA))
            .withPlans(List.of(Planned.values()));
    for (Resource resource : Resource.values()) {
      ScratchpadSpec relieved =
          resource
              .relieved(spec.machine().withScratchpad(pad), spec.workload().graph())
              .scratchpad();
      assertThat(relieved.allocator()).isEqualTo(pad.allocator());
      assertThat(relieved.plans()).isEqualTo(pad.plans());
    }
  }

  @Test
  void run_littleBandwidth_isBoundByIt() {
    Bottleneck bottleneck =
        PlainRuns.result("gemms.yaml", "machine.dram.bandwidth=100 MB/s").bottleneck();

    assertThat(bottleneck.worst())
        .hasValueSatisfying(
            worst -> assertThat(worst.resource()).isEqualTo(Resource.DRAM_BANDWIDTH));
    assertThat(bottleneck.worst().orElseThrow().speedup()).isGreaterThan(5);
  }

  @Test
  void run_longLatency_isBoundByIt() {
    Bottleneck bottleneck =
        PlainRuns.result(
                "gemms.yaml",
                "machine.dram.latency=100 us",
                "machine.dram.bandwidth=100 GB/s",
                "machine.dma.outstanding=4")
            .bottleneck();

    assertThat(bottleneck.worst())
        .hasValueSatisfying(worst -> assertThat(worst.resource()).isEqualTo(Resource.DRAM_LATENCY));
  }

  @Test
  void run_smallArray_isBoundByIt() {
    Bottleneck bottleneck =
        PlainRuns.result(
                "gemms.yaml",
                "machine.matrix_engine.rows=1",
                "machine.matrix_engine.columns=1",
                "machine.dram.bandwidth=100 GB/s")
            .bottleneck();

    assertThat(bottleneck.worst())
        .hasValueSatisfying(
            worst -> assertThat(worst.resource()).isEqualTo(Resource.MATRIX_ENGINE));
  }

  @Test
  void run_oneBank_triesMorePorts() {
    Bottleneck bottleneck =
        PlainRuns.result(
                "gemms.yaml",
                "machine.scratchpad.banks=1",
                "machine.scratchpad.width=1 B",
                "machine.dram.bandwidth=100 GB/s")
            .bottleneck();

    assertThat(bottleneck.whatIf())
        .extracting(WhatIf::resource)
        .contains(Resource.SCRATCHPAD_PORTS);
  }

  @Test
  void search_worseOrNoPrograms_keepsTheOldOne() {
    RunSpec spec = PlainRuns.spec("gemms.yaml");
    MachineSpec slow = PlainRuns.spec("gemms.yaml", "machine.dram.bandwidth=1 MB/s").machine();
    RunResult result = PlainRuns.result(spec);
    GraphCompiler worse = (machine, graph) -> new PlainCompiler().compile(slow, graph);
    GraphCompiler impossible =
        (machine, graph) -> {
          throw new CompileException(CompileException.Part.GRAPH, "cannot");
        };

    for (GraphCompiler compiler : List.of(worse, impossible)) {
      assertThat(BottleneckSearch.of(spec, result.execution(), compiler))
          .isEqualTo(result.bottleneck());
    }
  }

  @Test
  void search_failureOfTheCompiler_isNotHidden() {
    RunSpec spec = PlainRuns.spec("gemms.yaml");
    Execution execution = PlainRuns.result(spec).execution();

    assertThatThrownBy(
            () ->
                BottleneckSearch.of(
                    spec,
                    execution,
                    (machine, graph) -> {
                      throw new IllegalStateException("broken law");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken law");
  }
}
