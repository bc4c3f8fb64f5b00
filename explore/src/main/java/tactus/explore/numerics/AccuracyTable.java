package tactus.explore.numerics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tactus.explore.numerics.ArrayProducts.Scaling;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Overflow;
import tactus.hw.arithmetic.Rounding;
import tactus.hw.arithmetic.Subnormals;
import tactus.hw.matrix.MatrixEngineSpec;

/** A classifier's accuracy by the arithmetic of the engine that multiplies its matrices. */
public final class AccuracyTable {

  private static final int[] WIDTHS = {8, 12, 16, 24};
  private static final int WIDTH_OF_NARROW = 16;
  private static final List<Normalization> RULES =
      List.of(
          Normalization.EXACT,
          Normalization.approximate(1, 1),
          Normalization.approximate(1, 2),
          Normalization.approximate(2, 2));

  /**
   * An arithmetic and what it is compared for.
   *
   * @param label name in the table
   * @param arithmetic the arithmetic
   * @param scaling whether operands are scaled
   */
  public record Case(String label, FloatArithmeticSpec arithmetic, Scaling scaling) {}

  /**
   * A line of the table.
   *
   * @param label the arithmetic
   * @param correct images classified right
   * @param images images
   * @param logitError root mean square difference from the logits in single precision
   */
  public record Row(String label, int correct, int images, double logitError) {

    /** {@return the share of images classified right, from 0 to 1} */
    public double accuracy() {
      return (double) correct / images;
    }

    /** {@return the line as text} */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%-26s %5.1f %%  %.3g", label, 100 * accuracy(), logitError);
    }
  }

  private AccuracyTable() {}

  /**
   * {@return the cases of the paper on approximate normalization and around it: fp32; bf16 by width
   * of the significand and by rule; 8-bit inputs, scaled}
   */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        new Case(
            "fp32 fused",
            FloatArithmeticSpec.fused(FloatFormat.FP32, FloatFormat.FP32),
            Scaling.NONE));
    for (int width : WIDTHS) {
      for (Normalization rule : RULES) {
        cases.add(chained(FloatFormat.BF16, width, rule));
      }
    }
    for (FloatFormat format : List.of(FloatFormat.FP8_E4M3, FloatFormat.FP8_E5M2)) {
      for (Normalization rule : RULES) {
        cases.add(chained(format, WIDTH_OF_NARROW, rule));
      }
    }
    return List.copyOf(cases);
  }

  private static Case chained(FloatFormat format, int width, Normalization rule) {
    boolean narrow = format.bits() <= 8;
    FloatArithmeticSpec arithmetic =
        new FloatArithmeticSpec(
            format,
            FloatFormat.FP32,
            Rounding.NEAREST_EVEN,
            // Flushing an 8-bit format's subnormals would lose a quarter of its range.
            narrow ? Subnormals.KEPT : Subnormals.FLUSHED,
            narrow ? Overflow.SATURATE : Overflow.SPECIAL,
            Optional.of(ChainSpec.of(width, rule)));
    String label = String.format(Locale.ROOT, "%s W=%d %s", format.label(), width, rule.label());
    return new Case(label, arithmetic, narrow ? Scaling.POWER_OF_TWO : Scaling.NONE);
  }

  /**
   * {@return the line of a case}
   *
   * @param model the classifier
   * @param images images with their classes
   * @param engine the engine that multiplies
   * @param which the case
   */
  public static Row row(
      VisionTransformer model, LabelledImages images, MatrixEngineSpec engine, Case which) {
    ArrayProducts products = new ArrayProducts(engine, which.arithmetic(), which.scaling());
    float[] logits = model.logits(images.pixels(), products);
    float[] expected = images.logits();
    double squares = 0;
    for (int i = 0; i < logits.length; i++) {
      double difference = logits[i] - expected[i];
      squares += difference * difference;
    }
    return new Row(
        which.label(), images.correct(logits), images.count(), Math.sqrt(squares / logits.length));
  }
}
