package tactus.dataflow;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.config.ConfigDocument;
import tactus.hw.MachineReader;
import tactus.hw.MachineSpec;
import tactus.workload.OperatorGraph;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.Phase;
import tactus.workload.transformer.TransformerGraph;
import tactus.workload.transformer.TransformerOptions;

class CompilerTest {

  @ParameterizedTest
  @CsvSource({
    "bert-base,npu-128x128,128,0",
    "bert-base,npu-128x128,512,0",
    "bert-base,npu-32x32,512,0",
    "llama-2-7b,npu-128x128,0,512",
    "gpt2,edge-16x16,128,0",
  })
  void x(String model, String machine, long sequence, long kv) {
    MachineSpec spec = MachineReader.read(Path.of("../configs/machines/" + machine + ".yaml"), java.util.List.of());
    Phase phase = sequence > 0 ? new Phase.Prefill(1, sequence) : new Phase.Decode(1, kv);
    OperatorGraph graph =
        TransformerGraph.of(
            HuggingFaceConfig.read(Path.of("../configs/models/" + model + "/config.json")),
            phase,
            TransformerOptions.defaults());
    for (int i = 0; i < 3; i++) {
      long t = System.nanoTime();
      Compilation c = new Compiler(spec).compile(graph);
      System.out.println(
          model + " " + machine + " " + sequence + " cycles " + c.execution().cycles()
              + " commands " + c.execution().program().commands().size()
              + " plans " + c.plansConsidered() + "/" + c.plansSimulated()
              + " ms " + (System.nanoTime() - t) / 1_000_000
              + "\n  " + c.execution().cycleStack() + "\n " + c.execution().totalTraffic() + "\n " + c.plan());
    }
  }
}
