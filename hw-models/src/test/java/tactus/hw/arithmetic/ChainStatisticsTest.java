package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Errors and shifts of chains over Gaussian data, beside the tables of the reference prototype:
 * products of N(0,1) and N(0,1), both bf16, and the register's value before the last rounding.
 */
class ChainStatisticsTest {

  private static final int LANES = 64;

  private static double[][] run(
      ChainSpec chain, int length, int vectors, long seed, ShiftHistogram histogram) {
    // Doubles would hide nothing: a sum of up to 24 bits leaves in fp32 unrounded.
    FloatArithmeticSpec spec = FloatArithmeticSpec.chained(FloatFormat.BF16, chain);
    FoldArithmetic fold = FoldArithmetic.of(spec, histogram);
    SplittableRandom random = new SplittableRandom(seed);
    Rounder rounder = spec.operandRounder();
    double[][] sums = new double[2][vectors * LANES];
    double[] out = new double[LANES];
    for (int v = 0; v < vectors; v++) {
      float[] stationary = gaussian(random, rounder, length * LANES);
      float[] streamed = gaussian(random, rounder, length);
      fold.load(stationary, length, LANES);
      fold.stream(streamed, 0, length, 1, 0, out);
      System.arraycopy(out, 0, sums[0], v * LANES, LANES);
      for (int row = 0; row < length; row++) {
        double factor = streamed[row];
        for (int j = 0; j < LANES; j++) {
          sums[1][v * LANES + j] += factor * stationary[row * LANES + j];
        }
      }
    }
    return sums;
  }

  private static float[] gaussian(SplittableRandom random, Rounder rounder, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = rounder.quantize(random.nextGaussian());
    }
    return values;
  }

  private static double error(ChainSpec chain, int length, int vectors, long seed) {
    double[][] sums = run(chain, length, vectors, seed, null);
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < sums[0].length; i++) {
      double difference = sums[0][i] - sums[1][i];
      errors += difference * difference;
      squares += sums[1][i] * sums[1][i];
    }
    return Math.sqrt(errors / squares);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 9.78, 70.93, 13.40, 3.09, 1.43, 0.69, 0.36",
    "256, 7.40, 80.10, 9.32, 1.68, 0.77, 0.37, 0.18",
    "1024, 5.10, 86.98, 6.21, 0.91, 0.40, 0.20, 0.10"
  })
  void shifts_gaussianData_areTheTables(
      int length, double carry, double z0, double z1, double z2, double z3, double z4, double z5) {
    ChainSpec chain = ChainSpec.of(16, Normalization.EXACT);
    ShiftHistogram histogram = new ShiftHistogram(chain);
    run(chain, length, 50_000 / length, 31, histogram);
    double[] expected = {carry, z0, z1, z2, z3, z4, z5};
    for (int zeros = -1; zeros <= 5; zeros++) {
      double share = 100.0 * histogram.leadingZeros(zeros) / histogram.additions();
      assertThat(share).as("%d leading zeros", zeros).isCloseTo(expected[zeros + 1], within(0.3));
      assertThat(histogram.shifted(zeros)).isEqualTo(histogram.leadingZeros(zeros));
    }
  }

  @Test
  void remainingZeros_approximate_areTheReferences() {
    double[][] expected = {{91.1, 0.8, 0.4}, {90.3, 2.2, 0.2}, {65.7, 30.6, 0.1}};
    Normalization[] rules = {
      Normalization.approximate(1, 1),
      Normalization.approximate(1, 2),
      Normalization.approximate(2, 2)
    };
    for (int r = 0; r < rules.length; r++) {
      ChainSpec chain = ChainSpec.of(16, rules[r]);
      ShiftHistogram histogram = new ShiftHistogram(chain);
      run(chain, 256, 50, 32, histogram);
      for (int zeros = 0; zeros <= 2; zeros++) {
        long remaining = histogram.remainingZeros(zeros);
        // A carry leaves none either, but the reference counts it apart.
        remaining -= zeros == 0 ? histogram.leadingZeros(-1) : 0;
        assertThat(100.0 * remaining / histogram.additions())
            .as("%s, %d zeros", rules[r].label(), zeros)
            .isCloseTo(expected[r][zeros], within(0.5));
      }
    }
  }

  @Test
  void shifts_normalizedProducts_areTheReferences() {
    ChainSpec chain =
        new ChainSpec(16, 0, false, true, ChainSpec.Truncation.SUMMANDS, Normalization.EXACT);
    ShiftHistogram histogram = new ShiftHistogram(chain);
    run(chain, 256, 100, 33, histogram);
    double[] expected = {8.86, 79.85, 8.67, 1.49, 0.60, 0.27};
    for (int zeros = -1; zeros <= 4; zeros++) {
      assertThat(100.0 * histogram.leadingZeros(zeros) / histogram.additions())
          .isCloseTo(expected[zeros + 1], within(0.3));
    }
  }

  /** Width, guard bits, truncation, length, and the errors of exact, an-1-2 and an-2-2. */
  @ParameterizedTest
  @CsvSource({
    "16, 0, SUMMANDS, 64, 6.60e-5, 6.60e-5, 7.30e-5",
    "16, 0, SUMMANDS, 256, 1.40e-4, 1.40e-4, 1.56e-4",
    "16, 0, SUMMANDS, 1024, 2.80e-4, 2.80e-4, 3.11e-4",
    "24, 0, SUMMANDS, 256, 1.67e-7, 1.67e-7, 1.71e-7",
    "12, 0, SUMMANDS, 256, 2.48e-3, 2.48e-3, 2.72e-3",
    "12, 0, SUMMANDS, 1024, 4.93e-3, 4.93e-3, 5.48e-3",
    "8, 0, SUMMANDS, 256, 3.81e-2, 3.81e-2, 4.15e-2",
    "8, 0, SUMMANDS, 1024, 7.11e-2, 7.12e-2, 7.86e-2",
    "8, 8, SUM_NEAREST, 256, 1.85e-2, 1.85e-2, 2.08e-2",
    "8, 8, SUM, 256, 0.324, 0.324, 0.379"
  })
  void error_gaussianData_hasTheTablesSizeAndRatios(
      int width,
      int guard,
      ChainSpec.Truncation truncation,
      int length,
      double exact,
      double a12,
      double a22) {
    Normalization[] rules = {
      Normalization.EXACT, Normalization.approximate(1, 2), Normalization.approximate(2, 2)
    };
    double[] errors = new double[3];
    for (int r = 0; r < 3; r++) {
      boolean sticky = truncation == ChainSpec.Truncation.SUM_NEAREST;
      errors[r] =
          error(
              new ChainSpec(width, guard, sticky, false, truncation, rules[r]),
              length,
              10_000 / length,
              34);
    }
    assertThat(errors[0] / exact).isCloseTo(1, within(0.1));
    assertThat(errors[1] / errors[0] / (a12 / exact)).isCloseTo(1, within(0.1));
    assertThat(errors[2] / errors[0] / (a22 / exact)).isCloseTo(1, within(0.1));
  }

  @Test
  void error_widerSums_isNeverLarger() {
    for (Normalization rule :
        List.of(
            Normalization.EXACT,
            Normalization.NONE,
            Normalization.approximate(1, 2),
            Normalization.approximate(2, 2))) {
      for (long seed = 40; seed < 44; seed++) {
        List<Double> errors = new ArrayList<>();
        for (int width = 8; width <= 24; width += 2) {
          errors.add(error(ChainSpec.of(width, rule), 128, 10, seed));
        }
        for (int i = 1; i < errors.size(); i++) {
          assertThat(errors.get(i)).as(rule.label()).isLessThanOrEqualTo(errors.get(i - 1));
        }
      }
    }
  }

  @Test
  void sums_windowsThatCoverTheSignificand_equalExact() {
    for (Normalization.Rule rule :
        List.of(Normalization.Rule.WINDOWS, Normalization.Rule.STAGES, Normalization.Rule.SINGLE)) {
      for (int k = 1; k <= 15; k++) {
        Normalization wide = new Normalization(rule, k, 16 - k);
        assertThat(run(ChainSpec.of(16, wide), 64, 4, 50, null)[0])
            .isEqualTo(run(ChainSpec.of(16, Normalization.EXACT), 64, 4, 50, null)[0]);
      }
    }
  }
}
