package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector that Berkeley TestFloat printed, for binary16 and binary32. */
class TestFloatTest {

  private static final Map<String, Rounding> MODES =
      Map.of(
          "near_even", Rounding.NEAREST_EVEN,
          "near_maxMag", Rounding.NEAREST_AWAY,
          "minMag", Rounding.TOWARD_ZERO,
          "min", Rounding.DOWN,
          "max", Rounding.UP);

  static List<Arguments> files() {
    List<Arguments> files = new ArrayList<>();
    for (String format : List.of("f16", "f32")) {
      for (String operation : List.of("add", "mul", "mulAdd")) {
        MODES.keySet().stream()
            .sorted()
            .forEach(mode -> files.add(Arguments.of(format, operation, mode)));
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void operations_everyVector_giveTheirResult(String name, String operation, String mode) {
    FloatFormat format = name.equals("f16") ? FloatFormat.FP16 : FloatFormat.FP32;
    IeeeArithmetic arithmetic = new IeeeArithmetic(format, MODES.get(mode));
    List<String> lines = lines(name + "_" + operation + "_" + mode + ".txt");
    assertThat(lines).hasSizeGreaterThan(1000);
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      int a = Integer.parseUnsignedInt(words[0], 16);
      int b = Integer.parseUnsignedInt(words[1], 16);
      int c = Integer.parseUnsignedInt(words[2], 16);
      int result =
          switch (operation) {
            case "add" -> arithmetic.add(a, b);
            case "mul" -> arithmetic.multiply(a, b);
            default -> arithmetic.multiplyAdd(a, b, c);
          };
      int expected = Integer.parseUnsignedInt(words[words.length - 2], 16);
      if (result != expected && !(format.isNaN(result) && format.isNaN(expected))) {
        assertThat(Integer.toHexString(result)).as(line).isEqualTo(Integer.toHexString(expected));
      }
    }
  }

  private static List<String> lines(String file) {
    try (InputStream in = TestFloatTest.class.getResourceAsStream("/golden/testfloat/" + file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
