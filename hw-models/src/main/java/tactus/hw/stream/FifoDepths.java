package tactus.hw.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tactus.sim.ChannelSpec;
import tactus.sim.DeadlockException;

/**
 * Searches for how deep channels must be.
 *
 * <p>A deeper channel never makes a run longer, as each of a run's times is a maximum of others and
 * depth only takes arguments away. So the depths that keep a run within some number of cycles are
 * closed upwards, and lowering one channel after another, each as far as it goes, ends at depths of
 * which none can be lowered any more. They need not be the only ones: which are found depends on
 * the order of the channels.
 */
public final class FifoDepths {

  /**
   * Depths and what they give.
   *
   * @param depths tokens of each channel, by name, in the graph's order
   * @param values values that fit into all of them
   * @param cycles cycles of the run
   */
  public record Point(Map<String, Long> depths, long values, long cycles) {
    /** Keeps the order. */
    public Point {
      depths = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(depths));
    }
  }

  private final StreamGraph graph;
  private final Map<String, Long> free = new LinkedHashMap<>();
  private final long unboundedCycles;

  /**
   * Prepares the search, running the graph with unbounded channels.
   *
   * @param graph the graph, whose depths are not looked at
   */
  public FifoDepths(StreamGraph graph) {
    this.graph = graph;
    graph.links().forEach(link -> free.put(link.name(), ChannelSpec.UNBOUNDED));
    unboundedCycles = cycles(free).orElseThrow();
  }

  /** {@return the cycles of a run with unbounded channels} */
  public long unboundedCycles() {
    return unboundedCycles;
  }

  /** {@return least depths with which the run takes no longer than with unbounded channels} */
  public Point least() {
    return least(unboundedCycles);
  }

  /**
   * {@return least depths with which the run takes at most so many cycles}
   *
   * @param mostCycles at least those with unbounded channels
   */
  public Point least(long mostCycles) {
    if (mostCycles < unboundedCycles) {
      throw new IllegalArgumentException(
          "mostCycles (" + mostCycles + ") must be at least " + unboundedCycles);
    }
    Map<String, Long> depths = new LinkedHashMap<>(free);
    for (String channel : free.keySet()) {
      lower(depths, channel, mostCycles);
    }
    return new Point(
        depths, graph.withDepths(depths).boundedValues(), cycles(depths).orElseThrow());
  }

  /**
   * {@return what is lost with less memory: for each allowance the least depths that keep to it,
   * from the fastest to the smallest}
   *
   * @param percents allowances, in percent of the cycles with unbounded channels, ascending
   */
  public List<Point> curve(List<Integer> percents) {
    List<Point> points = new ArrayList<>();
    for (int percent : percents) {
      points.add(least(unboundedCycles + unboundedCycles * percent / 100));
    }
    return points;
  }

  private void lower(Map<String, Long> depths, String channel, long mostCycles) {
    long enough = 1;
    depths.put(channel, enough);
    while (!keeps(depths, mostCycles)) {
      enough = Math.multiplyExact(enough, 2);
      depths.put(channel, enough);
    }
    long tooFew = enough / 2;
    while (enough - tooFew > 1) {
      long middle = tooFew + (enough - tooFew) / 2;
      depths.put(channel, middle);
      if (keeps(depths, mostCycles)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    depths.put(channel, enough);
  }

  private boolean keeps(Map<String, Long> depths, long mostCycles) {
    OptionalLong cycles = cycles(depths);
    return cycles.isPresent() && cycles.getAsLong() <= mostCycles;
  }

  private OptionalLong cycles(Map<String, Long> depths) {
    try {
      return OptionalLong.of(StreamRun.cycles(graph.withDepths(depths), StreamRun.Method.JUMP));
    } catch (DeadlockException e) {
      return OptionalLong.empty();
    }
  }
}
