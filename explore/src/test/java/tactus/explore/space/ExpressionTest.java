package tactus.explore.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  private static final Map<String, Value> NAMES =
      Map.of(
          "rows", Value.of(128),
          "machine.dram.bandwidth", Value.parse("25.6 GB/s"),
          "capacity", Value.parse("2 MiB"),
          "dataflow", Value.parse("weight-stationary"));

  private static Value value(String text) {
    return Expression.parse(text).value(NAMES::get);
  }

  @ParameterizedTest
  @CsvSource({
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "2 ^ 3 ^ 2, 512",
    "-2 ^ 2, -4",
    "rows / 2 - 1, 63",
    "rows % 100, 28",
    "'min(rows, 5, 7)', 5",
    "'max(rows, 5)', 128",
    "log2(rows), 7",
    "ceil(rows / 100), 2",
    "capacity / 1 KiB, 2048",
    "capacity / machine.dram.bandwidth / 1 us, 81.92"
  })
  void value_ofAnExpression_isWhatItSays(String text, double expected) {
    assertThat(((Value.Quantity) value(text)).number())
        .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "rows, figure, 1",
    "capacity, figure (MiB), 1048576",
    "machine.dram.bandwidth, figure (GB/s), 1e9",
    "2 * capacity / machine.dram.bandwidth, figure (\u00b5s), 1e-6",
    "20000 * capacity / machine.dram.bandwidth, figure (s), 1",
    "capacity * capacity, figure (B^2), 1"
  })
  void unit_ofAnExpression_isWhatItIsShownIn(String text, String label, double size) {
    DisplayUnit unit = Expression.parse(text).unit(NAMES::get);
    assertThat(unit.label("figure")).isEqualTo(label);
    assertThat(unit.size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "rows <= 128 and capacity >= 1 MiB, true",
    "not rows == 128 or capacity < 4 KiB, false",
    "dataflow == 'weight-stationary', true",
    "dataflow != 'weight-stationary', false",
    "machine.dram.bandwidth == 25.6 GB/s, true",
    "capacity * 2 == 4 MiB, true",
    "true and not off, true",
    "(rows > 5) == on, true",
    "(rows > 5) != 'off', true",
    "'if(rows > 5, capacity > 1 KiB, false)', true"
  })
  void holds_ofACondition_isWhetherItDoes(String text, boolean expected) {
    assertThat(Expression.parse(text.replace("\"", "'")).holds(NAMES::get)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "rows / (2 - 2), divides by zero",
    "rows % 0, divides by zero",
    "true < false, 'truths are only equal or not, never <'",
    "'if(rows, 1, 2)', 'needs a condition, but has a plain number'",
    "'if(true, 1)', if takes a condition and two values",
    "capacity <= 50, puts '<=' between a size and a plain number",
    "capacity + machine.dram.bandwidth, puts '+' between a size and a bandwidth",
    "rows and rows, 'needs a condition, but has a plain number'",
    "dataflow + 1, puts '+' between a word and a plain number",
    "rows +, ends where a value should stand",
    "(rows, has 'the end' where ')' should stand",
    "rows rows, has 'rows' where it should end",
    "rows ? 2, cannot be read from '? 2'",
    "sin(rows), 'has no function ''sin''; known: abs, ceil, floor, if, log2, max, min, round, sqrt'"
  })
  void value_ofWhatDoesNotFit_saysWhy(String text, String message) {
    assertThatThrownBy(() -> value(text))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2 * rows, 256", "capacity / 2, 1 MiB", "machine.dram.bandwidth * 2, 51.2 GB/s",
    "rows * 1 ns, 128 ns", "dataflow, weight-stationary", "rows / 3 * 3 == rows, true"
  })
  void yaml_ofAValue_canBeWritten(String text, String yaml) {
    assertThat(value(text).yaml()).isEqualTo(yaml);
  }

  @Test
  void names_ofAnExpression_areThoseItUses() {
    assertThat(Expression.parse("min(a, b.c[2].d) < 'e' or f == 2 KiB").names())
        .containsExactly("a", "b.c[2].d", "f");
  }
}
