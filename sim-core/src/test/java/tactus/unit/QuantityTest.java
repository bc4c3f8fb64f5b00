package tactus.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "2 MiB, 2097152",
    "512 KiB, 524288",
    "64 B, 64",
    "64B, 64",
    "1.5 KiB, 1536",
    "1 kB, 1000",
    "24 MB, 24000000",
    "2e3 B, 2000",
    "0 B, 0",
    "1 TiB, 1099511627776"
  })
  void size_legalText_isExactBytes(String text, long bytes) {
    assertThat(Dimension.SIZE.parseWhole(text)).isEqualTo(bytes);
  }

  @Test
  void size_withoutUnit_showsExampleAndUnits() {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole("64"))
        .isInstanceOf(UnitException.class)
        .hasMessage(
            "must be a size such as '64 KiB', but '64' has no unit"
                + " (units: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB)");
  }

  @Test
  void size_withUnitOfFrequency_tellsAllowedUnits() {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole("5 GHz"))
        .hasMessage(
            "must be a size such as '64 KiB', but was '5 GHz'"
                + " (units: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB)");
  }

  @Test
  void size_ambiguousCase_namesWhatMayBeMeant() {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole("5 mib"))
        .hasMessageContaining("but was '5 mib'; did you mean 'MiB'? (units: ");
  }

  @Test
  void size_partOfAByte_isRefused() {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole("1.3 B"))
        .hasMessage("must be a size such as '64 KiB', but '1.3 B' is not a whole number of B");
  }

  @Test
  void size_beyondLong_isRefused() {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole("9e99 TiB"))
        .hasMessage("must be a size such as '64 KiB', but '9e99 TiB' is too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "1_000 B", "0x10 B", "1e999999999 B", "1,5 B", "NaN B"})
  void size_noNumber_isRefused(String text) {
    assertThatThrownBy(() -> Dimension.SIZE.parseWhole(text)).isInstanceOf(UnitException.class);
  }

  @Property(tries = 200)
  void size_formatted_readsBack(@ForAll @LongRange(min = 0) long bytes) {
    assertThat(Dimension.SIZE.parseWhole(Dimension.SIZE.format(BigDecimal.valueOf(bytes))))
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1536, 1.5 KiB", "1000, 1000 B", "25165824, 24 MiB", "0, 0 B", "1073741824, 1 GiB"})
  void size_formatted_usesLargestExactUnit(long bytes, String text) {
    assertThat(Dimension.SIZE.format(BigDecimal.valueOf(bytes))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1 GHz, 1000000",
    "700 MHz, 1428571",
    "1.6GHz, 625000",
    "1 Hz, 1000000000000000",
    "3 GHz, 333333"
  })
  void frequency_legalText_isPeriodInFemtoseconds(String text, long ticks) {
    assertThat(Ticks.ofFrequency(text)).isEqualTo(ticks);
  }

  @Test
  void frequency_periodFarFromWholeTicks_isRefused() {
    assertThatThrownBy(() -> Ticks.ofFrequency("700 GHz"))
        .hasMessage(
            "must be a frequency such as '1 GHz',"
                + " but '700 GHz' cannot be told in whole femtoseconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 GHz", "-1 GHz"})
  void frequency_notAboveZero_isRefused(String text) {
    assertThatThrownBy(() -> Ticks.ofFrequency(text)).hasMessageContaining("is not above zero");
  }

  @ParameterizedTest
  @CsvSource({"1000000, 1 GHz", "1428571, 700 MHz", "625000, 1.6 GHz", "333333, 3 GHz"})
  void frequency_formatted_isWhatWasWritten(long ticks, String text) {
    assertThat(Ticks.formatFrequency(ticks)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"100 ns, 100000000", "1 us, 1000000000", "2.5 ps, 2500", "1 s, 1000000000000000"})
  void time_legalText_isTicks(String text, long ticks) {
    assertThat(Ticks.ofTime(text)).isEqualTo(ticks);
  }

  @Test
  void time_beyondLong_isRefused() {
    assertThatThrownBy(() -> Ticks.ofTime("10000 s")).hasMessageContaining("9223 seconds");
  }

  @Test
  void bandwidth_ofBytes_takesTicksRoundedUp() {
    assertThat(Bandwidth.parse("25.6 GB/s").ticksFor(64)).isEqualTo(2_500_000);
    assertThat(Bandwidth.parse("3 GB/s").ticksFor(1)).isEqualTo(333_334);
    assertThat(Bandwidth.parse("1 GiB/s").ticksFor(1L << 30)).isEqualTo(Ticks.PER_SECOND);
  }

  @Test
  void bandwidth_inBits_isBytes() {
    assertThat(Bandwidth.parse("8 Gbit/s")).isEqualTo(Bandwidth.parse("1 GB/s"));
  }

  @Test
  void bandwidth_zero_isRefused() {
    assertThatThrownBy(() -> Bandwidth.parse("0 GB/s")).hasMessageContaining("not above zero");
  }

  @Test
  void delay_inCycles_isCyclesOfAnyClock() {
    Delay delay = Delay.parse("20 cycles");

    assertThat(delay.cycles(1_000_000)).isEqualTo(20);
    assertThat(delay.ticks(1_000_000)).isEqualTo(20_000_000);
    assertThat(delay).hasToString("20 cycles");
  }

  @Test
  void delay_asTime_roundsUpToCycles() {
    Delay delay = Delay.parse("100 ns");

    assertThat(delay.ticks(1_428_571)).isEqualTo(100_000_000);
    assertThat(delay.cycles(1_428_571)).isEqualTo(71);
    assertThat(delay.cycles(1_000_000)).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "-1 cycles", "1.5 cycles", "-2 ns", "20 B"})
  void delay_other_isRefused(String text) {
    assertThatThrownBy(() -> Delay.parse(text))
        .hasMessageStartingWith("must be a delay such as '20 cycles' or '100 ns', but ");
  }

  @Test
  void formatForPeople_fourDigits_inFittingUnit() {
    assertThat(Dimension.BANDWIDTH.format(102.3987e9)).isEqualTo("102.4 GB/s");
    assertThat(Dimension.ENERGY.format(0.0)).isEqualTo("0 fJ");
    assertThat(Dimension.TIME.format(1.5e12)).isEqualTo("1.5 ms");
  }

  @Test
  void otherDimensions_haveBaseUnits() {
    assertThat(Dimension.LENGTH.parse("28 nm")).isEqualByComparingTo("28");
    assertThat(Dimension.ENERGY.parse("1.5 nJ")).isEqualByComparingTo("1500");
    assertThat(Dimension.AREA.parse("0.5 mm2")).isEqualByComparingTo("500000");
  }
}
