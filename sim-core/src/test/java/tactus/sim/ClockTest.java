package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ClockTest {

  @Test
  void edges_ofAClockWithAPhase_areAtPhasePlusCycles() {
    Clock clock = new Clock(10, 3);

    assertThat(clock.tickOf(0)).isEqualTo(3);
    assertThat(clock.tickOf(4)).isEqualTo(43);
    assertThat(clock.cycleAt(2)).isEqualTo(-1);
    assertThat(clock.cycleAt(3)).isZero();
    assertThat(clock.cycleAt(12)).isZero();
    assertThat(clock.cycleAt(13)).isEqualTo(1);
    assertThat(clock.edgeAtOrAfter(0)).isEqualTo(3);
    assertThat(clock.edgeAtOrAfter(3)).isEqualTo(3);
    assertThat(clock.edgeAtOrAfter(4)).isEqualTo(13);
    assertThat(clock.edgeAfter(3)).isEqualTo(13);
    assertThat(clock.edgeAfter(2)).isEqualTo(3);
  }

  @Property
  void conversions_ofAnyTick_agreeWithTheDefinition(
      @ForAll @LongRange(min = 1, max = 1_000_000) long period,
      @ForAll @LongRange(min = 0, max = 999_999) long anyPhase,
      @ForAll @LongRange(min = 0, max = 1L << 60) long tick) {
    Clock clock = new Clock(period, anyPhase % period);

    long cycle = clock.cycleAt(tick);

    assertThat(clock.tickOf(cycle)).isBetween(tick - period + 1, tick);
    assertThat(clock.edgeAtOrAfter(tick)).isBetween(tick, tick + period - 1);
    assertThat(clock.isEdge(clock.edgeAtOrAfter(tick))).isTrue();
    assertThat(clock.isEdge(tick)).isEqualTo(clock.edgeAtOrAfter(tick) == tick);
    assertThat(clock.edgeAfter(tick)).isEqualTo(clock.edgeAtOrAfter(tick + 1));
  }

  @Test
  void ofHertz_ofAGigahertz_isAMillionTicks() {
    assertThat(Clock.ofHertz(1e9)).isEqualTo(new Clock(1_000_000));
    assertThat(Clock.ofHertz(3e9).periodTicks()).isEqualTo(333_333);
    assertThat(new Clock(1_000_000).hertz()).isEqualTo(1e9);
  }

  @Test
  void tickOf_beyondTheRange_throws() {
    assertThatThrownBy(() -> new Clock(1_000_000).tickOf(Long.MAX_VALUE / 1000))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void clock_withWrongRanges_isRefused() {
    assertThatThrownBy(() -> new Clock(0)).hasMessageContaining("periodTicks (0)");
    assertThatThrownBy(() -> new Clock(5, 5)).hasMessageContaining("phaseTicks (5)");
    assertThatThrownBy(() -> Clock.ofHertz(0)).hasMessageContaining("hertz (0.0)");
    assertThatThrownBy(() -> Clock.ofHertz(Double.NaN)).hasMessageContaining("hertz (NaN)");
  }
}
