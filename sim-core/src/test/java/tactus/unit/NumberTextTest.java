package tactus.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumberTextTest {

  private static final String PATTERN = "%,d|%d|%x|%,.2f|%.0f|%.1f %%|%+.1f|%.2e|%8.3f|%.2g|%s%n";

  @Property
  void format_anyNumbers_isThatOfNoCountry(
      @ForAll long whole, @ForAll double number, @ForAll @IntRange(max = 400) int places) {
    double scaled = Math.scalb(number, places - 200);

    assertSame(whole, number);
    assertSame(whole, scaled);
    assertThat(NumberText.format("%,." + places % 10 + "f", scaled))
        .isEqualTo(String.format(Locale.ROOT, "%,." + places % 10 + "f", scaled));
  }

  @Test
  void format_oddNumbers_isThatOfNoCountry() {
    assertSame(Long.MIN_VALUE, Double.NaN);
    assertSame(0, Double.POSITIVE_INFINITY);
    assertSame(-1, Double.NEGATIVE_INFINITY);
    assertSame(Long.MAX_VALUE, -0.0);
  }

  @Property
  void grouped_anyNumber_isThatOfTheFormatter(
      @ForAll long number, @ForAll @IntRange(max = 63) int shift) {
    long shifted = number >> shift;
    assertThat(NumberText.grouped(shifted)).isEqualTo(String.format(Locale.ROOT, "%,d", shifted));
  }

  private static void assertSame(long whole, double number) {
    Object[] values = {
      whole, whole, whole, number, number, number, number, number, number, number, "text"
    };
    assertThat(NumberText.format(PATTERN, values))
        .isEqualTo(String.format(Locale.ROOT, PATTERN, values));
  }
}
