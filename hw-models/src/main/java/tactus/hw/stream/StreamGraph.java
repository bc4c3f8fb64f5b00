package tactus.hw.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tactus.config.NearestMatch;
import tactus.hw.stream.Pattern.Rate;
import tactus.hw.stream.StreamGraphException.Part;
import tactus.hw.stream.StreamGraphException.Problem;
import tactus.sim.ChannelSpec;

/**
 * Units and the channels between them: a deterministic process network, so when its units are run
 * does not change a result. The work is done in rounds, such as the rows of a matrix: in each,
 * every channel receives as many tokens as are sent into it.
 */
public final class StreamGraph {

  private final String name;
  private final long rounds;
  private final Map<String, Unit> units;
  private final List<Link> links;
  private final Map<String, Long> cyclesInRound;

  private StreamGraph(
      String name,
      long rounds,
      Map<String, Unit> units,
      List<Link> links,
      Map<String, Long> cyclesInRound) {
    this.name = name;
    this.rounds = rounds;
    this.units = units;
    this.links = List.copyOf(links);
    this.cyclesInRound = cyclesInRound;
  }

  /**
   * {@return a builder of a graph}
   *
   * @param name the graph's name
   * @param rounds how many rounds it does, at least 1
   */
  public static Builder builder(String name, long rounds) {
    return new Builder(name, rounds);
  }

  /** Puts a graph together. */
  public static final class Builder {
    private final String name;
    private final long rounds;
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private Builder(String name, long rounds) {
      this.name = name;
      this.rounds = rounds;
    }

    /**
     * {@return this builder, with a unit more} Running is fastest when units come before those they
     * send to.
     *
     * @param unit the unit
     */
    public Builder unit(Unit unit) {
      if (units.putIfAbsent(unit.name(), unit) != null) {
        problems.add(
            Problem.ofUnit(unit, "unit " + unit + " must be named differently from another"));
      }
      return this;
    }

    /**
     * {@return this builder, with a channel more}
     *
     * @param channel its name
     * @param from the unit that sends, from its first output
     * @param to the unit that receives
     * @param input number of its input, from 0
     * @param depth tokens it holds, at least 1; {@link ChannelSpec#UNBOUNDED} if any number
     */
    public Builder link(String channel, String from, String to, int input, long depth) {
      return link(new Link(channel, from, 0, to, input, depth));
    }

    /**
     * {@return this builder, with a channel more}
     *
     * @param link the channel
     */
    public Builder link(Link link) {
      links.add(link);
      return this;
    }

    /**
     * {@return the graph}
     *
     * @throws StreamGraphException if a port is unbound, rates do not fit, or a depth is below 1
     */
    public StreamGraph build() {
      if (rounds < 1) {
        problems.add(new Problem(Part.GRAPH, name, "rounds (" + rounds + ") must be at least 1"));
      }
      checkLinks();
      checkPorts();
      Map<String, Long> cycles = new LinkedHashMap<>();
      if (problems.isEmpty()) {
        cycles = new RateBalance(units, links, rounds, problems).cyclesInRound();
      }
      if (!problems.isEmpty()) {
        throw new StreamGraphException(problems);
      }
      return new StreamGraph(name, rounds, units, links, cycles);
    }

    private void checkLinks() {
      TreeSet<String> names = new TreeSet<>();
      for (Link link : links) {
        if (!names.add(link.name())) {
          problems.add(Problem.ofChannel(link, " must be named differently from another"));
        }
        if (link.depth() < 1) {
          problems.add(
              Problem.ofChannel(link, ": depth (" + link.depth() + " tokens) must be at least 1"));
        }
        String wrong = wrongEnds(link);
        if (!wrong.isEmpty()) {
          problems.add(Problem.ofChannel(link, wrong));
        }
      }
    }

    /** {@return what is wrong with a channel's ends; empty if nothing is} */
    private String wrongEnds(Link link) {
      Unit from = units.get(link.from());
      Unit to = units.get(link.to());
      if (from == null || to == null) {
        String missing = from == null ? link.from() : link.to();
        return ": unit " + missing + " must exist" + NearestMatch.hint(missing, units.keySet());
      }
      if (from == to) {
        return " must not lead from unit " + from + " back to it";
      }
      if (link.output() < 0 || link.output() >= from.outputWidths().size()) {
        return ": unit " + from + " must have an output " + link.output();
      }
      if (link.input() < 0 || link.input() >= to.inputWidths().size()) {
        return ": unit " + to + " must have an input " + link.input();
      }
      int sent = from.outputWidths().get(link.output());
      int received = to.inputWidths().get(link.input());
      return sent == received
          ? ""
          : ": width ("
              + sent
              + " values) of what "
              + from
              + " sends must be that of what "
              + to
              + " receives ("
              + received
              + ")";
    }

    private void checkPorts() {
      for (Unit unit : units.values()) {
        for (int i = 0; i < unit.inputWidths().size(); i++) {
          int input = i;
          long bound =
              links.stream()
                  .filter(link -> link.to().equals(unit.name()) && link.input() == input)
                  .count();
          if (bound != 1) {
            problems.add(
                Problem.ofUnit(
                    unit,
                    "input "
                        + i
                        + " of unit "
                        + unit
                        + " must be bound to one channel, but is bound to "
                        + (bound == 0 ? "none" : bound)));
          }
        }
        for (int i = 0; i < unit.outputWidths().size(); i++) {
          int output = i;
          if (links.stream()
              .noneMatch(link -> link.from().equals(unit.name()) && link.output() == output)) {
            problems.add(
                Problem.ofUnit(
                    unit,
                    "output "
                        + i
                        + " of unit "
                        + unit
                        + " must be bound to a channel, but is not"));
          }
        }
      }
    }
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return the rounds it does} */
  public long rounds() {
    return rounds;
  }

  /** {@return its units, in the order they were added} */
  public List<Unit> units() {
    return List.copyOf(units.values());
  }

  /** {@return its channels, in the order they were added} */
  public List<Link> links() {
    return links;
  }

  /** {@return whether all rounds are alike, so that they can repeat} */
  public boolean isSteady() {
    return units.values().stream().noneMatch(unit -> unit.pattern().grows());
  }

  /**
   * {@return the same graph with channels of other depths}
   *
   * @param depths tokens, by the channels' names; those not named keep theirs
   */
  public StreamGraph withDepths(Map<String, Long> depths) {
    Builder builder = new Builder(name, rounds);
    units.values().forEach(builder::unit);
    links.forEach(
        link -> builder.link(link.withDepth(depths.getOrDefault(link.name(), link.depth()))));
    return builder.build();
  }

  /** {@return the values that fit into all bounded channels together} */
  public long boundedValues() {
    long sum = 0;
    for (Link link : links) {
      if (link.depth() != ChannelSpec.UNBOUNDED) {
        sum = Math.addExact(sum, Math.multiplyExact(link.depth(), width(link)));
      }
    }
    return sum;
  }

  /**
   * {@return the values that a token of a channel carries}
   *
   * @param link the channel
   */
  public int width(Link link) {
    return unit(link.from()).outputWidths().get(link.output());
  }

  Unit unit(String unit) {
    Unit found = units.get(unit);
    if (found == null) {
      throw new IllegalArgumentException("unit (" + unit + ") must exist");
    }
    return found;
  }

  long cyclesInRound(Unit unit) {
    return cyclesInRound.getOrDefault(unit.name(), 1L);
  }

  /**
   * {@return the tokens sent into a channel in the first round}
   *
   * @param link the channel
   */
  public long tokensInFirstRound(Link link) {
    return tokensInRound(link).first();
  }

  /** Tokens sent into a channel in the first round, and how many more in each following one. */
  Rate tokensInRound(Link link) {
    Unit from = unit(link.from());
    Rate rate = from.pattern().writes(link.output());
    return new Rate(rate.first() * cyclesInRound(from), rate.growth());
  }

  /** {@return the graph in the language of Graphviz} */
  public String toDot() {
    StringBuilder dot = new StringBuilder("digraph \"" + escaped(name) + "\" {\n");
    dot.append("  rankdir=LR;\n  node [shape=box];\n");
    for (Unit unit : units.values()) {
      UnitTiming timing = unit.timing();
      dot.append("  \"")
          .append(escaped(unit.name()))
          .append("\" [label=\"")
          .append(escaped(unit.name()))
          .append("\\n")
          .append(unit.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
          .append("\\nlatency ")
          .append(timing.latencyCycles())
          .append(", interval ")
          .append(timing.intervalCycles())
          .append("\"];\n");
    }
    for (Link link : links) {
      dot.append("  \"")
          .append(escaped(link.from()))
          .append("\" -> \"")
          .append(escaped(link.to()))
          .append("\" [label=\"")
          .append(escaped(link.name()))
          .append("\\n")
          .append(link.depth() == ChannelSpec.UNBOUNDED ? "unbounded" : Long.toString(link.depth()))
          .append("\"];\n");
    }
    return dot.append("}\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
