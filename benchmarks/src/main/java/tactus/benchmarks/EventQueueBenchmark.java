package tactus.benchmarks;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.sim.EventQueue;
import tactus.sim.Phase;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.eventlist.BinaryTree;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.RedblackTree;
import umontreal.ssj.simevents.eventlist.SplayTree;

/**
 * The hold model: with a fixed number of pending events, take the first one out and push another
 * one a random delay later. The score is events a second.
 *
 * <p>The others get what suits them: events are objects made once and used again, so none of them
 * pays for allocation, though in a model they would.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EventQueueBenchmark {

  private static final int HOLDS = 4096;
  private static final int TABLE = 1 << 14;

  /** How many events are pending. */
  @Param({"10", "100", "1000", "100000"})
  public int pending;

  /** How far events lie in the future. */
  @Param({"EXPONENTIAL", "CLOCKED"})
  public Delays delays;

  private long[] table = {};
  private int next;

  /** Draws the delays. */
  @Setup
  public void drawDelays() {
    table = delays.table(TABLE);
  }

  private long delay() {
    return table[next++ & (TABLE - 1)];
  }

  /** The queue of this project. */
  @State(Scope.Thread)
  public static class Ours {
    private final EventQueue queue = new EventQueue();

    /**
     * Fills it.
     *
     * @param benchmark knows with how many
     */
    @Setup
    public void fill(EventQueueBenchmark benchmark) {
      for (int i = 0; i < benchmark.pending; i++) {
        queue.push(benchmark.delay(), Phase.WORK, i, 0, i);
      }
    }
  }

  /**
   * {@return something that depends on every event}
   *
   * @param ours the queue
   */
  @Benchmark
  @OperationsPerInvocation(HOLDS)
  public long tactus(Ours ours) {
    EventQueue queue = ours.queue;
    long sum = 0;
    for (int i = 0; i < HOLDS; i++) {
      queue.poll();
      sum += queue.argument();
      queue.push(queue.tick() + delay(), Phase.WORK, queue.target(), queue.tag(), i);
    }
    return sum;
  }

  /** An event of {@link PriorityQueue}, in the same order: tick, then sequence. */
  private static final class Entry implements Comparable<Entry> {
    long tick;
    long sequence;
    long argument;

    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(tick, other.tick);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  /** The binary heap of the JDK. */
  @State(Scope.Thread)
  public static class Jdk {
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private long sequence;

    /**
     * Fills it.
     *
     * @param benchmark knows with how many
     */
    @Setup
    public void fill(EventQueueBenchmark benchmark) {
      for (int i = 0; i < benchmark.pending; i++) {
        Entry entry = new Entry();
        entry.tick = benchmark.delay();
        entry.sequence = sequence++;
        queue.add(entry);
      }
    }
  }

  /**
   * {@return something that depends on every event}
   *
   * @param jdk the queue
   */
  @Benchmark
  @OperationsPerInvocation(HOLDS)
  public long priorityQueue(Jdk jdk) {
    PriorityQueue<Entry> queue = jdk.queue;
    long sum = 0;
    for (int i = 0; i < HOLDS; i++) {
      Entry entry = queue.remove();
      sum += entry.argument;
      entry.tick += delay();
      entry.sequence = jdk.sequence++;
      entry.argument = i;
      queue.add(entry);
    }
    return sum;
  }

  /** An event of SSJ that does nothing. */
  private static final class SsjEvent extends Event {
    long argument;

    /** Sets the time of an event that was taken out, as SSJ's own simulator does. */
    void moveTo(double time) {
      eventTime = time;
    }

    @Override
    public void actions() {
      // Only its place in the list matters here.
    }
  }

  /** The event lists of SSJ; a splay tree is its default. */
  public enum SsjList {
    /** A splay tree. */
    SPLAY_TREE,
    /** A red-black tree. */
    RED_BLACK_TREE,
    /** A binary tree. */
    BINARY_TREE,
    /** Henriksen's list. */
    HENRIKSEN;

    private EventList make() {
      return switch (this) {
        case SPLAY_TREE -> new SplayTree();
        case RED_BLACK_TREE -> new RedblackTree();
        case BINARY_TREE -> new BinaryTree();
        case HENRIKSEN -> new Henriksen();
      };
    }
  }

  /** An event list of SSJ. */
  @State(Scope.Thread)
  public static class Ssj {

    /** Which one. */
    @Param({"SPLAY_TREE", "RED_BLACK_TREE", "BINARY_TREE", "HENRIKSEN"})
    public SsjList list;

    private EventList queue = new SplayTree();

    /**
     * Fills it.
     *
     * @param benchmark knows with how many
     */
    @Setup
    public void fill(EventQueueBenchmark benchmark) {
      queue = list.make();
      for (int i = 0; i < benchmark.pending; i++) {
        SsjEvent event = new SsjEvent();
        event.moveTo((double) benchmark.delay());
        queue.add(event);
      }
    }
  }

  /**
   * {@return something that depends on every event}
   *
   * @param ssj the queue
   */
  @Benchmark
  @OperationsPerInvocation(HOLDS)
  public long ssj(Ssj ssj) {
    EventList queue = ssj.queue;
    long sum = 0;
    for (int i = 0; i < HOLDS; i++) {
      SsjEvent event = (SsjEvent) queue.removeFirst();
      sum += event.argument;
      event.moveTo(event.time() + delay());
      event.argument = i;
      queue.add(event);
    }
    return sum;
  }
}
