package tactus.hw.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RounderTest {

  @ParameterizedTest
  @ValueSource(strings = {"bf16", "fp16", "tf32", "fp8-e4m3", "fp8-e5m2", "e3m4", "e6m9", "e2m3"})
  void encode_everyNumber_isItsOwn(String name) {
    FloatFormat format = FloatFormat.named(name).orElseThrow();
    Rounder rounder = new Rounder(format, Rounding.NEAREST_EVEN);
    for (int encoding = 0; encoding < 1 << format.bits(); encoding++) {
      if (!format.isNaN(encoding)) {
        float value = format.toFloat(encoding);
        assertThat(rounder.encode(value)).isEqualTo(encoding);
        assertThat(format.encode(value)).isEqualTo(encoding);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fp16, 65504, 6.1035156e-5",
    "bf16, 3.3895314e38, 1.1754944e-38",
    "fp8-e4m3, 448, 0.015625",
    "fp8-e5m2, 57344, 6.1035156e-5",
    "e2m1, 6, 1",
    "e3m2, 28, 0.25",
    "e2m3, 7.5, 1"
  })
  void range_knownFormats_isTheSpecified(String name, float largest, float smallestNormal) {
    FloatFormat format = FloatFormat.named(name).orElseThrow();
    assertThat(format.largestValue()).isEqualTo(largest);
    assertThat(format.smallestNormal()).isEqualTo(smallestNormal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e1m5", "e9m3", "e5m0", "e4m24", "bf17", "E4M3", "fp8"})
  void named_impossible_isEmpty(String name) {
    assertThat(FloatFormat.named(name)).isEmpty();
  }

  @Test
  void quantize_e4m3_overflowsAsTheFormatOrSaturates() {
    Rounder special = new Rounder(FloatFormat.FP8_E4M3, Rounding.NEAREST_EVEN);
    Rounder saturating =
        new Rounder(
            FloatFormat.FP8_E4M3, Rounding.NEAREST_EVEN, Subnormals.KEPT, Overflow.SATURATE, 0);
    // Halfway between 448 and what would be 480; 448 is even.
    assertThat(special.quantize(464)).isEqualTo(448);
    assertThat(special.quantize(464.001)).isNaN();
    assertThat(special.quantize(Double.POSITIVE_INFINITY)).isNaN();
    assertThat(saturating.quantize(1e9)).isEqualTo(448);
    assertThat(saturating.quantize(Double.NEGATIVE_INFINITY)).isEqualTo(-448);
    assertThat(saturating.quantize(Double.NaN)).isNaN();
  }

  @Test
  void quantize_flushing_makesSubnormalsZerosOfTheirSign() {
    Rounder rounder =
        new Rounder(
            FloatFormat.FP16, Rounding.NEAREST_EVEN, Subnormals.FLUSHED, Overflow.SPECIAL, 0);
    assertThat(rounder.encode(-1e-6)).isEqualTo(0x8000);
    assertThat(rounder.quantize(6.1035156e-5)).isEqualTo(6.1035156e-5f);
    // Rounds up to the smallest normal number.
    assertThat(rounder.quantize(6.1035e-5)).isEqualTo(6.1035156e-5f);
  }

  @Test
  void quantize_stochastic_isExactInTheMeanAndRepeatable() {
    double value = 1 + 0.3 / 128;
    Rounder rounder =
        new Rounder(FloatFormat.BF16, Rounding.STOCHASTIC, Subnormals.KEPT, Overflow.SPECIAL, 7);
    Rounder again =
        new Rounder(FloatFormat.BF16, Rounding.STOCHASTIC, Subnormals.KEPT, Overflow.SPECIAL, 7);
    double sum = 0;
    int draws = 100_000;
    for (int i = 0; i < draws; i++) {
      float drawn = rounder.quantize(value);
      assertThat(drawn).isIn(List.of(1f, 1.0078125f)).isEqualTo(again.quantize(value));
      sum += drawn;
    }
    assertThat((sum / draws - 1) * 128).isCloseTo(0.3, within(0.005));
    assertThat(rounder.quantize(1.5)).isEqualTo(1.5f);
  }

  @Test
  void encode_numberOfAnotherFormat_isRefused() {
    assertThatThrownBy(() -> FloatFormat.BF16.encode(1.001f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value (1.001) must be a number of bf16");
  }
}
