package tactus.explore.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.explore.numerics.AccuracyTable.Case;
import tactus.explore.numerics.AccuracyTable.Row;
import tactus.explore.numerics.ArrayProducts.Scaling;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.command.Dataflow;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;

/**
 * A trained classifier through the array's arithmetic. {@code -Dtactus.validation} takes all cases
 * and all images and prints the table.
 */
class AccuracyTableTest {

  private static final Path FOLDER = Path.of("..", "traces", "digits-vit");
  private static final boolean ALL = Boolean.getBoolean("tactus.validation");
  private static final MatrixEngineSpec ENGINE =
      new MatrixEngineSpec(
          128,
          128,
          Dataflow.WEIGHT_STATIONARY,
          2,
          PipelineStyle.CHAINED,
          true,
          PartialFolds.TRIMMED,
          4 << 20,
          32);

  private static LabelledImages images(VisionTransformer model) {
    return LabelledImages.read(FOLDER.resolve("eval.csv"), model.pixels(), model.classes());
  }

  @Test
  void logits_doublePrecision_areThoseOfTraining() {
    VisionTransformer model = VisionTransformer.read(FOLDER);
    LabelledImages images = images(model);
    float[] logits = model.logits(images.pixels(), new DoubleProducts());
    float[] expected = images.logits();
    for (int i = 0; i < logits.length; i++) {
      assertThat(logits[i]).isCloseTo(expected[i], within(2e-5f));
    }
    assertThat(images.correct(logits)).isEqualTo(483);
  }

  @Test
  void row_eachArithmetic_losesWhatItsWidthLoses() {
    VisionTransformer model = VisionTransformer.read(FOLDER);
    LabelledImages images = ALL ? images(model) : images(model).first(40);
    Map<String, Row> rows = new TreeMap<>();
    for (Case which : AccuracyTable.cases()) {
      boolean sample = which.label().matches("fp32.*|bf16 W=(8|16) .*|fp8-e4m3 W=16 exact");
      if (ALL || sample) {
        Row row = AccuracyTable.row(model, images, ENGINE, which);
        rows.put(which.label(), row);
        if (ALL) {
          System.out.println(row);
        }
      }
    }
    double best = rows.get("fp32 fused").accuracy();
    assertThat(rows.get("fp32 fused").logitError()).isLessThan(1e-5);
    for (String rule : List.of("exact", "an-1-1", "an-1-2", "an-2-2")) {
      Row wide = rows.get("bf16 W=16 " + rule);
      Row narrow = rows.get("bf16 W=8 " + rule);
      assertThat(wide.accuracy()).as(rule).isCloseTo(best, within(0.02));
      assertThat(narrow.accuracy()).as(rule).isCloseTo(best, within(0.072));
      assertThat(narrow.logitError()).as(rule).isGreaterThan(wide.logitError());
    }
    assertThat(rows.get("fp8-e4m3 W=16 exact").accuracy()).isCloseTo(best, within(0.05));
  }

  @Test
  void operators_approximateArithmetic_areMeasured() {
    VisionTransformer model = VisionTransformer.read(FOLDER);
    LabelledImages images = images(model).first(4);
    ChainSpec chain = ChainSpec.of(8, Normalization.approximate(2, 2));
    ShiftHistogram histogram = new ShiftHistogram(chain);
    MeasuredProducts products =
        new MeasuredProducts(
            ENGINE, FloatArithmeticSpec.chained(FloatFormat.BF16, chain), Scaling.NONE, histogram);
    model.logits(images.pixels(), products);

    List<OperatorNumerics> operators = products.operators();
    assertThat(operators)
        .extracting(OperatorNumerics::operator)
        .contains("patch-embedding", "layer.0.query", "layer.2.scores", "classifier")
        .hasSize(2 + 3 * 8);
    for (OperatorNumerics operator : operators) {
      assertThat(operator.signalToNoiseDecibels()).as(operator.operator()).isBetween(20.0, 60.0);
      assertThat(operator.maxError()).isGreaterThanOrEqualTo(operator.rmsError());
      assertThat(operator.saturations()).isZero();
    }
    assertThat(operators.stream().mapToLong(OperatorNumerics::differingSums).sum()).isPositive();
    assertThat(histogram.additions()).isPositive();
  }

  @Test
  void read_weightsCutShortOrOfAnotherModel_isRefused(@TempDir Path dir) throws IOException {
    Files.copy(FOLDER.resolve("config.json"), dir.resolve("config.json"));
    byte[] weights = Files.readAllBytes(FOLDER.resolve("model.safetensors"));
    Files.write(dir.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 1));
    assertThatThrownBy(() -> VisionTransformer.read(dir))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is cut short");

    Files.write(dir.resolve("model.safetensors"), weights);
    String config = Files.readString(FOLDER.resolve("config.json"));
    Files.writeString(
        dir.resolve("config.json"),
        config.replace("\"intermediate_size\": 256", "\"intermediate_size\": 128"));
    assertThatThrownBy(() -> VisionTransformer.read(dir))
        .hasMessageContaining("must have shape [128, 64], but has [256, 64]");
  }
}
