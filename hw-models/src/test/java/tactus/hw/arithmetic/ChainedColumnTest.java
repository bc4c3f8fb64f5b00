package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single steps and chains against the vectors of two independent prototypes. */
class ChainedColumnTest {

  private static final Normalization[] RULES = {
    Normalization.EXACT,
    Normalization.approximate(1, 1),
    Normalization.approximate(1, 2),
    Normalization.approximate(2, 2)
  };

  private static ChainedColumn column(int width, Normalization rule) {
    FloatArithmeticSpec spec =
        FloatArithmeticSpec.chained(FloatFormat.BF16, ChainSpec.of(width, rule));
    return new ChainedColumn(spec, spec.chain().orElseThrow());
  }

  private static String state(long sum) {
    return String.format(
        Locale.ROOT,
        "%d,%d,%X",
        sum < 0 ? 1 : 0,
        ChainedColumn.exponent(sum),
        ChainedColumn.magnitude(sum));
  }

  private static String state(ChainedColumn column, double... factors) {
    long sum = column.empty();
    for (int i = 0; i < factors.length; i += 2) {
      sum = column.add(sum, column.product(factors[i], factors[i + 1]));
    }
    return ChainedColumn.magnitude(sum) == 0 ? "zero" : state(sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8  | 64   | 0,-4,DE     | 0,-4,E0     | 0,-4,DE     | 0,-4,F0     | 0.0908797905
          16 | 64   | 0,-4,BA48   | 0,-4,BA48   | 0,-4,BA48   | 0,-4,BA58   | 0.0908797905
          24 | 64   | 0,-4,BA1F40 | 0,-4,BA1F40 | 0,-4,BA1F40 | 0,-4,BA1F40 | 0.0908797905
          8  | 1024 | 1,4,A3      | 1,4,A3      | 1,4,A3      | 1,4,A3      | -21.0445362
          16 | 1024 | 1,4,A85A    | 1,4,A85A    | 1,4,A85A    | 1,4,A859    | -21.0445362
          24 | 1024 | 1,4,A85B3A  | 1,4,A85B3A  | 1,4,A85B3A  | 1,4,A85B3A  | -21.0445362
          """)
  void add_goldenStream_endsInTheGoldenState(
      int width, int length, String exact, String a11, String a12, String a22, double value) {
    String[] states = {exact, a11, a12, a22};
    for (int r = 0; r < RULES.length; r++) {
      ChainedColumn column = column(width, RULES[r]);
      GoldenVectors stream = new GoldenVectors(2024);
      long sum = column.empty();
      double plain = 0;
      for (int i = 0; i < length; i++) {
        double a = stream.next();
        double b = stream.next();
        plain += a * b;
        sum = column.add(sum, column.product(a, b));
      }
      assertThat(state(sum)).as(RULES[r].label()).isEqualTo(states[r]);
      assertThat(plain).isCloseTo(value, within(1e-7));
    }
  }

  @Test
  void add_singleSteps_leaveTheGoldenStates() {
    String[] ones = {"0,0,8000", "0,0,8000", "0,0,8000", "0,1,4000"};
    String[] almostOne = {"0,-7,8000", "0,-1,200", "0,-2,400", "0,-3,800"};
    String[] quarter = {"0,-2,8000", "0,-1,4000", "0,-2,8000", "0,-1,4000"};
    for (int r = 0; r < RULES.length; r++) {
      ChainedColumn column = column(16, RULES[r]);
      assertThat(state(column, 1, 1)).isEqualTo(ones[r]);
      assertThat(state(column, 1, 1, -1, 1)).isEqualTo("zero");
      assertThat(state(column, 1.0078125, 1, -1, 1)).isEqualTo(almostOne[r]);
      assertThat(state(column, 1.25, 1, -1, 1)).isEqualTo(quarter[r]);
      assertThat(state(column, 3, 3, 3, 3)).isEqualTo("0,4,9000");
    }
  }
}
