package tactus.explore.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FunctionsTest {

  @Test
  void erf_anywhere_isThatOfItsSeries() {
    for (double x = -5.9; x < 5.9; x += 0.000_71) {
      assertThat(Functions.erf(x)).isCloseTo(Functions.erfSeries(x), within(1e-11));
    }
    assertThat(Functions.erf(0)).isZero();
    assertThat(Functions.erf(6.5)).isEqualTo(1);
    assertThat(Functions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Functions.erf(Double.NaN)).isNaN();
  }
}
