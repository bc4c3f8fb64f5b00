package tactus.hw.stream;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BellmanFordShortestPath;
import org.jgrapht.alg.shortestpath.NegativeCycleDetectedException;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedWeightedPseudograph;
import tactus.hw.stream.Pattern.Block;
import tactus.hw.stream.Pattern.Phase;
import tactus.sim.ChannelSpec;

/**
 * The cycles a round takes in the long run, without running it: the greatest ratio of cycles to
 * rounds around any cycle of dependences.
 *
 * <p>Each step of a unit in a round is two moments, when its tokens are taken and when its result
 * is sent; the rules of channels and units say how long after which others they are at the
 * earliest, and how many rounds lie between. All of them are maxima of such sums, so rounds follow
 * each other at the greatest ratio. A cycle without rounds in it is a deadlock.
 */
public final class ThroughputBound {

  /** Steps of a round beyond which it is not looked for: the search grows with their square. */
  private static final long MOST_STEPS = 800;

  private record Dependence(int from, int to, long cycles, long rounds) {}

  private final StreamGraph graph;
  private final Map<String, int[]> taken = new LinkedHashMap<>();
  private final Map<String, int[]> sent = new LinkedHashMap<>();
  private final List<Dependence> dependences = new ArrayList<>();
  private int moments;

  private ThroughputBound(StreamGraph graph) {
    this.graph = graph;
  }

  /**
   * {@return the cycles of a round in the long run; infinite if the graph deadlocks; empty if
   * rounds are not alike or too long for this}
   *
   * @param graph the graph
   */
  public static Optional<Double> cyclesOfRound(StreamGraph graph) {
    long steps = 0;
    for (Unit unit : graph.units()) {
      steps += unit.pattern().steps().first() * graph.cyclesInRound(unit);
    }
    if (!graph.isSteady() || steps > MOST_STEPS) {
      return Optional.empty();
    }
    ThroughputBound bound = new ThroughputBound(graph);
    graph.units().forEach(bound::addUnit);
    graph.links().forEach(bound::addLink);
    return Optional.of(bound.greatestRatio());
  }

  /** The steps of a unit in a round, in order: what each receives and sends. */
  private List<Phase> steps(Unit unit) {
    List<Phase> steps = new ArrayList<>();
    for (long cycle = 0; cycle < graph.cyclesInRound(unit); cycle++) {
      for (Block block : unit.pattern().blocks()) {
        for (long time = 0; time < block.times(); time++) {
          for (Phase phase : block.phases()) {
            for (long step = 0; step < phase.steps(); step++) {
              steps.add(phase);
            }
          }
        }
      }
    }
    return steps;
  }

  private void addUnit(Unit unit) {
    int n = steps(unit).size();
    long cycle = unit.pattern().steps().first();
    int[] taking = new int[n];
    int[] sending = new int[n];
    UnitTiming timing = unit.timing();
    boolean after = timing.sends() == UnitTiming.SendTime.AFTER_INTERVAL;
    for (int i = 0; i < n; i++) {
      taking[i] = moments++;
      sending[i] = moments++;
      depend(taking[i], sending[i], after ? timing.intervalCycles() : 0, 0);
    }
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      long reset = next % cycle == 0 ? timing.resetCycles() : 0;
      long pause = (after ? 0 : timing.intervalCycles()) + reset;
      depend(sending[i], taking[next], pause, next == 0 ? 1 : 0);
    }
    taken.put(unit.name(), taking);
    sent.put(unit.name(), sending);
  }

  private void addLink(Link link) {
    Unit from = graph.unit(link.from());
    Unit to = graph.unit(link.to());
    List<Phase> sendSteps = steps(from);
    List<Phase> takeSteps = steps(to);
    List<Integer> sends = new ArrayList<>();
    List<Integer> takes = new ArrayList<>();
    for (int i = 0; i < sendSteps.size(); i++) {
      if ((sendSteps.get(i).writes() >> link.output() & 1) != 0) {
        sends.add(i);
      }
    }
    for (int i = 0; i < takeSteps.size(); i++) {
      if ((takeSteps.get(i).reads() >> link.input() & 1) != 0) {
        takes.add(i);
      }
    }
    UnitTiming timing = from.timing();
    boolean after = timing.sends() == UnitTiming.SendTime.AFTER_INTERVAL;
    int[] fromTaken = moments(taken, from);
    int[] fromSent = moments(sent, from);
    int[] toTaken = moments(taken, to);
    int tokens = sends.size();
    for (int i = 0; i < tokens; i++) {
      int send = sends.get(i);
      int take = toTaken[takes.get(i)];
      long latency = timing.latencyCycles() + (after ? timing.intervalCycles() : 0);
      depend(fromTaken[send], take, latency, 0);
      depend(fromSent[send], take, 1, 0);
      if (link.depth() != ChannelSpec.UNBOUNDED) {
        long before = i - link.depth();
        int freeing = (int) Math.floorMod(before, (long) tokens);
        depend(
            toTaken[takes.get(freeing)], fromSent[send], 1, -Math.floorDiv(before, (long) tokens));
      }
    }
  }

  private static int[] moments(Map<String, int[]> of, Unit unit) {
    return of.getOrDefault(unit.name(), new int[0]);
  }

  private void depend(int from, int to, long cycles, long rounds) {
    dependences.add(new Dependence(from, to, cycles, rounds));
  }

  /** The cycles of a round that the busiest unit is at work: a ratio to begin with. */
  private double busiest() {
    double most = 0;
    for (Unit unit : graph.units()) {
      UnitTiming timing = unit.timing();
      long steps = unit.pattern().steps().first();
      most =
          Math.max(
              most,
              graph.cyclesInRound(unit)
                  * (double) (steps * timing.intervalCycles() + timing.resetCycles()));
    }
    return most;
  }

  /** From ratio to greater ratio: a cycle that is longer than one allows gives the next. */
  private double greatestRatio() {
    double ratio = busiest();
    while (true) {
      Graph<Integer, DefaultWeightedEdge> weighted =
          new DirectedWeightedPseudograph<>(DefaultWeightedEdge.class);
      IdentityHashMap<DefaultWeightedEdge, Dependence> of = new IdentityHashMap<>();
      for (int moment = 0; moment < moments; moment++) {
        weighted.addVertex(moment);
      }
      weighted.addVertex(-1);
      for (Dependence dependence : dependences) {
        DefaultWeightedEdge edge = weighted.addEdge(dependence.from(), dependence.to());
        weighted.setEdgeWeight(edge, ratio * dependence.rounds() - dependence.cycles());
        of.put(edge, dependence);
      }
      for (int moment = 0; moment < moments; moment++) {
        weighted.setEdgeWeight(weighted.addEdge(-1, moment), 0);
      }
      Optional<GraphPath<Integer, DefaultWeightedEdge>> longer = negativeCycle(weighted);
      if (longer.isEmpty()) {
        return ratio;
      }
      long cycles = 0;
      long rounds = 0;
      for (DefaultWeightedEdge edge : longer.get().getEdgeList()) {
        Dependence dependence = of.get(edge);
        if (dependence != null) {
          cycles += dependence.cycles();
          rounds += dependence.rounds();
        }
      }
      if (rounds == 0) {
        return Double.POSITIVE_INFINITY;
      }
      double greater = (double) cycles / rounds;
      if (greater <= ratio) {
        return ratio;
      }
      ratio = greater;
    }
  }

  @SuppressWarnings("unchecked") // The exception gives the cycle without its types.
  private static Optional<GraphPath<Integer, DefaultWeightedEdge>> negativeCycle(
      Graph<Integer, DefaultWeightedEdge> weighted) {
    try {
      new BellmanFordShortestPath<>(weighted, 1e-9).getPaths(-1);
      return Optional.empty();
    } catch (NegativeCycleDetectedException e) {
      return Optional.ofNullable((GraphPath<Integer, DefaultWeightedEdge>) e.getCycle());
    }
  }
}
