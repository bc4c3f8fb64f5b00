package tactus.hw.memory;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BankConflictsTest {

  @Test
  void maxLoad_oneVector_isRoundedUpShareOfABank() {
    assertThat(BankConflicts.maxLoad(4, 0)).isZero();
    assertThat(BankConflicts.maxLoad(4, 4)).isEqualTo(1);
    assertThat(BankConflicts.maxLoad(4, 5)).isEqualTo(2);
  }

  @Test
  void maxLoad_twoVectorsSideBySide_isOneUntilTheyOverlap() {
    assertThat(BankConflicts.maxLoad(8, 16, 4, 12, 4)).isEqualTo(1);
    assertThat(BankConflicts.maxLoad(8, 16, 4, 11, 4)).isEqualTo(2);
    assertThat(BankConflicts.maxLoad(8, 16, 4, 13, 4)).isEqualTo(2);
  }

  @Property(tries = 400)
  void maxLoad_anyVectors_equalsCountingWords(
      @ForAll @IntRange(min = 0, max = 5) int logBanks,
      @ForAll @LongRange(min = 0, max = 100) long first1,
      @ForAll @LongRange(min = 0, max = 40) long words1,
      @ForAll @LongRange(min = 0, max = 100) long first2,
      @ForAll @LongRange(min = 0, max = 40) long words2,
      @ForAll @LongRange(min = 0, max = 100) long first3,
      @ForAll @LongRange(min = 0, max = 40) long words3) {
    int banks = 1 << logBanks;

    assertThat(BankConflicts.maxLoad(banks, words1))
        .isEqualTo(counted(banks, first1, words1, 0, 0, 0, 0));
    assertThat(BankConflicts.maxLoad(banks, first1, words1, first2, words2))
        .isEqualTo(counted(banks, first1, words1, first2, words2, 0, 0));
    assertThat(BankConflicts.maxLoad(banks, first1, words1, first2, words2, first3, words3))
        .isEqualTo(counted(banks, first1, words1, first2, words2, first3, words3));
  }

  @Property(tries = 300)
  void totalCycles_anyStreams_equalsAddingVectorByVector(
      @ForAll @IntRange(min = 0, max = 4) int logBanks,
      @ForAll @IntRange(min = 1, max = 3) int ports,
      @ForAll @LongRange(min = 0, max = 70) long vectors,
      @ForAll @LongRange(min = 0, max = 30) long first,
      @ForAll @LongRange(min = 0, max = 20) long pitch1,
      @ForAll @LongRange(min = 0, max = 20) long words1,
      @ForAll @LongRange(min = 0, max = 20) long pitch2,
      @ForAll @LongRange(min = 0, max = 20) long words2,
      @ForAll @LongRange(min = 0, max = 20) long pitch3,
      @ForAll @LongRange(min = 0, max = 20) long words3,
      @ForAll @LongRange(min = 0, max = 3) long minimum) {
    int banks = 1 << logBanks;
    long two = 0;
    long three = 0;
    for (long v = 0; v < vectors; v++) {
      long a = first + v * pitch1;
      long b = 7 + v * pitch2;
      long c = 11 + v * pitch3;
      long load2 = counted(banks, a, words1, b, words2, 0, 0);
      long load3 = counted(banks, a, words1, b, words2, c, words3);
      two += Math.max(minimum, (load2 + ports - 1) / ports);
      three += Math.max(minimum, (load3 + ports - 1) / ports);
    }

    assertThat(
            BankConflicts.totalCycles(
                banks, ports, minimum, vectors, first, pitch1, words1, 7, pitch2, words2))
        .isEqualTo(two);
    assertThat(
            BankConflicts.totalCycles(
                banks, ports, minimum, vectors, first, pitch1, words1, 7, pitch2, words2, 11,
                pitch3, words3))
        .isEqualTo(three);
  }

  @Test
  void period_steps_returnToTheFirstBank() {
    assertThat(BankConflicts.period(16, 0)).isEqualTo(1);
    assertThat(BankConflicts.period(16, 16)).isEqualTo(1);
    assertThat(BankConflicts.period(16, 12)).isEqualTo(4);
    assertThat(BankConflicts.period(16, -3)).isEqualTo(16);
    assertThat(BankConflicts.period(1, 5)).isEqualTo(1);
  }

  private static long counted(
      int banks, long first1, long words1, long first2, long words2, long first3, long words3) {
    long[] load = new long[banks];
    for (long w = 0; w < words1; w++) {
      load[(int) ((first1 + w) % banks)]++;
    }
    for (long w = 0; w < words2; w++) {
      load[(int) ((first2 + w) % banks)]++;
    }
    for (long w = 0; w < words3; w++) {
      load[(int) ((first3 + w) % banks)]++;
    }
    long most = 0;
    for (long words : load) {
      most = Math.max(most, words);
    }
    return most;
  }
}
