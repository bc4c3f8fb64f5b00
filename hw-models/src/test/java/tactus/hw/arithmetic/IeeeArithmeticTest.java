package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation and mode against exact decimal arithmetic. {@code -Dtactus.validation} takes ten
 * million vectors of each wide format instead of a sample.
 */
class IeeeArithmeticTest {

  private static final int VECTORS = Boolean.getBoolean("tactus.validation") ? 10_000_000 : 10_000;

  private static final List<Rounding> MODES =
      List.of(
          Rounding.NEAREST_EVEN,
          Rounding.NEAREST_AWAY,
          Rounding.TOWARD_ZERO,
          Rounding.DOWN,
          Rounding.UP);

  static List<FloatFormat> narrowFormats() {
    return List.of(
        FloatFormat.FP8_E4M3,
        FloatFormat.FP8_E5M2,
        FloatFormat.named("e3m4").orElseThrow(),
        FloatFormat.named("e2m1").orElseThrow());
  }

  static List<FloatFormat> wideFormats() {
    return List.of(FloatFormat.FP16, FloatFormat.BF16, FloatFormat.TF32, FloatFormat.FP32);
  }

  @ParameterizedTest
  @MethodSource("narrowFormats")
  void addAndMultiply_allPairsOfNumbers_equalTheOracle(FloatFormat format) {
    Checker checker = new Checker(format);
    for (int a = 0; a < 1 << format.bits(); a++) {
      for (int b = 0; b < 1 << format.bits(); b++) {
        checker.add(a, b);
        checker.multiply(a, b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("narrowFormats")
  void multiplyAdd_randomNarrowTriples_equalTheOracle(FloatFormat format) {
    Checker checker = new Checker(format);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < VECTORS; i++) {
      int bound = 1 << format.bits();
      checker.multiplyAdd(random.nextInt(bound), random.nextInt(bound), random.nextInt(bound));
    }
  }

  @ParameterizedTest
  @MethodSource("wideFormats")
  void operations_randomAndCornerVectors_equalTheOracle(FloatFormat format) {
    Checker checker = new Checker(format);
    Vectors vectors = new Vectors(format, 11);
    for (int i = 0; i < VECTORS; i++) {
      int a = vectors.next();
      int b = vectors.near(a);
      checker.add(a, b);
      checker.multiply(a, vectors.next());
      int d = vectors.next();
      checker.multiplyAdd(a, d, vectors.nearProduct(a, d));
    }
  }

  @Test
  void multiplyAdd_fp32_equalsTheHosts() {
    IeeeArithmetic arithmetic = new IeeeArithmetic(FloatFormat.FP32, Rounding.NEAREST_EVEN);
    Vectors vectors = new Vectors(FloatFormat.FP32, 12);
    for (int i = 0; i < 20 * VECTORS; i++) {
      int a = vectors.next();
      int b = vectors.next();
      int c = vectors.nearProduct(a, b);
      float expected =
          Math.fma(Float.intBitsToFloat(a), Float.intBitsToFloat(b), Float.intBitsToFloat(c));
      int result = arithmetic.multiplyAdd(a, b, c);
      // Both collapse NaNs to the same one.
      assertSame(FloatFormat.FP32, "fma", result, Float.floatToIntBits(expected), a, b, c);
    }
  }

  private static void assertSame(
      FloatFormat format, String what, int result, int expected, int... operands) {
    if (result != expected && !(format.isNaN(result) && format.isNaN(expected))) {
      StringBuilder text = new StringBuilder(format + " " + what);
      for (int operand : operands) {
        text.append(' ').append(Integer.toHexString(operand));
      }
      assertThat(Integer.toHexString(result))
          .as(text.toString())
          .isEqualTo(Integer.toHexString(expected));
    }
  }

  /** Operands that meet: any encodings, corners, and such as are close to one another. */
  private static final class Vectors {

    private final FloatFormat format;
    private final SplittableRandom random;

    Vectors(FloatFormat format, long seed) {
      this.format = format;
      this.random = new SplittableRandom(seed);
    }

    int next() {
      int encoding = random.nextInt() & (2 * format.signBit() - 1);
      if (random.nextInt(4) != 0) {
        return encoding;
      }
      int sign = encoding & format.signBit();
      int step = random.nextInt(3) - 1;
      return switch (random.nextInt(6)) {
        case 0 -> sign;
        case 1 -> sign | format.largest() - random.nextInt(3);
        case 2 -> sign | (1 << format.fractionBits()) + step;
        case 3 -> sign | 1 + random.nextInt(3);
        case 4 -> sign | (format.bias() << format.fractionBits()) + step;
        default -> sign | format.infinity() + random.nextInt(2);
      };
    }

    int near(int encoding) {
      if (random.nextInt(3) == 0) {
        return next();
      }
      int moved = encoding + (random.nextInt(65) - 32);
      moved +=
          (random.nextInt(2 * format.fractionBits()) - format.fractionBits())
              << format.fractionBits();
      return random.nextBoolean() ? moved ^ format.signBit() : moved;
    }

    int nearProduct(int a, int b) {
      double product = (double) format.toFloat(a) * format.toFloat(b);
      return near(new Rounder(format, Rounding.NEAREST_EVEN).encode(-product));
    }
  }

  /** Compares results in all modes with the exact result, worked out once. */
  private static final class Checker {

    private final FloatFormat format;
    private final Oracle oracle;
    private final Map<Rounding, IeeeArithmetic> arithmetics = new EnumMap<>(Rounding.class);

    Checker(FloatFormat format) {
      this.format = format;
      this.oracle = new Oracle(format);
      for (Rounding mode : MODES) {
        arithmetics.put(mode, new IeeeArithmetic(format, mode));
      }
    }

    private boolean isNumber(int... encodings) {
      for (int encoding : encodings) {
        if ((encoding & (format.signBit() - 1)) > format.largest()) {
          return false;
        }
      }
      return true;
    }

    void add(int a, int b) {
      if (!isNumber(a, b)) {
        special("add", format.toFloat(a) + format.toFloat(b), (m) -> m.add(a, b), a, b);
        return;
      }
      BigDecimal exact = oracle.sum(a, b);
      boolean sameSign = oracle.isNegative(a) == oracle.isNegative(b);
      for (Rounding mode : MODES) {
        int expected = sum(exact, sameSign, oracle.isNegative(a), mode);
        assertSame(format, mode + " add", arithmetics.get(mode).add(a, b), expected, a, b);
      }
    }

    void multiply(int a, int b) {
      if (!isNumber(a, b)) {
        special("mul", format.toFloat(a) * format.toFloat(b), (m) -> m.multiply(a, b), a, b);
        return;
      }
      BigDecimal exact = oracle.product(a, b);
      boolean negative = oracle.isNegative(a) != oracle.isNegative(b);
      for (Rounding mode : MODES) {
        int expected =
            exact.signum() == 0 ? (negative ? format.signBit() : 0) : oracle.round(exact, mode);
        assertSame(format, mode + " mul", arithmetics.get(mode).multiply(a, b), expected, a, b);
      }
    }

    void multiplyAdd(int a, int b, int c) {
      if (!isNumber(a, b, c)) {
        // In double, finite products of floats do not overflow.
        double sum = (double) format.toFloat(a) * format.toFloat(b) + format.toFloat(c);
        special("fma", sum, (m) -> m.multiplyAdd(a, b, c), a, b, c);
        return;
      }
      BigDecimal exact = oracle.productSum(a, b, c);
      boolean negative = oracle.isNegative(a) != oracle.isNegative(b);
      boolean sameSign = negative == oracle.isNegative(c);
      for (Rounding mode : MODES) {
        int expected = sum(exact, sameSign, negative, mode);
        int result = arithmetics.get(mode).multiplyAdd(a, b, c);
        assertSame(format, mode + " fma", result, expected, a, b, c);
      }
    }

    private int sum(BigDecimal exact, boolean sameSign, boolean negative, Rounding mode) {
      if (exact.signum() != 0) {
        return oracle.round(exact, mode);
      }
      boolean minus = sameSign ? negative : mode == Rounding.DOWN;
      return minus ? format.signBit() : 0;
    }

    private void special(String what, double result, Operation operation, int... operands) {
      for (Rounding mode : MODES) {
        int expected =
            Double.isNaN(result) || !format.hasInfinity()
                ? format.nan()
                : format.infinity() | (result < 0 ? format.signBit() : 0);
        assertSame(format, what, operation.of(arithmetics.get(mode)), expected, operands);
      }
    }
  }

  private interface Operation {
    int of(IeeeArithmetic arithmetic);
  }
}
