package tactus.hw.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.command.Dependences;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.Transfer.Direction;

class BurstCursorTest {

  @Property(tries = 2000)
  void period_ofRows_isWhatCountingFinds(@ForAll long seed) {
    Random random = new Random(seed);
    int burst = 16 << random.nextInt(4);
    int channels = 1 + random.nextInt(9);
    long interleave = (long) burst * (1 + random.nextInt(3));
    long rowBytes = 1 + random.nextInt(5 * burst);
    long stride = rowBytes + 1 + random.nextInt(4 * burst);
    int rows = 2 + random.nextInt(400);
    long address = random.nextInt(10_000);
    BurstCursor cursor = new BurstCursor(new DramSpec(channels, burst, interleave, 1, 1, 1));
    cursor.begin(
        new Transfer(
            Direction.LOAD,
            0,
            Dependences.NONE,
            TrafficClass.WEIGHT,
            address,
            rows,
            rowBytes,
            stride,
            0));
    long limit = 1 + random.nextInt(2000);

    // The first row from which on the channels repeat.
    long turn = interleave * channels;
    int period = 1;
    while (period * stride % turn != 0) {
      period++;
    }
    long bursts = 0;
    for (int row = 0; row < period; row++) {
      long begin = address + row * stride;
      bursts += (begin + rowBytes - 1) / burst - begin / burst + 1;
    }
    boolean isLong = period > rows || bursts > limit;
    assertThat(cursor.period(limit)).isEqualTo(isLong ? 0 : bursts);
  }
}
