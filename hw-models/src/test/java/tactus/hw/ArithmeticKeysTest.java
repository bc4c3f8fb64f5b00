package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Overflow;
import tactus.hw.arithmetic.Rounding;
import tactus.hw.arithmetic.Subnormals;

class ArithmeticKeysTest {

  private static final String MACHINE =
      """
      clock: 1 GHz
      matrix_engine: {rows: 8, columns: 4}
      scratchpad: {capacity: 64 KiB}
      dram: {bandwidth: 25.6 GB/s}
      """;

  private static Optional<ArithmeticSpec> arithmetic(String yaml) {
    ConfigDocument document =
        ConfigDocument.parse(MACHINE + yaml, Path.of("m.yaml"), MachineReader.MACHINE);
    return MachineReader.read(document.section()).arithmetic();
  }

  private static List<String> problems(String keys) {
    try {
      arithmetic("arithmetic: {" + keys + "}\n");
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void read_noSection_isAMachineWithoutValues() {
    assertThat(arithmetic("")).isEmpty();
  }

  @Test
  void read_onlyOperands_hasTheRecommendedDefaults() {
    assertThat(arithmetic("arithmetic: {operands: bf16}"))
        .contains(
            FloatArithmeticSpec.chained(FloatFormat.BF16, ChainSpec.of(16, Normalization.EXACT)));
  }

  @Test
  void read_everyKey_reachesItsField() {
    assertThat(
            arithmetic(
                """
                arithmetic:
                  operands: e6m5
                  results: fp16
                  accumulation: chained
                  significand_bits: 20
                  guard_bits: 3
                  sticky: true
                  normalize_products: true
                  truncation: sum-nearest
                  normalization: stages
                  k: 1
                  lambda: 2
                  rounding: toward-zero
                  subnormals: kept
                  overflow: saturate
                """))
        .contains(
            new FloatArithmeticSpec(
                FloatFormat.named("e6m5").orElseThrow(),
                FloatFormat.FP16,
                Rounding.TOWARD_ZERO,
                Subnormals.KEPT,
                Overflow.SATURATE,
                Optional.of(
                    new ChainSpec(
                        20,
                        3,
                        true,
                        true,
                        ChainSpec.Truncation.SUM_NEAREST,
                        new Normalization(Normalization.Rule.STAGES, 1, 2)))));
    assertThat(arithmetic("arithmetic: {operands: fp16, accumulation: fused, results: fp16}"))
        .map(ArithmeticSpec::label)
        .contains("fp16 fused to fp16");
    assertThat(arithmetic("arithmetic: {operands: int8}")).contains(IntegerArithmeticSpec.INT8);
    assertThat(arithmetic("arithmetic: {operands: int4, results: int16, overflow: saturate}"))
        .contains(new IntegerArithmeticSpec(4, 16, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'operands: bf61' | (did you mean 'bf16'?), but was 'bf61'
          'operands: e9m3' | widths from e2m1 to e8m23, but was 'e9m3'
          'operands: e4m24' | but was 'e4m24'
          'operands: int17' | but was 'int17'
          'operands: bf16, k: -1' | arithmetic.k: must be an integer from 0 to 48
          'operands: bf16, lambda: -2' | arithmetic.lambda: must be an integer from 0 to 48
          'operands: bf16, significand_bits: 49' | from 4 to 48
          'operands: bf16, k: 1' | must not be written unless normalization is windows
          'operands: bf16, normalization: windows, k: 1' | lambda: must be written
          'operands: bf16, normalization: single, k: 0, lambda: 1' | k: must be at least 1
          'operands: bf16, guard_bits: 2' | must be 0 where truncation is of the summands
          'operands: bf16, truncation: sum' | guard_bits: must be at least 1
          'operands: bf16, guard_bits: 2, truncation: sum, sticky: true' | sticky: must be false
          'operands: bf16, rounding: stochastic' | not stochastic
          'operands: bf16, results: e2m1' | must be a floating-point format with a NaN
          'operands: bf16, results: int32' | must be a floating-point format with a NaN
          'operands: bf16, accumulation: fused, significand_bits: 9' | for fused accumulation
          'operands: int8, significand_bits: 9' | must not be written for integer operands
          'operands: int8, rounding: up' | must not be written for integer operands
          'operands: int8, results: int12' | must be from int16 to int32 for int8 operands
          'operands: int8, results: fp32' | must be from int16 to int32 for int8 operands
          """)
  void read_illegal_isToldInOneLine(String keys, String message) {
    assertThat(problems(keys)).hasSize(1).first().asString().contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "tf32", "bf16", "fp16", "fp8-e4m3", "fp8-e5m2", "e2m1", "int8"})
  void read_everyNamedFormat_isLegal(String format) {
    assertThat(problems("operands: " + format)).isEmpty();
  }
}
