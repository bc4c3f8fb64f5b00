package tactus.explore.validate;

import java.util.ArrayList;
import java.util.List;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IeeeArithmetic;
import tactus.hw.arithmetic.Rounding;

/** Vectors of Berkeley TestFloat: additions, products, fused multiply-adds. */
final class FloatVectorsValidation implements Validation {

  /** A rounding mode by TestFloat's name for it. */
  private record Mode(String name, Rounding rounding) {}

  private static final List<Mode> MODES =
      List.of(
          new Mode("near_even", Rounding.NEAREST_EVEN),
          new Mode("near_maxMag", Rounding.NEAREST_AWAY),
          new Mode("minMag", Rounding.TOWARD_ZERO),
          new Mode("min", Rounding.DOWN),
          new Mode("max", Rounding.UP));

  @Override
  public String name() {
    return "testfloat";
  }

  @Override
  public String title() {
    return "Berkeley TestFloat: IEEE 754 arithmetic";
  }

  @Override
  public String explanation() {
    return "Vectors that TestFloat generated for binary16 and binary32 in all five rounding modes,"
        + " meant to be equal bit for bit (any NaN for a NaN). The numbers compared are results"
        + " that are right, for each mode.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String format : List.of("f16", "f32")) {
      FloatFormat floats = format.equals("f16") ? FloatFormat.FP16 : FloatFormat.FP32;
      for (String operation : List.of("add", "mul", "mulAdd")) {
        Comparison.Builder figure =
            new Comparison.Builder(format + " " + operation + ", correct results", "vectors");
        for (Mode mode : MODES) {
          List<String> vectors =
              golden.lines("testfloat/" + format + "_" + operation + "_" + mode.name() + ".txt");
          IeeeArithmetic arithmetic = new IeeeArithmetic(floats, mode.rounding());
          long right =
              vectors.stream()
                  .filter(vector -> isRight(vector, operation, floats, arithmetic))
                  .count();
          figure.add(mode.name(), vectors.size(), (double) right);
        }
        comparisons.add(figure.build());
      }
    }
    return comparisons;
  }

  private static boolean isRight(
      String vector, String operation, FloatFormat format, IeeeArithmetic arithmetic) {
    String[] words = vector.split(" ", -1);
    int a = Integer.parseUnsignedInt(words[0], 16);
    int b = Integer.parseUnsignedInt(words[1], 16);
    int result =
        switch (operation) {
          case "add" -> arithmetic.add(a, b);
          case "mul" -> arithmetic.multiply(a, b);
          default -> arithmetic.multiplyAdd(a, b, Integer.parseUnsignedInt(words[2], 16));
        };
    int expected = Integer.parseUnsignedInt(words[words.length - 2], 16);
    return result == expected || (format.isNaN(result) && format.isNaN(expected));
  }
}
