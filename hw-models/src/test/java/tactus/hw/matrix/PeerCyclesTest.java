package tactus.hw.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.testkit.GoldenCsv;
import tactus.testkit.GoldenCsv.Row;

/** Without double buffering and conflicts, the array takes the cycles of SCALE-Sim. */
class PeerCyclesTest {

  /** So many ports that nothing ever waits for one. */
  private static final ScratchpadSpec AMPLE = new ScratchpadSpec(1 << 20, 1024, 4, 2, 2);

  @Test
  void execute_everyGoldenProduct_differsFromThePeerAsDocumented() {
    for (Row row : GoldenCsv.ofResource(getClass(), "/golden/scale-sim-gemm-cycles.csv").rows()) {
      int rows = (int) row.wholeNumber("rows");
      Dataflow dataflow = dataflow(row.text("dataflow"));
      FastMatrixEngine engine =
          new FastMatrixEngine(
              new MatrixEngineSpec(
                  rows,
                  (int) row.wholeNumber("columns"),
                  dataflow,
                  1,
                  PipelineStyle.CHAINED,
                  false,
                  PartialFolds.PADDED,
                  1 << 20,
                  32),
              AMPLE);
      long m = row.wholeNumber("m");
      long n = row.wholeNumber("n");
      Operand operand = new Operand(0, 32);

      long cycles =
          engine.execute(
              new MatMul(
                  0,
                  0,
                  Dependences.NONE,
                  m,
                  row.wholeNumber("k"),
                  n,
                  operand,
                  operand,
                  operand,
                  false,
                  true),
              0);

      // The peer counts from 0 to the last cycle and does not shift the sums of an
      // output-stationary array out.
      long folds = folds(m, rows) * folds(n, row.wholeNumber("columns"));
      long drain = dataflow == Dataflow.OUTPUT_STATIONARY ? folds * rows : 0;
      assertThat(cycles - 1 - drain).as("%s", row).isEqualTo(row.wholeNumber("total_cycles"));
    }
  }

  private static long folds(long size, long side) {
    return (size + side - 1) / side;
  }

  private static Dataflow dataflow(String word) {
    return switch (word) {
      case "os" -> Dataflow.OUTPUT_STATIONARY;
      case "ws" -> Dataflow.WEIGHT_STATIONARY;
      case "is" -> Dataflow.INPUT_STATIONARY;
      default -> throw new IllegalArgumentException("dataflow (" + word + ") must be os, ws or is");
    };
  }
}
