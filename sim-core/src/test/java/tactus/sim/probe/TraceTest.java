package tactus.sim.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static Trace trace() {
    return Objects.requireNonNull(Probe.withTrace().trace());
  }

  @Test
  void write_ofAllKinds_isSortedByTick() throws IOException {
    Trace trace = trace();
    int dma = trace.track("Dma");
    int array = trace.track("Array[0]");
    trace.span(dma, trace.label("load"), 5, 9);
    trace.instant(array, trace.label("event"), 5, -1);
    trace.value(dma, trace.label("queue"), 2, 4);
    StringBuilder out = new StringBuilder();

    trace.write(out);

    assertThat(out)
        .hasToString(
            """
            kind\ttrack\tlabel\ttick\tvalue
            value\tDma\tqueue\t2\t4
            instant\tArray[0]\tevent\t5\t-1
            span\tDma\tload\t5\t9
            """);
  }

  @Property(tries = 200)
  void records_ofAnyNumber_areReadBackInOrder(
      @ForAll long seed, @ForAll @IntRange(max = 500) int records) {
    Random random = new Random(seed);
    Trace trace = trace();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String track = "Track[" + random.nextInt(20) + "]";
      String label = "label " + random.nextInt(20);
      long tick = random.nextLong();
      long value = random.nextLong();
      Trace.Kind kind = random.nextBoolean() ? Trace.Kind.INSTANT : Trace.Kind.VALUE;
      if (kind == Trace.Kind.INSTANT) {
        trace.instant(trace.track(track), trace.label(label), tick, value);
      } else {
        trace.value(trace.track(track), trace.label(label), tick, value);
      }
      expected.add(kind + track + label + tick + "/" + value);
    }

    assertThat(trace.size()).isEqualTo(records);
    for (int i = 0; i < records; i++) {
      assertThat(
              trace.kind(i)
                  + trace.trackOf(i)
                  + trace.labelOf(i)
                  + trace.tick(i)
                  + "/"
                  + trace.value(i))
          .isEqualTo(expected.get(i));
    }
  }

  @Property(tries = 200)
  void write_ofTheSameRecordsInAnyOrder_isTheSame(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<int[]> records = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      records.add(
          new int[] {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)});
    }
    String first = written(records);
    Collections.shuffle(records, random);

    assertThat(written(records)).isEqualTo(first);
  }

  private static String written(List<int[]> records) throws IOException {
    Trace trace = trace();
    for (int[] r : records) {
      trace.instant(trace.track("T[" + r[0] + "]"), trace.label("l" + r[1]), r[2], r[3]);
    }
    StringBuilder out = new StringBuilder();
    trace.write(out);
    return out.toString();
  }

  @Test
  void record_thatIsNotThereOrEndsBeforeItBegins_isRefused() {
    Trace trace = trace();

    assertThatThrownBy(() -> trace.tick(0)).hasMessage("record (0) must be below 0");
    assertThatThrownBy(() -> trace.span(0, 0, 5, 4)).hasMessage("endTick (4) must be at least 5");
  }
}
