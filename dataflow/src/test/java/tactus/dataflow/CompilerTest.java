package tactus.dataflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.hw.CycleCause;
import tactus.hw.Execution;
import tactus.hw.MachineReader;
import tactus.hw.MachineSpec;
import tactus.hw.command.TrafficClass;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.DataType;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.gemm.GemmList;
import tactus.workload.gemm.GemmList.Gemm;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.Phase;
import tactus.workload.transformer.TransformerGraph;
import tactus.workload.transformer.TransformerOptions;

class CompilerTest {

  private static final Path CONFIGS = Path.of("..", "configs");

  private static MachineSpec machine(String name) {
    return MachineReader.read(CONFIGS.resolve("machines/" + name + ".yaml"), List.of());
  }

  private static OperatorGraph graph(String model, Phase phase) {
    return TransformerGraph.of(
        HuggingFaceConfig.read(CONFIGS.resolve("models/" + model + "/config.json")),
        phase,
        TransformerOptions.defaults());
  }

  private static OperatorGraph gemm(long m, long k, long n) {
    return new GemmList(List.of(new Gemm("gemm", new MatMulShape(1, m, k, n), 1)))
        .graph("gemm", DataType.BF16);
  }

  @Test
  void encoderIsBoundByItsArrayAndReadsWeightsOnce() {
    OperatorGraph graph = graph("bert-base", new Phase.Prefill(1, 512));
    Execution execution = new Compiler(machine("npu-128x128")).compile(graph).execution();
    assertTrue(execution.cycleStack().get(CycleCause.COMPUTE) > 0.8 * execution.cycles());
    long table = 30522L * 768 * 2;
    long weights = execution.totalTraffic().dramReadBytes().get(TrafficClass.WEIGHT);
    assertTrue(weights < graph.parameters() * 2);
    assertTrue(weights > graph.parameters() * 2 - table - 4096);
  }

  @Test
  void decodeIsBoundByBandwidth() {
    MachineSpec machine = machine("npu-128x128");
    OperatorGraph graph = graph("gpt2", new Phase.Decode(1, 512));
    Execution execution = new Compiler(machine).compile(graph).execution();
    double bytesPerCycle = machine.dram().peakBytesPerSecond() / machine.clockHz();
    double memory = execution.totalTraffic().dramRead() / bytesPerCycle;
    assertTrue(memory > 0.95 * execution.cycles(), execution.cycles() + " of " + memory);
    long cache = execution.totalTraffic().dramReadBytes().get(TrafficClass.KV_CACHE);
    assertEquals(12L * 2 * 512 * 768 * 2, cache);
  }

  @Test
  void compilingTwiceGivesTheSameProgram() {
    OperatorGraph graph = graph("bert-base", new Phase.Prefill(1, 32));
    Compilation one = new Compiler(machine("npu-32x32")).compile(graph);
    Compilation other = new Compiler(machine("npu-32x32")).compile(graph);
    assertEquals(one.execution().program(), other.execution().program());
    assertEquals(one.plan(), other.plan());
    assertEquals(one.plansSimulated(), other.plansSimulated());
  }

  @Test
  void graphsThatDoNotFitSaySo() {
    MachineSpec large = machine("npu-128x128");
    MachineSpec small = large.withScratchpad(new ScratchpadSpec(16384, 32, 32, 1, 1));
    CompileException e =
        assertThrows(
            CompileException.class, () -> new Compiler(small).compile(gemm(512, 512, 512)));
    assertTrue(e.getMessage().startsWith("gemm: scratchpad (capacity 16384 B) is too small"));
    assertFalse(e.getMessage().contains("\n"));
    long least = Long.parseLong(e.getMessage().replaceAll(".* is (\\d+) B", "$1"));
    MachineSpec enough = large.withScratchpad(new ScratchpadSpec(least, 32, 32, 1, 1));
    assertTrue(new Compiler(enough).compile(gemm(512, 512, 512)).execution().cycles() > 0);
  }

  @Test
  void severalEnginesShareTheWork() {
    OperatorGraph graph = gemm(1024, 1024, 1024);
    long one = new Compiler(machine("npu-128x128")).compile(graph).execution().cycles();
    long four = new Compiler(machine("quad-128x128")).compile(graph).execution().cycles();
    assertTrue(four < 0.45 * one, four + " of " + one);
  }
}
