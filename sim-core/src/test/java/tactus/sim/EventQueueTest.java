package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  /** What a plain priority queue holds; its order is the definition of ours. */
  private record Entry(long tick, Phase phase, int sequence, long handle) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::tick)
          .thenComparing(Entry::phase)
          .thenComparingInt(Entry::sequence);

  @Property(tries = 150)
  void order_ofAnyWorkload_isThatOfAPriorityQueue(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 62) int spreadBits,
      @ForAll @IntRange(min = 1, max = 300) int aim) {
    Random random = new Random(seed);
    EventQueue queue = new EventQueue();
    PriorityQueue<Entry> model = new PriorityQueue<>(ORDER);
    List<Entry> issued = new ArrayList<>();

    for (int sequence = 0; sequence < 12_000; sequence++) {
      int choice = random.nextInt(10);
      if (choice == 0 && !issued.isEmpty()) {
        Entry victim = issued.get(random.nextInt(issued.size()));
        assertThat(queue.cancel(victim.handle)).isEqualTo(model.remove(victim));
      } else if (choice == 1) {
        assertThat(queue.nextTick()).isEqualTo(model.isEmpty() ? Long.MAX_VALUE : head(model));
      } else if (random.nextInt(2 * aim) >= model.size()) {
        long delay = random.nextLong() >>> 1 >>> random.nextInt(63 - spreadBits, 64);
        long tick = Math.min(queue.tick() + delay, Long.MAX_VALUE) & Long.MAX_VALUE;
        tick = Math.max(tick, queue.tick());
        Phase phase = Phase.values()[random.nextInt(Phase.COUNT)];
        long handle = queue.push(tick, phase, sequence, ~sequence, -sequence);
        Entry entry = new Entry(tick, phase, sequence, handle);
        issued.add(entry);
        model.add(entry);
      } else {
        pollBoth(queue, model);
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
    while (!model.isEmpty()) {
      pollBoth(queue, model);
    }
    assertThat(queue.poll()).isFalse();
  }

  private static long head(PriorityQueue<Entry> model) {
    return model.element().tick;
  }

  private static void pollBoth(EventQueue queue, PriorityQueue<Entry> model) {
    Entry expected = model.poll();
    assertThat(queue.poll()).isEqualTo(expected != null);
    if (expected != null) {
      assertThat(queue.tick()).isEqualTo(expected.tick);
      assertThat(queue.target()).isEqualTo(expected.sequence);
      assertThat(queue.tag()).isEqualTo(~expected.sequence);
      assertThat(queue.argument()).isEqualTo(-(long) expected.sequence);
    }
  }

  @Test
  void poll_ofEqualTicks_keepsTheSequenceWithinAPhase() {
    EventQueue queue = new EventQueue();
    queue.push(7, Phase.OBSERVE, 0, 0, 0);
    queue.push(7, Phase.WORK, 1, 0, 0);
    queue.push(7, Phase.WORK, 2, 0, 0);
    queue.push(7, Phase.ARRIVE, 3, 0, 0);

    List<Integer> targets = new ArrayList<>();
    while (queue.poll()) {
      targets.add(queue.target());
    }

    assertThat(targets).containsExactly(3, 1, 2, 0);
  }

  @Test
  void push_beforeTheLastTick_throwsNamingBothTicks() {
    EventQueue queue = new EventQueue();
    queue.push(10, Phase.WORK, 0, 0, 0);
    queue.poll();

    assertThatThrownBy(() -> queue.push(9, Phase.WORK, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tick (9)")
        .hasMessageContaining("(10)");
  }

  @Test
  void cancel_ofAnEventWhoseSlotIsUsedAgain_leavesTheNewEvent() {
    EventQueue queue = new EventQueue();
    long old = queue.push(1, Phase.WORK, 0, 0, 0);
    queue.poll();
    queue.push(2, Phase.WORK, 1, 0, 0);

    assertThat(queue.cancel(old)).isFalse();
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void cancel_ofNoEvent_isFalse() {
    EventQueue queue = new EventQueue();
    queue.push(1, Phase.WORK, 0, 0, 0);

    assertThat(queue.cancel(EventQueue.NO_EVENT)).isFalse();
    assertThat(queue.cancel(-1)).isFalse();
  }

  @Test
  void poll_afterCancellingAllOfMany_isFalse() {
    EventQueue queue = new EventQueue();
    List<Long> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      handles.add(queue.push(i, Phase.WORK, i, 0, 0));
    }

    handles.forEach(queue::cancel);

    assertThat(queue.poll()).isFalse();
    assertThat(queue.nextTick()).isEqualTo(Long.MAX_VALUE);
    queue.push(3, Phase.WORK, 7, 0, 0);
    assertThat(queue.poll()).isTrue();
    assertThat(queue.target()).isEqualTo(7);
  }

  @Test
  void nextTick_afterALook_doesNotForbidEarlierEvents() {
    EventQueue queue = new EventQueue();
    queue.push(1_000_000, Phase.WORK, 0, 0, 0);
    assertThat(queue.nextTick()).isEqualTo(1_000_000);

    queue.push(5, Phase.WORK, 1, 0, 0);

    assertThat(queue.poll()).isTrue();
    assertThat(queue.target()).isEqualTo(1);
  }
}
