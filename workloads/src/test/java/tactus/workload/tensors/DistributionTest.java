package tactus.workload.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private static final int MANY = 200_000;

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElseThrow());
  }

  @Test
  void floats_eachDistribution_hasItsMoments() {
    float[] normal = new Distribution.Normal(2, 3).floats("w", MANY, 1);
    assertThat(mean(normal)).isCloseTo(2, within(0.03));
    assertThat(deviation(normal)).isCloseTo(3, within(0.03));
    float[] uniform = new Distribution.Uniform(-1, 3).floats("w", MANY, 1);
    assertThat(mean(uniform)).isCloseTo(1, within(0.01));
    for (float value : uniform) {
      assertThat(value).isBetween(-1f, 3f);
    }
    float[] rectified = new Distribution.Rectified(1).floats("w", MANY, 1);
    assertThat(mean(rectified)).isCloseTo(1 / Math.sqrt(2 * Math.PI), within(0.01));
    float[] logNormal = new Distribution.LogNormal(1).floats("w", MANY, 1);
    assertThat(mean(logNormal)).isCloseTo(0, within(0.05));
    float[] outliers = new Distribution.Outliers(0.25, 4).floats("w", MANY, 1);
    assertThat(deviation(outliers)).isCloseTo(Math.sqrt(0.75 + 0.25 * 16), within(0.03));
  }

  @Test
  void floats_sameSeedAndName_areTheSame() {
    Distribution normal = new Distribution.Normal(0, 1);
    assertThat(normal.floats("a", 100, 7)).isEqualTo(normal.floats("a", 100, 7));
    assertThat(normal.floats("a", 100, 7)).isNotEqualTo(normal.floats("b", 100, 7));
    assertThat(normal.floats("a", 100, 7)).isNotEqualTo(normal.floats("a", 100, 8));
  }

  @Test
  void create_illegal_isRefused() {
    assertThatThrownBy(() -> new Distribution.Normal(0, -1))
        .hasMessage("deviation (-1.0) must be a number of at least 0");
    assertThatThrownBy(() -> new Distribution.Uniform(1, 1))
        .hasMessage("low (1.0) must be below high (1.0)");
    assertThatThrownBy(() -> new Distribution.Outliers(1.5, 2))
        .hasMessage("share (1.5) must be from 0 to 1");
  }
}
