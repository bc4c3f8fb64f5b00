package tactus.sim.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Property(tries = 1000)
  void level_ofAnyChanges_averagesAsSummedTickByTick(
      @ForAll @Size(max = 30) List<@IntRange(max = 20) Integer> gaps,
      @ForAll @Size(value = 30) List<@IntRange(max = 9) Integer> values,
      @ForAll @IntRange(max = 20) int rest) {
    Level level = Probe.statisticsOnly().statistics().level("A.b");
    int tick = 0;
    int[] valueAt = new int[1000];
    for (int i = 0; i < gaps.size(); i++) {
      tick += gaps.get(i);
      level.set(tick, values.get(i));
      Arrays.fill(valueAt, tick, valueAt.length, values.get(i));
    }
    int end = tick + rest;

    long sum = Arrays.stream(valueAt, 0, end).asLongStream().sum();
    assertThat(level.average(end)).isEqualTo(end == 0 ? 0 : (double) sum / end);
    assertThat(level.value()).isEqualTo(valueAt[end]);
    assertThat(level.peak())
        .isEqualTo(values.stream().limit(gaps.size()).mapToInt(i -> i).max().orElse(0));
  }

  @Property(tries = 1000)
  void level_ofHugeTimes_doesNotOverflow(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0) Long> ticks,
      @ForAll @Size(value = 20) List<@LongRange(min = 0) Long> values) {
    Level level = Probe.statisticsOnly().statistics().level("A.b");
    BigInteger integral = BigInteger.ZERO;
    long[] sorted = ticks.stream().mapToLong(t -> t).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0) {
        integral =
            integral.add(
                BigInteger.valueOf(values.get(i - 1))
                    .multiply(BigInteger.valueOf(sorted[i] - sorted[i - 1])));
      }
      level.set(sorted[i], values.get(i));
    }
    long end = sorted[sorted.length - 1];

    double expected =
        end == 0
            ? 0
            : new BigDecimal(integral)
                .divide(BigDecimal.valueOf(end), MathContext.DECIMAL128)
                .doubleValue();
    assertThat(level.average(end)).isCloseTo(expected, within(Math.abs(expected) * 1e-15));
  }

  @Test
  void level_inThePastOrBelowZero_isRefused() {
    Level level = Probe.statisticsOnly().statistics().level("A.b");
    level.set(10, 1);

    assertThatThrownBy(() -> level.set(9, 1)).hasMessage("tick (9) must be at least 10");
    assertThatThrownBy(() -> level.average(9)).hasMessage("end (9) must be at least 10");
    assertThatThrownBy(() -> level.set(11, -1)).hasMessage("newValue (-1) must be at least 0");
  }

  @Property(tries = 1000)
  void histogram_ofAnyAmounts_hasQuantilesAnEighthTooLargeAtMost(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 0, max = Long.MAX_VALUE / 64) Long> amounts,
      @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1) double part) {
    Histogram histogram = Probe.statisticsOnly().statistics().histogram("A.b");
    amounts.forEach(histogram::add);
    long[] sorted = amounts.stream().mapToLong(a -> a).sorted().toArray();
    long exact = sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];

    assertThat(histogram.quantile(part)).isBetween(exact, exact + exact / 8);
    assertThat(histogram.count()).isEqualTo(sorted.length);
    assertThat(histogram.sum()).isEqualTo(Arrays.stream(sorted).sum());
    assertThat(histogram.least()).isEqualTo(sorted[0]);
    assertThat(histogram.greatest()).isEqualTo(sorted[sorted.length - 1]);
  }

  @Test
  void histogram_ofTheGreatestAmount_holdsIt() {
    Histogram histogram = Probe.statisticsOnly().statistics().histogram("A.b");
    histogram.add(Long.MAX_VALUE);

    assertThat(histogram.quantile(1)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> histogram.add(-1)).hasMessage("amount (-1) must be at least 0");
    assertThatThrownBy(() -> histogram.quantile(0)).hasMessageContaining("part (0.0)");
  }

  @Test
  void write_ofAllKinds_isALineEachInOrderOfNames() throws IOException {
    Statistics statistics = Probe.statisticsOnly().statistics();
    statistics.reading("D.read", () -> 5);
    statistics.histogram("C.waits").add(3);
    statistics.histogram("C.waits").add(4);
    statistics.level("B.queue").set(2, 3);
    statistics.counter("A.events").add(7);
    statistics.counter("A.events").increment();
    StringBuilder out = new StringBuilder();

    statistics.write(out, 4);

    assertThat(out)
        .hasToString(
            """
            A.events 8
            B.queue average 1.500000 peak 3
            C.waits count 2 mean 3.500 least 3 median 3 greatest 4
            D.read 5
            """);
  }

  @Test
  void name_ofAnotherKind_isRefused() {
    Statistics statistics = Probe.statisticsOnly().statistics();
    statistics.counter("A.b");

    assertThatThrownBy(() -> statistics.level("A.b"))
        .hasMessage("name (A.b) must be that of a Level, but is that of a Counter");
    assertThatThrownBy(() -> statistics.reading("A.b", () -> 0))
        .hasMessage("name (A.b) must be unique");
  }
}
