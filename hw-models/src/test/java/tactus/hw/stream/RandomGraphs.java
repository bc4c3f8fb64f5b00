package tactus.hw.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tactus.hw.stream.UnitTiming.SendTime;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.sim.ChannelSpec;

/** Random graphs of all kinds of unit, whose rates fit by construction. */
final class RandomGraphs {

  private final Random random;
  private final StreamGraph.Builder builder;

  /** An output of a unit that has no channel yet, or one more: what it sends in each round. */
  private record Port(String unit, int output, long tokens) {}

  private final List<Port> open = new ArrayList<>();
  private int units;
  private int channels;

  /** Most tokens of a source in a round. */
  private final int most;

  private RandomGraphs(long seed, long rounds, int most) {
    random = new Random(seed);
    this.most = most;
    builder = StreamGraph.builder("random", rounds);
  }

  static StreamGraph of(long seed, long rounds) {
    return of(seed, rounds, 6);
  }

  /** With rounds as long as rows, whose units run many steps at a time. */
  static StreamGraph ofLongRounds(long seed, long rounds) {
    return of(seed, rounds, 150);
  }

  /**
   * Rows that are summed beside a channel that holds them, then divided and summed again: tokens
   * are sent to units that only take them, through channels that may be short.
   */
  static StreamGraph ofRows(long seed, long rounds) {
    return new RandomGraphs(seed, rounds, 6).rows(rounds, 0);
  }

  /** Such rows that get longer from one round to the next. */
  static StreamGraph ofGrowingRows(long seed, long rounds) {
    RandomGraphs graph = new RandomGraphs(seed, rounds, 6);
    return graph.rows(rounds, 1 + graph.random.nextInt(4));
  }

  private StreamGraph rows(long rounds, long growth) {
    RandomGraphs graph = this;
    int row = 8 + graph.random.nextInt(100);
    Group group = new Group(row, growth);
    int last = Math.toIntExact(row + growth * rounds);
    graph
        .builder
        .unit(Unit.source("k", 1, group, graph.timing(), StreamFunction.NONE))
        .unit(
            Unit.map(
                "score",
                List.of(1),
                List.of(1),
                growth == 0 ? Group.of(1) : group,
                graph.timing(),
                StreamFunction.NONE))
        .unit(Unit.reduce("sum", List.of(1), 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.mapHeld("divide", 1, 1, 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.source("v", 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.reduce("product", List.of(1, 1), 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.sink("out", 1))
        .link("k", "k", "score", 0, graph.depth(2 * last))
        .link("short", "score", "sum", 0, graph.depth(20))
        .link("long", "score", "divide", 0, last / 2 + graph.random.nextInt(2 * last))
        .link("sum", "sum", "divide", 1, graph.depth(6))
        .link("weight", "divide", "product", 0, graph.depth(20))
        .link("v", "v", "product", 1, graph.depth(2 * last))
        .link("out", "product", "out", 0, graph.depth(6));
    return graph.builder.build();
  }

  /**
   * Like memory-free attention's: rows of tokens through forks and joins, all of whose channels are
   * short, so that units go on only together. One arm may be too short for the other's latency.
   */
  static StreamGraph ofShortChannels(long seed, long rounds) {
    RandomGraphs graph = new RandomGraphs(seed, rounds, 6);
    Random random = graph.random;
    Group group = Group.of(2 + random.nextInt(60));
    StreamGraph.Builder builder = graph.builder;
    builder
        .unit(Unit.source("k", 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.source("v", 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.sink("out", 1));
    String last = "k";
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = "map" + i;
      builder.unit(Unit.map(name, List.of(1), List.of(1), graph.timing(), StreamFunction.NONE));
      builder.link("to-" + name, last, name, 0, graph.depth(5));
      last = name;
    }
    builder
        .unit(Unit.scan("scan", 1, List.of(1, 1), group, graph.timing(), 0, StreamFunction.NONE))
        .unit(Unit.reduce("sum", List.of(1, 1), 1, group, graph.timing(), StreamFunction.NONE))
        .unit(
            Unit.reduce("product", List.of(1, 1, 1), 1, group, graph.timing(), StreamFunction.NONE))
        .unit(Unit.mapHeld("divide", 1, 1, 1, Group.of(1), graph.timing(), StreamFunction.NONE))
        .link("scan", last, "scan", 0, graph.depth(20))
        .link(new Link("e-sum", "scan", 0, "sum", 0, graph.depth(5)))
        .link(new Link("e-product", "scan", 0, "product", 0, graph.depth(5)))
        .link(new Link("f-sum", "scan", 1, "sum", 1, graph.depth(5)))
        .link(new Link("f-product", "scan", 1, "product", 1, graph.depth(5)))
        .link("v", "v", "product", 2, graph.depth(5))
        .link("product", "product", "divide", 0, graph.depth(3))
        .link("sum", "sum", "divide", 1, graph.depth(3))
        .link("out", "divide", "out", 0, graph.depth(3));
    return builder.build();
  }

  /** A chain of long rounds and channels of all lengths, whose units are run in any order. */
  static StreamGraph ofChain(long seed) {
    RandomGraphs graph = new RandomGraphs(seed, 1, 6);
    Random random = graph.random;
    long tokens = List.of(512L, 960L, 1024L, 2520L).get(random.nextInt(4));
    List<Unit> units = new ArrayList<>();
    units.add(Unit.source("s", 1, Group.of(tokens), graph.timing(), StreamFunction.NONE));
    String last = "s";
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      String name = "u" + i;
      if (random.nextBoolean()) {
        units.add(Unit.map(name, List.of(1), List.of(1), graph.timing(), StreamFunction.NONE));
      } else {
        Group group = Group.of(graph.divisor(tokens));
        units.add(Unit.reduce(name, List.of(1), 1, group, graph.timing(), StreamFunction.NONE));
        tokens /= group.first();
      }
      graph.builder.link(last + name, last, name, 0, 3 + random.nextInt(58));
      last = name;
    }
    units.add(Unit.sink("o", 1));
    graph.builder.link(last + "o", last, "o", 0, 3 + random.nextInt(58));
    Collections.shuffle(units, random);
    units.forEach(graph.builder::unit);
    return graph.builder.build();
  }

  /** Attention of any shape on any fabric, all of whose channels hold enough. */
  static StreamGraph ofAttention(long seed) {
    Random random = new Random(seed);
    AttentionVariant[] variants = AttentionVariant.values();
    boolean causal = random.nextBoolean();
    int heads = 1 + random.nextInt(2);
    int groups = causal ? 1 : 1 + random.nextInt(2);
    int width = 1 + random.nextInt(2);
    long queries = 1 + random.nextInt(12);
    AttentionShape shape =
        new AttentionShape(
            queries,
            queries + random.nextInt(40),
            width * (1 + random.nextInt(9)),
            heads * groups,
            heads,
            causal);
    AttentionDesign design =
        new AttentionDesign(
            variants[random.nextInt(variants.length)],
            random.nextBoolean(),
            width,
            heads,
            1,
            causal && random.nextBoolean(),
            new AttentionTiming(
                timing(random),
                timing(random),
                timing(random),
                timing(random),
                timing(random),
                timing(random),
                timing(random),
                timing(random)),
            Map.of());
    return AttentionGraph.timing(shape, random.nextInt(4) == 0 ? design.unbounded() : design);
  }

  /** Attention of a triangle, whose masked keys are left out. */
  static StreamGraph causal(AttentionVariant variant, long keys, int dimension) {
    return AttentionGraph.timing(
        new AttentionShape(keys, keys, dimension, 1, 1, true),
        new AttentionDesign(
            variant, true, 1, 1, 1, true, AttentionTiming.published(variant), Map.of()));
  }

  private long depth(int most) {
    return 1 + random.nextInt(most);
  }

  private static StreamGraph of(long seed, long rounds, int most) {
    return new RandomGraphs(seed, rounds, most).build();
  }

  private StreamGraph build() {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      source(1 + random.nextInt(most));
    }
    for (int i = 2 + random.nextInt(7); i > 0; i--) {
      addUnit();
    }
    for (Port port : List.copyOf(open)) {
      String sink = "u" + units++;
      builder.unit(Unit.sink(sink, 1));
      link(port, sink, 0);
    }
    return builder.build();
  }

  private void source(long tokens) {
    String name = "u" + units++;
    builder.unit(
        Unit.source(
            name,
            1,
            Group.of(tokens),
            timing(),
            (cycle, step, in, state, out) -> out[0] = cycle * 0.25 + step));
    open.add(new Port(name, 0, tokens));
  }

  private void addUnit() {
    String name = "u" + units++;
    Port first = take();
    long tokens = first.tokens();
    switch (random.nextInt(8)) {
      case 0 -> {
        builder.unit(
            Unit.map(
                name,
                List.of(1),
                List.of(1, 1),
                timing(),
                (cycle, step, in, state, out) -> {
                  out[0] = in[0] + 1;
                  out[1] = in[0] * 0.5;
                }));
        open.add(new Port(name, 0, tokens));
        open.add(new Port(name, 1, tokens));
      }
      case 1 -> {
        long group = divisor(tokens);
        builder.unit(
            Unit.reduce(
                name,
                List.of(1),
                1,
                Group.of(group),
                timing(),
                (cycle, step, in, state, out) -> out[0] = step == 0 ? in[0] : out[0] + in[0]));
        open.add(new Port(name, 0, tokens / group));
      }
      case 2 -> {
        builder.unit(
            Unit.scan(
                name,
                1,
                List.of(1),
                Group.of(divisor(tokens)),
                timing(),
                1,
                (cycle, step, in, state, out) -> {
                  state[0] = step == 0 ? in[0] : Math.max(state[0], in[0]);
                  out[0] = state[0];
                }));
        open.add(new Port(name, 0, tokens));
      }
      case 3 -> {
        long copies = 1 + random.nextInt(3);
        builder.unit(Unit.repeat(name, 1, Group.of(copies)));
        open.add(new Port(name, 0, tokens * copies));
      }
      case 4 -> {
        long results = 1 + random.nextInt(3);
        builder.unit(
            Unit.flatmap(
                name,
                1,
                1,
                results,
                timing(),
                (cycle, step, in, state, out) -> out[0] = in[0] + step));
        open.add(new Port(name, 0, tokens * results));
      }
      case 5 -> {
        // Waits for the end of a group while it holds the group: may be too short.
        long group = divisor(tokens);
        String sum = "u" + units++;
        builder.unit(
            Unit.reduce(
                sum,
                List.of(1),
                1,
                Group.of(group),
                timing(),
                (cycle, step, in, state, out) -> out[0] = step == 0 ? in[0] : out[0] + in[0]));
        builder.unit(
            Unit.mapHeld(
                name,
                1,
                1,
                1,
                Group.of(group),
                timing(),
                (cycle, step, in, state, out) -> out[0] = in[0] / (1 + in[1] * in[1])));
        link(first, sum, 0);
        link(new Port(sum, 0, tokens / group), name, 1);
        open.add(new Port(name, 0, tokens));
      }
      default -> {
        int at = -1;
        for (int i = 0; i < open.size(); i++) {
          if (tokens % open.get(i).tokens() == 0) {
            at = i;
          }
        }
        Port second = at < 0 ? newSource(tokens) : open.remove(at);
        builder.unit(
            Unit.mapHeld(
                name,
                1,
                1,
                1,
                Group.of(tokens / second.tokens()),
                timing(),
                (cycle, step, in, state, out) -> out[0] = in[0] - in[1]));
        link(second, name, 1);
        open.add(new Port(name, 0, tokens));
      }
    }
    link(first, name, 0);
    if (random.nextBoolean()) {
      open.add(first);
    }
  }

  private Port newSource(long tokens) {
    source(tokens);
    return open.remove(open.size() - 1);
  }

  private Port take() {
    if (open.isEmpty()) {
      source(1 + random.nextInt(most));
    }
    return open.remove(random.nextInt(open.size()));
  }

  private long divisor(long tokens) {
    List<Long> divisors = new ArrayList<>();
    for (long i = 1; i <= tokens; i++) {
      if (tokens % i == 0) {
        divisors.add(i);
      }
    }
    return divisors.get(random.nextInt(divisors.size()));
  }

  private void link(Port from, String to, int input) {
    // Deep and shallow channels beside each other, where there are many tokens.
    int deepest = most > 6 && random.nextBoolean() ? most : 6;
    long depth = random.nextInt(4) == 0 ? ChannelSpec.UNBOUNDED : 1 + random.nextInt(deepest);
    builder.link(new Link("c" + channels++, from.unit(), from.output(), to, input, depth));
  }

  private UnitTiming timing() {
    return timing(random);
  }

  private static UnitTiming timing(Random random) {
    return new UnitTiming(
        1 + random.nextInt(9),
        random.nextInt(3),
        random.nextInt(4) == 0 ? random.nextInt(4) : 0,
        random.nextInt(4) == 0 ? random.nextInt(4) : 0,
        random.nextBoolean() ? SendTime.WITH_TOKENS : SendTime.AFTER_INTERVAL);
  }
}
